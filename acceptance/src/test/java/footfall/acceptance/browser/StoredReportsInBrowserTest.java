package footfall.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.rendering.FinishedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of every kind, drawn from a stored run: what is tested is the drawing. */
class StoredReportsInBrowserTest {
  private static final Path STORED = Path.of("../reports/src/test/resources/stored-runs");

  @RegisterExtension static final Chromium CHROMIUM = new Chromium();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "size", "comparison", "evaluation", "load", "calibration"})
  void thePageIsCompleteAndAsksForNothing(String kind) throws Exception {
    try (Stream<Path> files = Files.list(STORED.resolve(kind))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    FinishedRun run = FinishedRun.in(folder);
    CHROMIUM.lookQuickly(
        run.drawReport(),
        page -> {
          assertThat(page.locator(".answer").first().textContent().replaceAll("\\s+", " "))
              .contains(run.answer().replaceAll("\\s+", " "));
          assertThat(page.locator("nav a").count()).isEqualTo(page.locator("h2").count());
        });
  }
}
