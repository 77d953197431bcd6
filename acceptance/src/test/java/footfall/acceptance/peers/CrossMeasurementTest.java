package footfall.acceptance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The same servers measured by Footfall, guidellm and AIPerf: one that writes down what it took,
 * and llama.cpp's. Tables of what was found are left in {@code target/peers}.
 *
 * <p>{@code -Dpeers=FOLDER} names a folder with what {@code src/test/peers/prepare} has installed,
 * which takes long.
 */
@Tag("soak")
@Isolated
class CrossMeasurementTest {
  private static final Path SCRIPTS = Path.of("src/test/peers").toAbsolutePath();
  private static final Path TOOLS =
      Path.of(System.getProperty("peers", "target/peers")).toAbsolutePath();
  private static final Path TABLES = Path.of("target/peers").toAbsolutePath();
  private static final int PREPARE_MINUTES = 60;
  private static final int REPETITIONS = 5;
  private static final int SECONDS = 25;
  private static final int TOKENS = 16;
  private static final int TEXTS = 200;
  private static final int WORDS = 40;
  private static final int PORT = 18_765;
  private static final int START_SECONDS = 60;
  private static final String PREFLIGHT = "00000000-0000-4000-8000-000000000000";
  private static final String[] VOCABULARY =
      ("red blue green white cotton shirt shoe jacket size small large kettle lamp for office gift under price order where is my"
              + " parcel do you have this in another colour please show the warmest one that can be delivered before friday")
          .split(" ");

  @TempDir private Path folder;
  private Processes processes;
  private Path prompts;

  /** What each of them has measured, repetition by repetition. */
  private final Map<Peer, List<Peer.Times>> measured = new EnumMap<>(Peer.class);

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(TOOLS);
    Files.createDirectories(TABLES);
    Processes scripts = new Processes(TOOLS);
    Process prepare =
        scripts.start("prepare", List.of(SCRIPTS.resolve("prepare").toString(), TOOLS.toString()));
    assertThat(Processes.codeOf(prepare, PREPARE_MINUTES)).as(scripts.said("prepare.err")).isZero();
  }

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    prompts = Files.createDirectories(folder.resolve("prompts"));
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int text = 0; text < TEXTS; text++) {
      List<String> words = new ArrayList<>();
      for (int word = 0; word < WORDS; word++) {
        words.add(VOCABULARY[random.nextInt(VOCABULARY.length)]);
      }
      texts.add(String.join(" ", words));
    }
    lines("footfall.jsonl", texts, "{\"prompt\": \"%s\", \"output_tokens\": " + TOKENS + "}");
    lines("guidellm.jsonl", texts, "{\"prompt\": \"%s\", \"output_tokens\": " + TOKENS + "}");
    lines("aiperf.jsonl", texts, "{\"text\": \"%s\"}");
  }

  private void lines(String name, List<String> texts, String form) throws IOException {
    Files.write(prompts.resolve(name), texts.stream().map(form::formatted).toList());
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  /** On one processor alone, so that servers and clients do not take each other's. */
  static List<String> pinned(int processor, List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(processor)));
    pinned.addAll(command);
    return pinned;
  }

  private void measure(Peer.Load load, Measured told) throws Exception {
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      for (Peer peer : Peer.values()) {
        told.begins();
        Path out = folder.resolve(peer.name().toLowerCase(Locale.ROOT) + "-" + repetition);
        Peer.Times times = peer.measure(processes, TOOLS, load, out);
        measured.computeIfAbsent(peer, of -> new ArrayList<>()).add(times);
        told.ended(peer);
      }
    }
  }

  /** Told of single measurements. */
  private interface Measured {
    void begins() throws IOException;

    void ended(Peer peer) throws IOException;
  }

  @Test
  void timesAreThoseThatTheServerWroteDown() throws Exception {
    Path log = folder.resolve("truth");
    Process server =
        processes.start(
            "timed",
            pinned(
                0,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    SCRIPTS.resolve("TimedServer.java").toString(),
                    log.toString())));
    String port = processes.await(server, "timed.out", Pattern.compile("port (\\d+)\\s"));
    Peer.Load load =
        new Peer.Load("http://127.0.0.1:" + port, "timed", 6, SECONDS, TOKENS, prompts);
    Map<Peer, List<Peer.Times>> written = new EnumMap<>(Peer.class);
    measure(
        load,
        new Measured() {
          private int known;

          @Override
          public void begins() throws IOException {
            known = Files.readAllLines(log).size();
          }

          @Override
          public void ended(Peer peer) throws IOException {
            List<String> lines = Files.readAllLines(log);
            written
                .computeIfAbsent(peer, of -> new ArrayList<>())
                .add(truth(lines.subList(known, lines.size())));
          }
        });
    StringBuilder table =
        new StringBuilder(
            "| | first token p50 | p95 | latency p50 | p95 |%n|---|---|---|---|---|%n".formatted());
    measured.forEach(
        (peer, times) ->
            table.append(
                "| %s | %s | %s | %s | %s |%n"
                    .formatted(
                        peer.title(),
                        errors(times, written.get(peer), Peer.Times::firstP50),
                        errors(times, written.get(peer), Peer.Times::firstP95),
                        errors(times, written.get(peer), Peer.Times::latencyP50),
                        errors(times, written.get(peer), Peer.Times::latencyP95))));
    Files.writeString(TABLES.resolve("timed.md"), table);
    for (int i = 0; i < REPETITIONS; i++) {
      Peer.Times ours = measured.get(Peer.FOOTFALL).get(i);
      Peer.Times truth = written.get(Peer.FOOTFALL).get(i);
      assertThat(error(ours.firstP50(), truth.firstP50())).isBetween(-.03, .03);
      assertThat(error(ours.firstP95(), truth.firstP95())).isBetween(-.05, .05);
      assertThat(error(ours.latencyP50(), truth.latencyP50())).isBetween(-.03, .03);
      assertThat(error(ours.latencyP95(), truth.latencyP95())).isBetween(-.05, .05);
    }
  }

  private static Peer.Times truth(List<String> lines) {
    List<double[]> replies =
        lines.stream()
            .filter(line -> !line.endsWith(PREFLIGHT))
            .map(line -> line.split(" "))
            .map(part -> new double[] {Double.parseDouble(part[0]), Double.parseDouble(part[1])})
            .toList();
    return new Peer.Times(
        percentile(replies, 0, .5),
        percentile(replies, 0, .95),
        percentile(replies, 1, .5),
        percentile(replies, 1, .95));
  }

  private static double percentile(List<double[]> replies, int column, double level) {
    double[] sorted = replies.stream().mapToDouble(reply -> reply[column]).sorted().toArray();
    return sorted[(int) Math.ceil(level * sorted.length) - 1];
  }

  private static double error(double found, double truth) {
    return found / truth - 1;
  }

  /** The least, the median and the greatest error of all repetitions. */
  private static String errors(
      List<Peer.Times> times, List<Peer.Times> truth, ToDoubleFunction<Peer.Times> which) {
    double[] errors = new double[times.size()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = error(which.applyAsDouble(times.get(i)), which.applyAsDouble(truth.get(i)));
    }
    Arrays.sort(errors);
    return String.format(
        Locale.ROOT,
        "%+.1f (%+.1f to %+.1f) %%",
        100 * errors[errors.length / 2],
        100 * errors[0],
        100 * errors[errors.length - 1]);
  }

  private String serveLlama() throws Exception {
    processes.start(
        "llama",
        pinned(
            0,
            List.of(
                TOOLS.resolve("llama/bin/python").toString(),
                "-m",
                "llama_cpp.server",
                "--model",
                TOOLS.resolve("model.gguf").toString(),
                "--model_alias",
                "smollm2",
                "--n_ctx",
                "8192",
                "--n_threads",
                "1",
                "--n_threads_batch",
                "1",
                "--interrupt_requests",
                "False",
                "--port",
                Integer.toString(PORT))));
    for (int i = 0; i < START_SECONDS; i++) {
      if (processes.said("llama.err").contains("Uvicorn running")) {
        return "http://127.0.0.1:" + PORT;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new AssertionError(processes.said("llama.err"));
  }

  @Test
  void onLlamaCppAllFindTheSame() throws Exception {
    Peer.Load load = new Peer.Load(serveLlama(), "smollm2", 2, SECONDS, TOKENS, prompts);
    measure(
        load,
        new Measured() {
          @Override
          public void begins() {
            // The server does not tell.
          }

          @Override
          public void ended(Peer peer) {
            // The server does not tell.
          }
        });
    StringBuilder table =
        new StringBuilder(
            "| | first token p50 | p95 | latency p50 | p95 |%n|---|---|---|---|---|%n".formatted());
    measured.forEach(
        (peer, times) ->
            table.append(
                "| %s | %s | %s | %s | %s |%n"
                    .formatted(
                        peer.title(),
                        spread(times, Peer.Times::firstP50),
                        spread(times, Peer.Times::firstP95),
                        spread(times, Peer.Times::latencyP50),
                        spread(times, Peer.Times::latencyP95))));
    Files.writeString(TABLES.resolve("llama.md"), table);
    for (Peer other : List.of(Peer.GUIDELLM, Peer.AIPERF)) {
      overlap(other, Peer.Times::firstP50);
      overlap(other, Peer.Times::latencyP50);
    }
  }

  private static String spread(List<Peer.Times> times, ToDoubleFunction<Peer.Times> which) {
    double[] all = times.stream().mapToDouble(which).sorted().toArray();
    return String.format(
        Locale.ROOT, "%.3f (%.3f to %.3f) s", all[all.length / 2], all[0], all[all.length - 1]);
  }

  private void overlap(Peer other, ToDoubleFunction<Peer.Times> which) {
    List<Double> ours = sorted(Peer.FOOTFALL, which);
    List<Double> theirs = sorted(other, which);
    assertThat(Math.max(ours.get(0), theirs.get(0)))
        .as(other.title() + " " + theirs + " and ours " + ours)
        .isLessThanOrEqualTo(Math.min(ours.get(ours.size() - 1), theirs.get(theirs.size() - 1)));
  }

  private List<Double> sorted(Peer peer, ToDoubleFunction<Peer.Times> which) {
    return measured.get(peer).stream()
        .mapToDouble(which)
        .sorted()
        .boxed()
        .collect(Collectors.toList());
  }

  @Test
  void calibrationOnTwoLoadsPredictsAThird() throws Exception {
    String url = serveLlama();
    Path scenario = Path.of("../docs/examples/sre/assistant.yaml").toAbsolutePath();
    List<String> runs = new ArrayList<>();
    for (String factor : List.of("0.5", "1", "1.5")) {
      String run = "at-" + factor;
      List<String> load =
          List.of(
              "load", scenario.toString(), "--target", url, "--load", factor, "--max-tokens", "24");
      List<String> command = Processes.java(List.of());
      command.addAll(load);
      command.addAll(List.of("--quiet", "--out", run));
      Process process = processes.start(run, pinned(1, command));
      assertThat(Processes.codeOf(process, 5)).as(processes.said(run + ".err")).isIn(0, 2, 4);
      runs.add(run);
    }
    List<String> calibrate = new ArrayList<>(List.of("calibrate"));
    calibrate.addAll(runs);
    calibrate.addAll(List.of("--out", "calibrated"));
    int code = Processes.codeOf(processes.footfall("calibrate", calibrate), 3);
    assertThat(code).as(processes.said("calibrate.err")).isIn(0, 4);
    Files.writeString(TABLES.resolve("calibrated.txt"), processes.said("calibrate.out"));
    CalibrationResults results =
        ResultsJson.read(processes.said("calibrated/results.json"), CalibrationResults.class);
    CalibrationResults.Checked third =
        results.calibration().checked().stream()
            .filter(CalibrationResults.Checked::heldOut)
            .findFirst()
            .orElseThrow();
    assertThat(third.error("request_latency", "p50")).isLessThanOrEqualTo(.05);
    assertThat(third.error("request_latency", "p95")).isLessThanOrEqualTo(.10);
  }
}
