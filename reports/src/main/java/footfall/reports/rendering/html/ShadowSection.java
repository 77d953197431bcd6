package footfall.reports.rendering.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.ShadowFigures;
import footfall.reports.results.ShadowFigures.Kind;
import footfall.reports.results.ShadowFigures.PoolLoad;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What copies of real requests have shown. */
final class ShadowSection {
  private ShadowSection() {}

  static SectionTag of(ShadowFigures shadow, String currency) {
    List<TrTag> kinds = new ArrayList<>();
    kinds.add(row("all", shadow.all()));
    shadow.byIntent().forEach(kind -> kinds.add(row("intent " + kind.name(), kind)));
    shadow.byLanguage().forEach(kind -> kinds.add(row("language " + kind.name(), kind)));
    SectionTag section =
        section(
            h2("Shadow of " + shadow.pool()),
            Tables.grid(
                String.format(
                    Locale.ROOT,
                    "Copies of %s of the %,d requests that other pools have answered, compared by"
                        + " %s. Nobody got the answers; %,d copies failed, and of %,d nothing told"
                        + " whether they would have done.",
                    Quantity.percent(shadow.sample()),
                    shadow.answered(),
                    shadow.comparedBy(),
                    shadow.failed(),
                    shadow.unclear()),
                kinds,
                "kind",
                "compared",
                "good enough",
                "share",
                "95 % interval"));
    if (shadow.all().compared() > 0) {
      section.with(
          p(
              String.format(
                  Locale.ROOT,
                  "To keep %s of the answers as good as now, %s can take %s (%s to %s) of the"
                      + " requests.",
                  Quantity.percent(shadow.quality()),
                  shadow.pool(),
                  Quantity.percent(shadow.ratio()),
                  Quantity.percent(shadow.ratioCi95()[0]),
                  Quantity.percent(shadow.ratioCi95()[1]))));
    }
    if (shadow.atRatio() != null) {
      section.with(
          Tables.grid(
              String.format(
                  Locale.ROOT,
                  "At that ratio, simulated from the requests that came and services as measured:"
                      + " %s an hour instead of %s.",
                  Quantity.money(shadow.atRatio().costPerHour(), currency),
                  Quantity.money(shadow.atRatio().costPerHourNow(), currency)),
              shadow.atRatio().pools().stream().map(ShadowSection::row).toList(),
              "pool",
              "utilization",
              "95 % interval",
              "mean queue wait"));
    }
    return section;
  }

  private static TrTag row(String name, Kind kind) {
    return tr(
        td(name),
        td(Tables.count(kind.compared())),
        td(Tables.count(kind.wouldDo())),
        td(Double.isNaN(kind.share()) ? "n/a" : Quantity.percent(kind.share())),
        td(Quantity.percent(kind.ci95()[0]) + " to " + Quantity.percent(kind.ci95()[1])));
  }

  private static TrTag row(PoolLoad pool) {
    return tr(
        td(pool.pool()),
        td(Quantity.percent(pool.utilization())),
        td(
            pool.utilizationCi95() == null
                ? ""
                : Quantity.percent(pool.utilizationCi95()[0])
                    + " to "
                    + Quantity.percent(pool.utilizationCi95()[1])),
        td(Quantity.seconds(pool.queueWaitMean())));
  }
}
