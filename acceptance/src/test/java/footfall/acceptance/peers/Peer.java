package footfall.acceptance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A load generator that measures a server of chat completions. */
enum Peer {
  FOOTFALL("Footfall") {
    @Override
    List<String> command(Path tools, Load load, Path out) {
      return java(
          "load",
          "--target",
          load.url(),
          "--concurrency",
          Integer.toString(load.concurrency()),
          "--prompts",
          load.prompts().resolve("footfall.jsonl").toString(),
          "--max-tokens",
          Integer.toString(load.tokens()),
          "--duration",
          load.seconds() + "s",
          "--quiet",
          "--out",
          out.toString());
    }

    @Override
    Times times(Path out) throws IOException {
      JsonNode sent = JSON.readTree(out.resolve("results.json").toFile()).at("/load/fromSend");
      return new Times(
          sent.at("/time_to_first_token/p50").asDouble(),
          sent.at("/time_to_first_token/p95").asDouble(),
          sent.at("/request_latency/p50").asDouble(),
          sent.at("/request_latency/p95").asDouble());
    }
  },
  GUIDELLM("guidellm 0.3.1") {
    @Override
    List<String> command(Path tools, Load load, Path out) {
      return List.of(
          "env",
          "GUIDELLM__PREFERRED_ROUTE=chat_completions",
          // llama.cpp's server knows no max_completion_tokens.
          "GUIDELLM__OPENAI__MAX_OUTPUT_KEY={\"chat_completions\": \"max_tokens\"}",
          tools.resolve("guidellm/bin/guidellm").toString(),
          "benchmark",
          "--target",
          load.url(),
          "--model",
          load.model(),
          "--processor",
          tools.resolve("tokenizer").toString(),
          "--data",
          load.prompts().resolve("guidellm.jsonl").toString(),
          "--data-args",
          "{\"prompt_column\": \"prompt\", \"output_tokens_count_column\": \"output_tokens\"}",
          "--rate-type",
          "concurrent",
          "--rate",
          Integer.toString(load.concurrency()),
          "--max-seconds",
          Integer.toString(load.seconds()),
          "--disable-progress",
          "--output-path",
          out.resolve("guidellm.json").toString());
    }

    @Override
    Times times(Path out) throws IOException {
      JsonNode metrics =
          JSON.readTree(out.resolve("guidellm.json").toFile()).at("/benchmarks/0/metrics");
      JsonNode first = metrics.at("/time_to_first_token_ms/successful/percentiles");
      JsonNode latency = metrics.at("/request_latency/successful/percentiles");
      return new Times(
          first.path("p50").asDouble() / MILLIS,
          first.path("p95").asDouble() / MILLIS,
          latency.path("p50").asDouble(),
          latency.path("p95").asDouble());
    }
  },
  AIPERF("AIPerf 0.13.0") {
    @Override
    List<String> command(Path tools, Load load, Path out) {
      return List.of(
          tools.resolve("aiperf/bin/aiperf").toString(),
          "profile",
          "--model",
          load.model(),
          "--url",
          load.url(),
          "--endpoint-type",
          "chat",
          "--streaming",
          "--concurrency",
          Integer.toString(load.concurrency()),
          "--benchmark-duration",
          Integer.toString(load.seconds()),
          "--input-file",
          load.prompts().resolve("aiperf.jsonl").toString(),
          "--custom-dataset-type",
          "single_turn",
          "--extra-inputs",
          "max_tokens:" + load.tokens(),
          "--tokenizer",
          tools.resolve("tokenizer").toString(),
          "--ui",
          "none",
          "--no-gpu-telemetry",
          "--no-server-metrics",
          "--artifact-dir",
          out.toString());
    }

    @Override
    Times times(Path out) throws IOException {
      JsonNode metrics = JSON.readTree(out.resolve("profile_export_aiperf.json").toFile());
      return new Times(
          metrics.at("/time_to_first_token/p50").asDouble() / MILLIS,
          metrics.at("/time_to_first_token/p95").asDouble() / MILLIS,
          metrics.at("/request_latency/p50").asDouble() / MILLIS,
          metrics.at("/request_latency/p95").asDouble() / MILLIS);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1e3;
  private static final long START_SECONDS = 75;
  private static final int ATTEMPTS = 3;

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  /**
   * The same for all of them.
   *
   * @param prompts folder with the same texts in the format of each
   */
  record Load(String url, String model, int concurrency, int seconds, int tokens, Path prompts) {}

  /** Percentiles in seconds, of the time to the first token and of the latency. */
  record Times(double firstP50, double firstP95, double latencyP50, double latencyP95) {}

  private static List<String> java(String... arguments) {
    List<String> command = Processes.java(List.of());
    command.addAll(List.of(arguments));
    return command;
  }

  abstract List<String> command(Path tools, Load load, Path out);

  abstract Times times(Path out) throws IOException;

  String title() {
    return title;
  }

  /**
   * Puts a load on, on a processor of its own. Where another tool than ours hangs or breaks, it is
   * started once more.
   */
  Times measure(Processes processes, Path tools, Load load, Path out) throws Exception {
    for (int attempt = 1; ; attempt++) {
      Path folder = out.resolveSibling(out.getFileName() + "." + attempt);
      Files.createDirectories(this == FOOTFALL ? folder.getParent() : folder);
      List<String> command = CrossMeasurementTest.pinned(1, command(tools, load, folder));
      String name = folder.getFileName().toString();
      Process process = processes.start(name, command);
      if (process.waitFor(load.seconds() + START_SECONDS, TimeUnit.SECONDS)
          && process.exitValue() == 0) {
        Times times = times(folder);
        if (times.firstP50() > 0) { // Else nothing was answered in time.
          return times;
        }
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      if (this == FOOTFALL || attempt == ATTEMPTS) {
        throw new AssertionError(
            name + ": " + processes.said(name + ".out") + processes.said(name + ".err"));
      }
    }
  }
}
