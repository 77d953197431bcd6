package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final String SCENARIO =
      """
      name: two
      replications: 3
      horizon: 10min
      arrivals: {poisson: {rate: 2/s}}
      pools:
        slm: {service: {time: {exponential: {mean: 300ms}}}, workers: 2, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.7}}
        llm: {kind: llm, slots: 50, service: {time: 500ms}, cost: {perConversation: $0.01}, quality: {satisfaction: 0.9}}
      routing: {ratio: {slm: 0.8, llm: 0.2}}
      """;

  @TempDir private Path folder;

  private ResolvedExperiment experiment(String axes) throws IOException {
    Files.writeString(folder.resolve("two.yaml"), SCENARIO);
    Path file =
        Files.writeString(
            folder.resolve("sweep.yaml"),
            "name: sweep\nscenario: two.yaml\naxes: [" + axes + "]\n");
    return new ExperimentReader().read(file, List.of());
  }

  private static final String RATIO = "{path: routing.ratio.slm, from: 0, to: 1, points: 11}";

  private SweepResults run(ResolvedExperiment experiment, String journal, int threads) {
    try (LocalReplicator replicator = new LocalReplicator(threads);
        SweepJournal points = SweepJournal.open(folder.resolve(journal), "key")) {
      return Sweep.run(experiment, points, "test", replicator, part -> {});
    }
  }

  private static String withoutWall(SweepResults results) {
    return ResultsJson.render(results).replaceAll("\"wall\" : \\{[^}]*}", "");
  }

  @Tag("full")
  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    ResolvedExperiment experiment = experiment(RATIO);

    assertThat(withoutWall(run(experiment, "a", 1)))
        .isEqualTo(withoutWall(run(experiment, "b", 2)));
  }

  @Test
  void aSweepCutOffAnywhereGoesOnToTheSameEnd() throws IOException {
    ResolvedExperiment experiment = experiment(RATIO);
    String whole = withoutWall(run(experiment, "whole", 2));
    String lines = Files.readString(folder.resolve("whole"));
    for (int cut : new int[] {0, 5, lines.indexOf('\n'), lines.length() / 2, lines.length() - 1}) {
      Files.writeString(folder.resolve("cut"), lines.substring(0, cut));

      assertThat(withoutWall(run(experiment, "cut", 2))).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Tag("full")
  @Test
  void theJournalOfAnotherExperimentIsOfNoUse() throws IOException {
    ResolvedExperiment experiment = experiment(RATIO);
    String whole = withoutWall(run(experiment, "whole", 2));
    Files.writeString(folder.resolve("other"), Files.readString(folder.resolve("whole")));
    try (LocalReplicator replicator = new LocalReplicator(2);
        SweepJournal journal = SweepJournal.open(folder.resolve("other"), "another key")) {
      assertThat(journal.done()).isEmpty();
      assertThat(withoutWall(Sweep.run(experiment, journal, "test", replicator, part -> {})))
          .isEqualTo(whole);
    }
  }

  @Test
  void aJournalHasOneWriter() {
    Path file = folder.resolve("busy");
    SweepJournal journal = SweepJournal.open(file, "key");

    assertThatThrownBy(() -> SweepJournal.open(file, "key"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another process is running this sweep");
    journal.close();
  }

  /** All points meet the same shoppers: what one is sent more, the other is sent less. */
  @Test
  void allPointsMeetTheSameShoppers() throws IOException {
    List<Point> points = run(experiment(RATIO.replace("11", "5")), "a", 2).sweep().points();

    assertThat(points).hasSize(5);
    assertThat(points.get(0).value("request_throughput"))
        .isEqualTo(
            points.get(2).value("request_throughput"),
            org.assertj.core.api.Assertions.within(0.02));
    assertThat(points.get(0).value("share[slm]")).as("is not bought").isNaN();
    double before = 0;
    for (Point point : points.subList(1, points.size())) {
      assertThat(point.value("share[slm]")).isGreaterThan(before);
      before = point.value("share[slm]");
    }
  }

  @Test
  void theFrontierIsThatOfAnExhaustiveSearch() throws IOException {
    SweepResults results =
        run(experiment(RATIO + ", {path: pools.slm.workers, values: [1, 2, 3]}"), "a", 2);
    List<Point> points = results.sweep().points();
    var frontier = results.sweep().frontiers().get(0);

    assertThat(points).hasSize(33);
    assertThat(frontier.figures())
        .containsExactly("cost_per_thousand_conversations", "request_latency.p95", "satisfaction");
    for (Point point : points) {
      boolean beaten =
          points.stream()
              .anyMatch(
                  other ->
                      other.stable()
                          && better(other, point, "cost_per_thousand_conversations", 1) > 0.002
                          && better(other, point, "request_latency.p95", 1) > 0.002
                          && better(other, point, "satisfaction", -1) > 0.002);
      if (beaten || !point.stable()) {
        assertThat(frontier.points()).doesNotContain(point.index());
      }
    }
    assertThat(frontier.points()).isNotEmpty();
  }

  private static double better(Point one, Point other, String figure, int sign) {
    return sign * (other.value(figure) - one.value(figure)) / Math.abs(other.value(figure));
  }
}
