package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poisson arrivals split at random stay Poisson, so each pool is a textbook queue of its own. */
class SeveralPoolsTest {
  @TempDir private Path folder;

  /** Who makes way goes on from where it was: the most urgent do not notice the others. */
  @Test
  void urgentRequestsMayInterruptOthers() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("preemptive.yaml"),
            """
            name: preemptive
            horizon: 40000s
            replications: 8
            warmUp: auto
            arrivals: {poisson: {rate: 0.8/s}}
            shoppers:
              hi: {share: 0.3, priority: 0}
              mid: {share: 0.3, priority: 1}
              lo: {share: 0.4, priority: 2}
            pools:
              p:
                queue: {discipline: priority, preemptive: true}
                service: {time: {gamma: {mean: 1s, sd: 600ms}}}
            routing: {ratio: {p: 1}}
            """);

    Results results =
        Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {}).results();

    assertThat(results.theory()).anyMatch(row -> row.system().contains("preemptive-resume"));
    assertThat(results.theory()).filteredOn(row -> row.system().contains("class")).hasSize(3);
    assertThat(results.theory()).allMatch(row -> row.verdict() == Verdict.PASS);
    assertThat(results.checks()).allMatch(Results.Check::holds);
  }

  @Test
  void eachPoolIsComparedWithItsOwnTurns() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("two.yaml"),
            """
            name: two
            horizon: 40000s
            replications: 8
            warmUp: auto
            arrivals: {poisson: {rate: 1.5/s}}
            shoppers:
              hi: {share: 0.3, priority: 0}
              mid: {share: 0.3, priority: 1}
              lo: {share: 0.4, priority: 2}
            pools:
              p: {queue: {discipline: priority}, service: {time: {exponential: {mean: 1s}}}}
              q: {slots: 2, service: {time: {exponential: {mean: 1s}}}}
            routing: {ratio: {p: 0.5, q: 0.5}}
            """);

    Results results =
        Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {}).results();

    assertThat(results.theory()).extracting(Results.TheoryRow::pool).contains("p", "q");
    assertThat(results.theory()).filteredOn(row -> row.system().contains("class")).hasSize(3);
    assertThat(results.theory()).allMatch(row -> row.verdict() == Verdict.PASS);
  }
}
