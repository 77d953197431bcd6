package footfall.simulator.commandline;

import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.traces.TokenCounter;
import footfall.scenarios.traces.TraceReader;
import footfall.scenarios.volumes.VolumesReader;
import footfall.simulator.commitments.Prometheus;
import footfall.simulator.imports.GatewayConfig;
import footfall.simulator.imports.ImportedMetrics;
import footfall.simulator.imports.ImportedTrace;
import footfall.simulator.imports.PriceOfFit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Make a scenario that resembles recorded requests, and tell how well it does; or one that",
      "follows counts over time; or one with the pools and the routing of a LiteLLM config.yaml.",
      "docs/traces.md has the forms that are read."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall import scenarios/catalog/traces/small-shop.csv",
      "  footfall import spend-logs.jsonl.gz --as monday.yaml",
      "  footfall import requests.csv --unit ms --as monday.yaml",
      "  footfall import litellm/config.yaml --as gateway.yaml",
      "  footfall import --metrics http://127.0.0.1:9090 --window 168h --as week.yaml"
    })
final class ImportCommand implements Callable<Integer> {
  /** More would take longer than anybody waits for a fit. */
  private static final int MOST_REPLAYED = 100_000;

  private static final double LEAST_CHARACTERS = 0.5;
  private static final double MOST_CHARACTERS = 100;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Recorded requests, counts, or a gateway's configuration.")
  private Path file;

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      description = "Instead of a file, a Prometheus server that scrapes vLLM.")
  private String metrics;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "24h",
      description = "How far back metrics are asked for; ${DEFAULT-VALUE} if not given.")
  private Duration window;

  @Option(
      names = "--characters-per-token",
      paramLabel = "N",
      description = "Of texts; 4 if not given.")
  private Double characters;

  @Option(
      names = "--as",
      paramLabel = "SCENARIO",
      description = "Write the scenario there; it is printed if not given.")
  private Path target;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      description = "Of timestamps that are numbers: s, ms, us or ns; found out if not given.")
  private String unit;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "The model_name of a LiteLLM config.yaml that shoppers ask for; the first of it.")
  private String group;

  @Mixin private ModelsOption models;
  @Spec private CommandSpec spec;

  /** Null where what is imported are no requests. */
  private Trace trace;

  @Override
  public Integer call() {
    if (unit != null && !List.of("s", "ms", "us", "ns").contains(unit)) {
      throw InvalidInputException.of("--unit " + unit, "is no unit", "one of s, ms, us, ns");
    }
    if ((file == null) == (metrics == null)) {
      throw InvalidInputException.of(
          "import", "takes a FILE or --metrics, one of both", "footfall import requests.csv");
    }
    if (characters != null && !(characters >= LEAST_CHARACTERS && characters <= MOST_CHARACTERS)) {
      throw InvalidInputException.of(
          "--characters-per-token " + characters, "is no length of a token", "0.5 to 100");
    }
    PrintWriter out = spec.commandLine().getOut();
    String scenario = file == null ? ofMetrics(out) : ofFile(out);
    tryOut(scenario, out);
    if (target == null) {
      out.println();
      out.print(scenario);
    } else {
      WholeFile.write(target, to -> to.write(scenario.getBytes(StandardCharsets.UTF_8)));
      out.println();
      out.println(target);
    }
    out.flush();
    return ExitCode.PASS;
  }

  private String ofMetrics(PrintWriter out) {
    ImportedMetrics imported =
        new ImportedMetrics(
            new Prometheus(metrics, Map.of()), Instant.now().getEpochSecond(), window.toSeconds());
    imported.report(out);
    return imported.scenario(metrics);
  }

  private String ofFile(PrintWriter out) {
    return GatewayConfig.isOne(file)
        ? ofGateway(out)
        : TraceReader.isOfCounts(file) ? ofCounts(out) : ofRequests(out);
  }

  private String ofRequests(PrintWriter out) {
    trace = TraceReader.read(file, Optional.ofNullable(unit), counter());
    ImportedTrace imported = new ImportedTrace(trace);
    imported.report(out);
    return imported.scenario(file.toString());
  }

  private Optional<TokenCounter> counter() {
    return Optional.ofNullable(characters).map(TokenCounter::ofCharacters);
  }

  private String ofCounts(PrintWriter out) {
    VolumesTable.print(out, VolumesReader.read(file, List.of()));
    return ImportedTrace.ofCounts(file.toString());
  }

  /** The trace as the arrivals of a scenario. */
  private String replay() {
    String path = file.toAbsolutePath().toString().replace("'", "''");
    return "{trace: {file: '"
        + path
        + "'"
        + (trace.hasSessions() ? ", sessions: true" : "")
        + (unit == null ? "" : ", unit: " + unit)
        + (characters == null ? "" : ", charactersPerToken: " + characters)
        + "}}";
  }

  private String ofGateway(PrintWriter out) {
    GatewayConfig config = GatewayConfig.read(file, Optional.ofNullable(group));
    config.notes().forEach(note -> out.println("note: " + note));
    return config.scenario();
  }

  /** What is written must be a scenario; one that was fitted is run beside a replay. */
  private void tryOut(String scenario, PrintWriter out) {
    try {
      Path scratch = Files.createTempFile("imported", ".yaml");
      try {
        Files.writeString(scratch, scenario);
        ScenarioReader reader = new ScenarioReader(models.folder());
        reader.read(scratch, List.of());
        if (trace != null && trace.size() <= MOST_REPLAYED) {
          new PriceOfFit(reader, scratch, replay()).report(out, Version.current());
        }
      } finally {
        Files.delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
