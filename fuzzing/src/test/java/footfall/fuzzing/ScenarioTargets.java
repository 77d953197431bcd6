package footfall.fuzzing;

import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.traces.TraceReader;
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

  static Target trace() {
    Scratch scratch = new Scratch();
    return input -> {
      Path file = scratch.write("trace.csv", input);
      Refusal.or(() -> TraceReader.read(file));
    };
  }
}
