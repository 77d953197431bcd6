package footfall.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import footfall.reports.analysis.Outcome;
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
import footfall.scenarios.reading.Setting;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import footfall.simulator.measurement.ModelEvaluation;
import footfall.simulator.measurement.ModelEvaluation.Evaluated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in real Chromium: complete, readable at phone width, and with no network. */
class ReportInBrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir private Path folder;

  @Test
  void theReportShowsVerdictTablesAndPicturesAndAsksForNothing() throws Exception {
    ResolvedScenario resolved =
        new ScenarioReader()
            .read(
                Path.of("../scenarios/catalog/01-first-run.yaml"),
                List.of(
                    Setting.parse("replications=2"),
                    Setting.parse("description=<script>alert(1)</script>")));
    Outcome outcome = Simulation.run(resolved, "test", part -> {});
    RunFolder run = RunFolder.prepare(folder.resolve("run"));
    run.write(outcome);
    Path report = run.path().resolve("report.html");

    look(
        report,
        page -> {
          assertThat(page.locator(".answer").textContent()).isEqualTo(outcome.results().answer());
          assertThat(page.locator(".answer.PASS").count()).isOne();
          assertThat(page.locator("h2").allTextContents())
              .startsWith("Service level objectives", "Key figures", "Latency");
          assertThat(page.locator("svg path.curve").count()).isEqualTo(5);
          assertThat(page.locator("svg path.curve").first().getAttribute("d"))
              .doesNotContain("NaN", "Infinity");
        });
  }

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
    try (SweepJournal journal = SweepJournal.open(folder.resolve("journal"), "key")) {
      results = Sweep.run(experiment, journal, "test", 2, part -> {});
    }
    RunFolder run = RunFolder.prepare(folder.resolve("sweep"));
    run.write(experiment.experiment(), results);

    look(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer").textContent()).isEqualTo(results.answer());
          assertThat(page.locator("h2").allTextContents())
              .startsWith("Frontier: as claimed", "Frontier: with published profiles");
          assertThat(page.locator("svg").count())
              .isEqualTo(6); // two planes in each of three panels
          // Six pairs of models in each panel, by a colour and a line each.
          assertThat(page.locator("svg").first().locator("path.track").count()).isEqualTo(6);
          assertThat(page.locator("svg").first().locator("path.dot").count()).isGreaterThan(6 + 60);
          for (String d :
              page.locator("svg path")
                  .evaluateAll("all => all.map(p => p.getAttribute('d'))")
                  .toString()
                  .split(",")) {
            assertThat(d).doesNotContain("NaN", "Infinity");
          }
          assertThat(page.locator("svg text.label").allTextContents())
              .anyMatch(label -> label.contains("SLM share 0"));
        });
  }

  @Test
  void anEvaluationShowsItsModelsSideBySide() throws Exception {
    Path file = Path.of("../scenarios/catalog/muse-evaluation.yaml");
    ResolvedEvaluation read =
        new EvaluationReader()
            .read(
                file,
                List.of(
                    Setting.parse("evaluation.conversations=12"),
                    Setting.parse("evaluation.warmUp=0")));
    Evaluated evaluated =
        ModelEvaluation.run(read, file.toAbsolutePath().getParent(), "test", (part, note) -> {});
    RunFolder run = RunFolder.prepare(folder.resolve("evaluation"));
    run.write(evaluated.outcome(), evaluated.profiles());

    look(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer").textContent())
              .isEqualTo(evaluated.outcome().results().answer());
          assertThat(page.locator("h2").allTextContents())
              .contains("Quality", "Told apart", "By language", "By intent", "Breakdowns");
          assertThat(page.locator("svg").count()).isEqualTo(1);
          assertThat(page.locator("svg circle.dot").count()).isEqualTo(4 + 8 * 4);
          assertThat(page.content()).doesNotContain("NaN", "Infinity");
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

    look(
        run.path().resolve("report.html"),
        page -> {
          assertThat(page.locator(".answer.FAIL").textContent()).isEqualTo("<b>worse</b>");
          assertThat(page.locator("b.WORSE").textContent()).isEqualTo("worse, a regression");
        });
  }

  /** Opens the report, which must ask for nothing, complain of nothing and fit on a phone. */
  private static void look(Path report, Consumer<Page> at) throws IOException {
    assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium; .ci/prepare installs it");
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(
                            List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      Page page = browser.newPage();
      List<String> requests = new ArrayList<>();
      List<String> errors = new ArrayList<>();
      page.onRequest(request -> requests.add(request.url()));
      page.onConsoleMessage(message -> errors.add(message.text()));
      page.onPageError(errors::add);
      page.navigate(report.toUri().toString());
      at.accept(page);
      assertThat(page.content()).doesNotContain("<script>");
      assertThat(requests).containsExactly(report.toUri().toString());
      assertThat(errors).isEmpty();
      for (int svg = 0; svg < page.locator("svg").count(); svg++) {
        assertThat(page.locator("svg").nth(svg).boundingBox().height).isGreaterThan(100);
      }
      page.setViewportSize(380, 800);
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(380);
    }
    assertThat(Files.size(report)).isLessThan(1 << 20);
  }
}
