package footfall.reports.rendering;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One HTML file in the style of the house, which needs nothing from anywhere. */
final class Page {
  private Page() {}

  static String render(String heading, List<DomContent> sections) {
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().withName("viewport").withContent("width=device-width"),
                        title(heading),
                        style(rawHtml(css()))),
                    body(main(sections.toArray(DomContent[]::new))))
                .withLang("en"))
        + "\n";
  }

  private static String css() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
