package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an engine answers that is never out of requests, against the closed form. */
class EngineSaturationTest {
  @TempDir private Path folder;

  /** Long prompts, long replies, memory that binds, and a limit that does. */
  @ParameterizedTest
  @CsvSource({
    "2000, 20, 135000, 256, 120",
    "100, 500, 135000, 256, 400",
    "500, 200, 135000, 32, 100",
    "1000, 100, 20000, 256, 120",
    "5000, 300, 135000, 256, 120"
  })
  void throughputIsWhatArithmeticSays(
      int input, int output, long kvTokens, int sequences, int population) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: s
            replications: 1
            horizon: 40min
            warmUp: 10min
            arrivals: {closed: {population: %d}}
            shoppers: {c: {turns: 1, thinking: {exponential: {mean: 10ms}}, messageTokens: %d, replyTokens: %d}}
            pools: {gpu: {model: published/gemma-2-2b-a10g, slots: %d, engine: {kvTokens: %d}}}
            routing: {ratio: {gpu: 1}}
            """
                .formatted(population, input, output, sequences, kvTokens));
    Results results = run(file);
    Results.PoolFigures pool = results.pools().get(0);

    assertThat(pool.computing()).isCloseTo(1, within(1e-3));
    assertThat(pool.throughput() / pool.engine().capacity().requestsPerSecond())
        .isCloseTo(1, within(0.1));
  }

  private static Results run(Path file) {
    ResolvedScenario resolved = new ScenarioReader().read(file, List.of());
    return Analysis.of(
            resolved,
            Replications.run(resolved.scenario(), part -> {}),
            Twins.NONE,
            RunMode.SIMULATE,
            "test",
            new Results.Wall("", 0, 0))
        .results();
  }

  private Results run(String arrivals, String shopper, long kvTokens) throws IOException {
    return run(
        Files.writeString(
            folder.resolve("open.yaml"),
            """
            name: open
            replications: 1
            horizon: 30min
            warmUp: 5min
            arrivals: {poisson: {rate: %s}}
            shoppers: {c: {turns: 1, %s}}
            pools: {gpu: {model: published/gemma-2-2b-a10g, engine: {kvTokens: %d}}}
            routing: {ratio: {gpu: 1}}
            """
                .formatted(arrivals, shopper, kvTokens)));
  }

  /** Instructions that all requests share are in memory once, however many run together. */
  @Test
  void whatRequestsShareIsInMemoryOnce() throws IOException {
    Results results =
        run("4/s", "messageTokens: 50, replyTokens: 200, context: {system: 3000}", 12_000);
    Results.PoolFigures pool = results.pools().get(0);

    assertThat(pool.engine().fits()).isGreaterThan(40);
    assertThat(pool.utilization()).isBetween(0.5, 1.0);
    assertThat(pool.offeredUtilization()).isBetween(0.7, 1.0);
    assertThat(pool.stable()).isTrue();
  }

  /** Arithmetic knows nothing of what is computed again; a queue that grows does. */
  @Test
  void anEngineThatPreemptsUntilItFallsBehindIsOverloaded() throws IOException {
    Results results =
        run(
            "3.1/s",
            "messageTokens: {lognormal: {mean: 200, sd: 150, min: 10}}, replyTokens: {lognormal:"
                + " {mean: 600, sd: 300, min: 20, max: 3000}}",
            20_000);
    Results.PoolFigures pool = results.pools().get(0);

    assertThat(pool.engine().preemptionsPerRequest()).isGreaterThan(1);
    assertThat(pool.stable()).isFalse();
    assertThat(pool.offeredUtilization()).isBetween(1.05, 1.5);
    assertThat(results.answer()).startsWith("Overloaded: pool gpu");
  }
}
