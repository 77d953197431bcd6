package footfall.simulator.benchmarks;

import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The model of the speed comparison: shoppers that think and are served, one turn at a time. */
record ClosedModel(int population, int servers, double thinking, double service) {
  static final ClosedModel STANDARD = new ClosedModel(10_000, 200, 10, 0.18);

  /** As a scenario, with 200 workers of one slot. */
  Scenario scenario(double seconds, int replications) throws IOException {
    Path file = Files.createTempFile("closed", ".yaml");
    try {
      Files.writeString(file, yaml(seconds, replications));
      return new ScenarioReader().read(file, List.of()).scenario();
    } finally {
      Files.delete(file);
    }
  }

  String yaml(double seconds, int replications) {
    return String.format(
        Locale.ROOT,
        """
        name: closed
        horizon: %.3fs
        replications: %d
        maxEvents: 1e12
        arrivals: {closed: {population: %d}}
        shoppers: {all: {turns: 1, thinking: {exponential: {mean: %.3fs}}}}
        pools: {workers: {workers: %d, service: {time: {exponential: {mean: %.3fs}}}}}
        routing: {ratio: {workers: 1}}
        """,
        seconds,
        replications,
        population,
        thinking,
        servers,
        service);
  }
}
