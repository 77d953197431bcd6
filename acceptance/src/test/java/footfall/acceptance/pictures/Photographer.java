package footfall.acceptance.pictures;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Takes the pictures of the README and the docs, in Chromium: see docs/make-pictures. */
public final class Photographer {
  private static final int SETTLING_MILLIS = 1_500;

  private Photographer() {}

  /**
   * Takes one picture.
   *
   * @param args file, address, {@code WIDTHxHEIGHT}, {@code light} or {@code dark}, and perhaps the
   *     selector of where it begins and fields to fill in first, as {@code label=value}
   */
  public static void main(String... args) {
    String[] size = args[2].split("x");
    int width = Integer.parseInt(size[0]);
    int height = Integer.parseInt(size[1]);
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--hide-scrollbars")))) {
      Page page =
          browser.newPage(
              new Browser.NewPageOptions()
                  .setViewportSize(width, height)
                  .setColorScheme(args[3].equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
      page.navigate(args[1]);
      page.waitForTimeout(SETTLING_MILLIS);
      for (int i = 5; i < args.length; i++) {
        String[] field = args[i].split("=", 2);
        page.getByLabel(field[0]).first().fill(field[1]);
      }
      if (args.length > 4) {
        Locator from = page.locator(args[4]).first();
        double top = (Double) from.evaluate("e => e.getBoundingClientRect().top + scrollY");
        page.evaluate("top => scrollTo(0, top)", top);
        page.waitForTimeout(SETTLING_MILLIS / 3.0);
      }
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(args[0])));
    }
  }
}
