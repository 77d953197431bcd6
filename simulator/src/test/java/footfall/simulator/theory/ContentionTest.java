package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two workers of a slot each, of which either slows the other: a birth-death chain that ends one
 * request a second where one is busy, and {@code 2 / f} where both are.
 */
class ContentionTest {
  private static final double RATE = 0.8;
  private static final double SLOWDOWN = 1.5;

  @TempDir private Path folder;

  private Results run(String contention) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("contention.yaml"),
            """
            name: contention
            horizon: 40000s
            replications: 8
            warmUp: 2000s
            arrivals: {poisson: {rate: %s/s}}
            shoppers: {all: {turns: 1, replyTokens: 1}}
            pools:
              p:
                workers: 2
                service:
                  time: {exponential: {mean: 1s}}
                  batching: {tpot: {table: {1: 1us}}%s}
            routing: {ratio: {p: 1}}
            """
                .formatted(RATE, contention));
    return Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {}).results();
  }

  /** Mean sojourn by the chain, with Little's law. */
  private static double sojourn(double slowdown) {
    double ratio = RATE * slowdown / 2;
    double empty = 1 / (1 + RATE / (1 - ratio));
    return empty * RATE / ((1 - ratio) * (1 - ratio)) / RATE;
  }

  @Test
  void workersOfOneMachineAreTheChain() throws IOException {
    Results results = run(", contention: {workers: 2, tpot: {1: %s}}".formatted(SLOWDOWN));
    MetricFigures latency = results.metrics().get("request_latency");

    assertThat(latency.mean()).isCloseTo(sojourn(SLOWDOWN), withinPercentage(1.5));
    assertThat(latency.ci95().get("mean")[0]).isLessThan(sojourn(SLOWDOWN));
    assertThat(latency.ci95().get("mean")[1]).isGreaterThan(sojourn(SLOWDOWN));
    assertThat(results.pools().get(0).offeredUtilization())
        .isCloseTo(RATE * SLOWDOWN / 2, withinPercentage(1.5));
  }

  @Test
  void workersOfDifferentMachinesDoNotFeelEachOther() throws IOException {
    assertThat(run("").metrics().get("request_latency").mean())
        .isCloseTo(sojourn(1), withinPercentage(1.5));
  }
}
