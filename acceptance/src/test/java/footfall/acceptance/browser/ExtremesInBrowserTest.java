package footfall.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.ReportData;
import footfall.reports.results.ReportData.Levels;
import footfall.reports.results.ReportData.Percentiles;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Figure;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports with one point and with a hundred thousand. */
@Tag("full")
class ExtremesInBrowserTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  private static final double[] NONE = {Double.NaN, Double.NaN};

  /** A third of a second on a quiet machine; a page that grows with the square takes minutes. */
  private static final double MOST_MILLIS = 5_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void aRunOfSoManyTicksIsDrawn(int ticks) {
    Outcome run =
        Simulation.run(
            new ScenarioReader()
                .read(
                    Path.of("../scenarios/catalog/claims/seed1-80-20.yaml"),
                    List.of(Setting.parse("replications=2"))),
            "test",
            part -> {});
    double[] seconds = IntStream.rangeClosed(1, ticks).asDoubleStream().toArray();
    double[] values = IntStream.range(0, ticks).mapToDouble(i -> i == 777 ? 50 : i % 7).toArray();
    ReportData of = run.reportData();
    ReportData reportData =
        new ReportData(
            of.schemaVersion(),
            of.provenance(),
            of.pools().stream()
                .map(
                    pool ->
                        new Levels(
                            pool.pool(), seconds, values, values, values, values, values, null))
                .toList(),
            Map.of(
                "request_latency", new Percentiles(seconds, values, values, values, values),
                "time_to_first_token", new Percentiles(seconds, values, values, values, values),
                "turn_latency", new Percentiles(seconds, values, values, values, values)),
            of.server(),
            of.judgement());
    RunFolder target = RunFolder.prepare(folder.resolve("run"));
    target.write(
        new Outcome(
            run.resolved(),
            run.results(),
            reportData,
            run.timeSeries(),
            run.replications(),
            null,
            List.of()));

    CHROMIUM.lookQuickly(
        target.path().resolve("report.html"),
        page -> {
          assertThat(page.locator("figure.chart").count()).isEqualTo(6);
          if (ticks > 777) {
            assertThat(
                    (String)
                        page.evaluate(
                            "[...document.querySelectorAll('figure.chart script')].map(s => s.textContent).join()"))
                .as("peaks survive thinning")
                .contains("50.0");
          }
        });
  }

  @Test
  void aSweepOfOneHundredAndOnePointsOpensWithoutAPause() throws Exception {
    ResolvedExperiment experiment =
        experiment(
            """
            axes:
              - {name: workers, path: pools.slm.workers, from: 4, to: 104, points: 101}
            """);
    SweepResults results;
    try (LocalReplicator replicator = new LocalReplicator(2);
        SweepJournal journal = SweepJournal.open(folder.resolve("journal"), "key")) {
      results = Sweep.run(experiment, journal, "test", replicator, part -> {});
    }
    RunFolder run = RunFolder.prepare(folder.resolve("sweep"));
    run.write(experiment.experiment(), results, false);
    CHROMIUM.lookQuickly(
        run.path().resolve("report.html"),
        page -> {
          page.waitForLoadState();
          double millis =
              ((Number) page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
                  .doubleValue();
          assertThat(millis).isBetween(1.0, MOST_MILLIS);
          assertThat(page.locator("#sweep-what-if-form .answer").count()).isOne();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void aSweepOfSoManyPointsIsDrawn(int count) throws Exception {
    Experiment experiment =
        experiment("axes: [{name: workers, path: pools.slm.workers, from: 4, to: 5, points: 2}]\n")
            .experiment();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double part = (double) i / count;
      points.add(
          new Point(
              i,
              Map.of("workers", Integer.toString(i)),
              "",
              Map.of(
                  "cost_per_month", new Figure(100 + 1_000 * part, NONE),
                  "request_latency.p95", new Figure(1 / (0.1 + part), NONE)),
              List.of(),
              true,
              true,
              "USD",
              0,
              null,
              null));
    }
    List<Integer> all = IntStream.range(0, count).boxed().toList();
    List<String> figures = List.of("cost_per_month", "request_latency.p95");
    SweepResults results =
        new SweepResults(
            1,
            new SweepResults.Run(
                "id", "footfall", "test", "sweep", "many", "", "0123456789abcdef", count, null),
            "Many.",
            new SweepResults.Sweep(
                List.of(
                    new SweepResults.Axis("workers", all.stream().map(String::valueOf).toList())),
                points,
                List.of(
                    new SweepResults.Frontier(
                        "",
                        all,
                        figures,
                        all,
                        List.of(
                            new SweepResults.Plane(figures.get(0), figures.get(1), all, null, 0)),
                        "")),
                null,
                List.of()));
    RunFolder run = RunFolder.prepare(folder.resolve("sweep"));
    run.write(experiment, results, false);
    CHROMIUM.lookQuickly(
        run.path().resolve("report.html"),
        page -> assertThat(page.locator("svg.plane path.dot").count()).isBetween(1, 4_000));
  }

  private ResolvedExperiment experiment(String axes) throws Exception {
    Path file = folder.resolve("experiment.yaml");
    Files.writeString(
        file,
        """
        name: many
        description: many points
        scenario: %s
        """
                .formatted(
                    Path.of("../scenarios/catalog/claims/seed1-hybrid.yaml").toAbsolutePath())
            + axes);
    return new ExperimentReader()
        .read(
            file,
            List.of(
                Setting.parse("replications=2"),
                Setting.parse("horizon=10min"),
                Setting.parse("warmUp=none")));
  }
}
