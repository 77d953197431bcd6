package footfall.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import footfall.reports.analysis.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.Setting;
import footfall.simulator.experiments.Simulation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in real Chromium: complete, readable at phone width, and with no network. */
class ReportInBrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir private Path folder;

  @Test
  void theReportShowsVerdictTablesAndPicturesAndAsksForNothing() throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium; .ci/prepare installs it");
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

      assertThat(page.locator(".answer").textContent()).isEqualTo(outcome.results().answer());
      assertThat(page.locator(".answer.PASS").count()).isOne();
      assertThat(page.locator("h2").allTextContents())
          .startsWith("Service level objectives", "Key figures", "Latency");
      assertThat(page.locator("svg path.curve").count()).isEqualTo(5);
      assertThat(page.locator("svg path.curve").first().getAttribute("d"))
          .doesNotContain("NaN", "Infinity");
      assertThat(page.locator("svg").first().boundingBox().height).isGreaterThan(100);
      assertThat(page.content()).doesNotContain("<script>");
      assertThat(requests).containsExactly(report.toUri().toString());
      assertThat(errors).isEmpty();

      page.setViewportSize(380, 800);
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .isLessThanOrEqualTo(380);
    }
    assertThat(Files.size(report)).isLessThan(1 << 20);
  }
}
