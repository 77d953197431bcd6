package footfall.fuzzing;

import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.traces.TraceReader;
import footfall.simulator.imports.GatewayConfig;
import footfall.simulator.imports.ImportedTrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What people write by hand, and traces. */
final class ScenarioTargets {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 10min
      arrivals: {poisson: {rate: 100/h}}
      pools:
        slm: {model: as-claimed/llama-3.2-1b, workers: 2}
        llm: {kind: llm, slots: 20, service: {time: {exponential: {mean: 300ms}}}}
      routing: {ratio: {slm: 0.8, llm: 0.2}}
      slos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]
      """;

  private ScenarioTargets() {}

  /** What it resolves to is a scenario again, with the same digest. */
  static Target scenario() {
    Scratch scratch = new Scratch();
    ScenarioReader reader = new ScenarioReader();
    return input -> {
      Path file = scratch.write("scenario.yaml", input);
      Optional<ResolvedScenario> read = Refusal.or(() -> reader.read(file, List.of()));
      if (read.isPresent()) {
        Path resolved = scratch.write("resolved.yaml", read.get().yaml());
        String again = reader.read(resolved, List.of()).sha256();
        if (!again.equals(read.get().sha256())) {
          throw new AssertionError("resolved, it is another scenario");
        }
      }
    };
  }

  static Target sizing() throws IOException {
    Scratch scratch = new Scratch();
    SizingReader reader = new SizingReader();
    return input -> {
      Path file = scratch.write("scenario.yaml", input);
      Refusal.or(() -> reader.read(file, List.of()));
    };
  }

  static Target evaluation() {
    Scratch scratch = new Scratch();
    EvaluationReader reader = new EvaluationReader();
    return input -> {
      Path file = scratch.write("evaluation.yaml", input);
      Refusal.or(() -> reader.read(file, List.of()));
    };
  }

  static Target experiment() throws IOException {
    Scratch scratch = new Scratch();
    scratch.write("scenario.yaml", SCENARIO);
    ExperimentReader reader = new ExperimentReader();
    return input -> {
      Path file = scratch.write("experiment.yaml", input);
      Refusal.or(() -> reader.read(file, List.of()));
    };
  }

  /** Every line is one setting. */
  static Target setting() throws IOException {
    Path file = new Scratch().write("scenario.yaml", SCENARIO);
    ScenarioReader reader = new ScenarioReader();
    return input -> {
      List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
      Optional<List<Setting>> settings =
          Refusal.or(() -> lines.stream().map(Setting::parse).toList());
      if (settings.isPresent()) {
        Refusal.or(() -> reader.read(file, settings.get()));
      }
    };
  }

  /** What is read can be fitted, and the fit is a scenario, unless it has no rate. */
  static Target trace() {
    Scratch scratch = new Scratch();
    ScenarioReader reader = new ScenarioReader();
    return input -> {
      boolean isPacked = input.length > 1 && input[0] == 0x1f && input[1] == (byte) 0x8b;
      Path file = scratch.write(isPacked ? "trace.csv.gz" : "trace.csv", input);
      Optional<Trace> trace = Refusal.or(() -> TraceReader.read(file));
      if (trace.isPresent() && isSampled(input)) {
        Optional<ImportedTrace> fit = Refusal.or(() -> new ImportedTrace(trace.get()));
        if (fit.isPresent()) {
          Path made = scratch.write("made.yaml", fit.get().scenario("trace.csv"));
          reader.read(made, List.of());
        }
      }
    };
  }

  /** What a gateway's configuration makes is a scenario. */
  static Target gateway() {
    Scratch scratch = new Scratch();
    ScenarioReader reader = new ScenarioReader();
    return input -> {
      Path file = scratch.write("config.yaml", input);
      Optional<GatewayConfig> config = Refusal.or(() -> GatewayConfig.read(file, Optional.empty()));
      if (config.isPresent() && isSampled(input)) {
        Path made = scratch.write("made.yaml", config.get().scenario());
        Refusal.or(() -> reader.read(made, List.of()));
      }
    };
  }

  /** To read what is made of every input would leave no time for more of them. */
  private static boolean isSampled(byte[] input) {
    return input.length % 16 == 0;
  }
}
