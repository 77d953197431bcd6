package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    ResolvedScenario resolved = new ScenarioReader().read(file, List.of());
    Results results =
        Analysis.of(
                resolved,
                Replications.run(resolved.scenario(), part -> {}),
                List.of(),
                RunMode.SIMULATE,
                "test",
                new Results.Wall("", 0, 0))
            .results();
    Results.PoolFigures pool = results.pools().get(0);

    assertThat(pool.computing()).isCloseTo(1, within(1e-3));
    assertThat(pool.throughput() / pool.engine().capacity().requestsPerSecond())
        .isCloseTo(1, within(0.1));
  }
}
