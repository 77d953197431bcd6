package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import footfall.reports.analysis.incidents.IncidentWords;
import footfall.reports.results.IncidentFigures;
import j2html.tags.specialized.SectionTag;
import java.util.Locale;

/** Incidents that were played on a staging gateway and in simulation. */
final class IncidentSection {
  private IncidentSection() {}

  static SectionTag of(IncidentFigures incidents, String currency) {
    IncidentWords words = new IncidentWords(incidents, currency);
    return section(
        h2("Incidents"),
        ul(each(incidents.incidents(), played -> li(words.sentence(played)))),
        Tables.grid(
            words.good(),
            incidents.rows().stream()
                .map(
                    row ->
                        tr(
                            td(words.name(row)),
                            td(words.value(row, row.simulated())),
                            td(words.range(row)),
                            td(words.value(row, row.measured())),
                            td(
                                b(row.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                    .withClass(row.verdict().name()))))
                .toList(),
            "figure",
            "simulated, same shoppers",
            "all simulated runs",
            "measured",
            "verdict"));
  }
}
