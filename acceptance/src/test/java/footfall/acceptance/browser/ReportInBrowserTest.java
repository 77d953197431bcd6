package footfall.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.Results;
import footfall.reports.results.SweepResults;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import footfall.simulator.measurement.ModelEvaluation;
import footfall.simulator.measurement.ModelEvaluation.Evaluated;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Reports in real Chromium: complete, usable by everybody at any width, and with no network. */
class ReportInBrowserTest {
  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path folder;

  @Test
  void theReportShowsVerdictTablesAndPicturesAndAsksForNothing() throws Exception {
    ResolvedScenario resolved =
        new ScenarioReader()
            .read(
                Path.of("../scenarios/catalog/claims/seed1-80-20.yaml"),
                List.of(
                    Setting.parse("replications=2"),
                    Setting.parse("description=<script>alert(1)</script>")));
    Outcome outcome = Simulation.run(resolved, "test", part -> {});
    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.write(outcome);
    Path report = run.path().resolve("report.html");

    CHROMIUM.lookAtReport(
        report,
        page -> {
          assertThat(page.locator(".answer").first().textContent())
              .isEqualTo("PASS " + outcome.results().answer());
          assertThat(page.locator("h2").allTextContents())
              .containsExactly(
                  "Service level objectives",
                  "Key figures",
                  "Who was served",
                  "Breaking point and headroom",
                  "Latency",
                  "Cost",
                  "What if",
                  "Pools",
                  "Turns and conversations",
                  "Arrivals",
                  "Conversations",
                  "Quality by model and language",
                  "Energy and carbon",
                  "Errors and retries",
                  "Ledger and checks",
                  "Inputs");
          assertThat(page.locator("figure.chart h3").allTextContents())
              .containsExactly(
                  "Requests answered within",
                  "Request latency over time",
                  "Requests waiting",
                  "Utilisation",
                  "Requests answered",
                  "Ended within");
          assertThat(page.locator("figure.chart details table").count()).isEqualTo(6);
          assertThat(page.locator("nav a").count()).isEqualTo(page.locator("h2").count());
          canBeReadByKeys(page);
          followsTheThemeThatIsChosen(page);
          printsOnWhite(page);
        });
  }

  /** The arrow keys go along a curve, and what is there is said. */
  private static void canBeReadByKeys(Page page) {
    Locator plot = page.locator("figure.chart .plot").nth(1);
    plot.focus();
    page.keyboard().press("End");
    assertThat(page.locator("figure.chart").nth(1).locator("[aria-live]").textContent())
        .contains("time since the start", "p50 1.", "p99 ");
    Locator bar = page.locator("svg.bars").first();
    bar.focus();
    page.keyboard().press("ArrowRight");
    PlaywrightAssertions.assertThat(page.locator(".tip")).containsText("slm: slots");
    page.keyboard().press("Escape");
    PlaywrightAssertions.assertThat(page.locator(".tip")).isHidden();
  }

  private static void followsTheThemeThatIsChosen(Page page) {
    String colour = "getComputedStyle(document.body).backgroundColor";
    Locator button = page.locator("#theme");
    button.click();
    assertThat(page.evaluate(colour)).isEqualTo("rgb(255, 255, 255)");
    button.click();
    assertThat(page.evaluate(colour)).isEqualTo("rgb(16, 21, 27)");
    button.click();
    assertThat(button.textContent()).isEqualTo("Theme: system");
  }

  private static void printsOnWhite(Page page) {
    page.emulateMedia(
        new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
    assertThat(page.locator("header").isVisible()).isFalse();
    assertThat(page.locator("svg.bars rect").first().isVisible()).isTrue();
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
  }

  @Tag("full")
  @Test
  void aSweepShowsItsFrontiersInPictures() throws Exception {
    ResolvedExperiment experiment =
        new ExperimentReader()
            .read(
                Path.of("../scenarios/catalog/ratio-sweep.yaml"),
                List.of(
                    Setting.parse("replications=2"),
                    Setting.parse("horizon=20min"),
                    Setting.parse("warmUp=none")));
    SweepResults results;
    try (LocalReplicator replicator = new LocalReplicator(2);
        SweepJournal journal = SweepJournal.open(folder.resolve("journal"), "key")) {
      results = Sweep.run(experiment, journal, "test", replicator, part -> {});
    }
    RunFolder run = RunFolder.prepare(folder.resolve("sweep"));
    run.write(experiment.experiment(), results, false);

    CHROMIUM.lookAtReport(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer").first().textContent()).isEqualTo(results.answer());
          assertThat(page.locator("h2").allTextContents())
              .startsWith("Frontier: as claimed", "Frontier: with published profiles");
          assertThat(page.locator("svg.plane").count())
              .isEqualTo(6); // two planes in each of three panels
          // Six pairs of models in each panel, by a colour and a line each.
          assertThat(page.locator("svg").first().locator("path.track").count()).isEqualTo(6);
          assertThat(page.locator("svg").first().locator("path.dot").count()).isGreaterThan(6 + 60);
          assertThat(page.locator("svg text.label").allTextContents())
              .anyMatch(label -> label.contains("SLM share 0"));
        });
  }

  @Tag("full")
  @Test
  void anEvaluationShowsItsModelsSideBySide() throws Exception {
    Path file = Path.of("../scenarios/catalog/muse-evaluation.yaml");
    ResolvedEvaluation read =
        new EvaluationReader()
            .read(
                file,
                List.of(
                    Setting.parse("evaluation.conversations=12"),
                    Setting.parse("evaluation.load=20/s"),
                    Setting.parse("evaluation.warmUp=0")));
    Evaluated evaluated =
        ModelEvaluation.run(read, file.toAbsolutePath().getParent(), "test", (part, note) -> {});
    RunFolder run = RunFolder.prepare(folder.resolve("evaluation"));
    run.write(evaluated.outcome(), evaluated.profiles(), Map.of());

    CHROMIUM.lookAtReport(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer").textContent())
              .endsWith(evaluated.outcome().results().answer());
          assertThat(page.locator("h2").allTextContents())
              .contains(
                  "Quality",
                  "Under load",
                  "Told apart",
                  "By language",
                  "By kind of shop",
                  "By intent",
                  "Breakdowns");
          assertThat(page.locator("svg:not(.objective)").count()).isEqualTo(1);
          assertThat(page.locator("svg circle.dot").count()).isEqualTo(4 + 9 * 4);
          assertThat(page.locator("main").innerText()).doesNotContain("NaN", "Infinity");
        });
  }

  @Test
  void aComparisonShowsWhatIsBetterAndWhatIsWorse() throws Exception {
    RunFolder run = RunFolder.prepare(folder.resolve("comparison"));
    run.write(
        new ComparisonResults(
            1,
            new ComparisonResults.Run("footfall", "test", "compare", ""),
            "<b>worse</b>",
            new ComparisonResults.Comparison(
                "before",
                0.05,
                "USD",
                List.of(
                    new ComparisonResults.Beside(
                        "after",
                        List.of(new ComparisonResults.Change("pools.slm.workers", "4", "3")),
                        "paired",
                        List.of(
                            new ComparisonResults.Row(
                                "request_latency.p95",
                                1,
                                2,
                                1,
                                new double[] {0.9, 1.1},
                                1,
                                Results.Better.WORSE,
                                true)))))));

    CHROMIUM.lookAtReport(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer.FAIL").textContent())
              .isEqualTo("REGRESSION <b>worse</b>");
          assertThat(page.locator("b.WORSE").textContent()).isEqualTo("worse, a regression");
        });
  }
}
