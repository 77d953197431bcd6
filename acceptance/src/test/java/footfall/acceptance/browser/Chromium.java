package footfall.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real Chromium for all tests of a class. */
final class Chromium implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final boolean IS_THERE = Files.isExecutable(PROGRAM);
  private static final List<Integer> WIDTHS = List.of(1280, 390);

  private Playwright playwright;
  private Browser browser;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return IS_THERE || Boolean.getBoolean("footfall.test.complete")
        ? ConditionEvaluationResult.enabled("Chromium is there, or must be")
        : ConditionEvaluationResult.disabled("no Chromium; .ci/prepare installs it");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assertThat(IS_THERE).as("Chromium at %s; .ci/prepare installs it", PROGRAM).isTrue();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (playwright != null) {
      browser.close();
      playwright.close();
    }
  }

  /** Opens a page at each width; it must complain of nothing, and ask for nothing but itself. */
  void look(String address, Consumer<Page> at) {
    look(address, WIDTHS, at);
  }

  /** The same at some widths. */
  void look(String address, List<Integer> widths, Consumer<Page> at) {
    for (int width : widths) {
      try (BrowserContext context = browser.newContext()) {
        Page page = context.newPage();
        page.setViewportSize(width, 900);
        List<String> requests = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.navigate(address);
        at.accept(page);
        assertThat(complaints).isEmpty();
        assertThat(requests).allSatisfy(url -> assertThat(url).startsWith(address));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
            .as("scrolled sideways at %d pixels", width)
            .isLessThanOrEqualTo(width);
      }
    }
  }

  /** The same of a report without a look for those who cannot see it, which takes long. */
  void lookQuickly(Path report, Consumer<Page> at) {
    look(
        report.toUri().toString(),
        page -> {
          at.accept(page);
          chartsAreDrawn(page);
        });
    assertThat(report).satisfies(file -> assertThat(Files.size(file)).isLessThan(1_000_000));
  }

  /** The same of a report, which everybody must be able to use: wide and light, narrow and dark. */
  void lookAtReport(Path report, Consumer<Page> at) {
    String address = report.toUri().toString();
    look(
        address,
        page -> {
          at.accept(page);
          boolean wide = page.viewportSize().width == WIDTHS.get(0);
          page.emulateMedia(
              new Page.EmulateMediaOptions()
                  .setColorScheme(wide ? ColorScheme.LIGHT : ColorScheme.DARK));
          checkAccessible(page);
          chartsAreDrawn(page);
        });
    assertThat(report).satisfies(file -> assertThat(Files.size(file)).isLessThan(1_000_000));
  }

  static void checkAccessible(Page page) {
    List<String> violations = new ArrayList<>();
    for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
      violations.add(
          rule.getId()
              + ": "
              + rule.getHelp()
              + " "
              + rule.getNodes().get(0).getTarget()
              + " "
              + rule.getNodes().get(0).getFailureSummary());
    }
    assertThat(violations).isEmpty();
  }

  /** Every canvas has marks in it, and no place of a picture is not a number. */
  static void chartsAreDrawn(Page page) {
    assertThat(page.locator("figure.chart").count())
        .isEqualTo(page.locator("figure.chart canvas").count());
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll("figure.chart canvas")].every((canvas) =>
                  canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v > 0))
                """))
        .isEqualTo(true);
    assertThat(
            (String)
                page.evaluate("[...document.querySelectorAll('svg')].map(s => s.outerHTML).join()"))
        .doesNotContain("NaN", "Infinity");
  }
}
