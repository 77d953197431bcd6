package footfall.reports.rendering.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import footfall.reports.results.ResultsJson;
import j2html.tags.DomContent;
import j2html.tags.specialized.ScriptTag;
import j2html.tags.specialized.SectionTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/**
 * One HTML file in the style of the house, which needs nothing from anywhere: style, script and
 * data are in it, and it tells the browser to ask for nothing else.
 */
final class Page {
  private static final Pattern HEADING = Pattern.compile("<h2>(.*?)</h2>");

  /** Where uPlot is from; its licence stands above it, and no address stands in a report. */
  private static final Pattern WHENCE = Pattern.compile("^/\\*! .*? \\*/");

  private static final String UPLOT = "vendor/uplot-1.6.32/";

  /** In the order in which they need each other. */
  private static final List<String> CHART_SCRIPTS =
      List.of(UPLOT + "uPlot.iife.min.js", "format.js", "theme.js", "linechart.js");

  private static final List<String> REPORT_SCRIPTS =
      List.of(
          "tables.js",
          "dots.js",
          "judging.js",
          "forms.js",
          "whatif.js",
          "sweepwhatif.js",
          "report.js");

  private final String heading;
  private final String allowed;
  private final List<String> scripts = new ArrayList<>(CHART_SCRIPTS);
  private final List<Part> parts = new ArrayList<>();

  /** A part; one without a name is not in the list of contents. */
  private record Part(String name, String anchor, DomContent content) {}

  private Page(String heading, String allowed, List<String> scripts) {
    this.heading = heading;
    this.allowed = allowed;
    this.scripts.addAll(scripts);
  }

  /** A report, which asks for nothing. */
  static Page ofReport(String heading) {
    return new Page(heading, "", REPORT_SCRIPTS);
  }

  /** A page that hears from the server that it came from. */
  static Page live(String heading) {
    return new Page(heading, "; connect-src 'self'", List.of("live.js"));
  }

  /** Adds what stands outside of sections. */
  Page with(DomContent content) {
    parts.add(new Part("", "", content));
    return this;
  }

  /** Adds a section; its first heading is its name in the list of contents. */
  Page with(SectionTag section) {
    Matcher heading = HEADING.matcher(section.render());
    if (!heading.find()) {
      throw new IllegalArgumentException("a section without a heading");
    }
    String name = StringEscapeUtils.unescapeHtml4(heading.group(1));
    String anchor = "section-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    parts.add(new Part(name, anchor, section.withId(anchor)));
    return this;
  }

  /** Adds several. */
  Page with(List<SectionTag> sections) {
    sections.forEach(this::with);
    return this;
  }

  /** Data for the scripts, by the identifier under which they look for it. */
  static ScriptTag data(String id, Object data) {
    ScriptTag tag = script(rawHtml(json(data))).withType("application/json");
    return id.isEmpty() ? tag : tag.withId(id);
  }

  private static String json(Object data) {
    return ResultsJson.line(data).replace("<", "\\u003c");
  }

  String render() {
    List<Part> named = parts.stream().filter(part -> !part.name().isEmpty()).toList();
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().withName("viewport").withContent("width=device-width"),
                        meta()
                            .attr("http-equiv", "Content-Security-Policy")
                            .withContent(
                                "default-src 'none'; style-src 'unsafe-inline'; script-src"
                                    + " 'unsafe-inline'; img-src data:"
                                    + allowed),
                        title(heading),
                        style(rawHtml(resource(UPLOT + "uPlot.min.css") + resource("page.css")))),
                    body(
                        a("To the content").withHref("#content").withClass("skip"),
                        header(
                                span("Footfall").withClass("brand"),
                                named.isEmpty()
                                    ? span()
                                    : nav(ul(
                                            each(
                                                named,
                                                part ->
                                                    li(
                                                        a(part.name())
                                                            .withHref("#" + part.anchor())))))
                                        .attr("aria-label", "Sections"),
                                button("Theme: system")
                                    .withId("theme")
                                    .withType("button")
                                    .attr("hidden"))
                            .withClass("top"),
                        main(
                                noscript(
                                    p("Scripts are off here, so some pictures are missing; their"
                                            + " tables are all there.")
                                        .withClass("note")),
                                each(parts, Part::content))
                            .withId("content"),
                        script(rawHtml(allScripts()))))
                .withLang("en"))
        + "\n";
  }

  private String allScripts() {
    return "/* uPlot "
        + resource(UPLOT + "LICENSE")
        + "*/\n"
        + "\"use strict\";\n"
        + scripts.stream()
            .map(Page::resource)
            .map(script -> WHENCE.matcher(script).replaceFirst(""))
            .collect(Collectors.joining("\n"));
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream("/footfall/reports/page/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
