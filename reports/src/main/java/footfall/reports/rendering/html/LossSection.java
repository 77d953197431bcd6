package footfall.reports.rendering.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Fairness;
import footfall.reports.results.Losses;
import footfall.reports.results.Losses.ClassFigures;
import footfall.reports.results.Losses.Fates;
import footfall.reports.results.Results;
import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of all who came, and how each class of shoppers fared. */
final class LossSection {
  private final Losses losses;

  LossSection(Results results) {
    this.losses = results.losses();
  }

  /** Whether there is more to say than that all were answered. */
  static boolean isTelling(Losses losses) {
    return losses.classes() != null || losses.requests().answered() < losses.requests().arrived();
  }

  SectionTag section() {
    SectionTag section =
        TagCreator.section(
            h2("Who was served"),
            Tables.copied(
                "All that arrived in the measured time, over all replications. Refused is for the"
                    + " client's own mistake, cancelled is by the client: neither is a loss.",
                List.of(
                    fates("requests", losses.requests()),
                    fates("conversations", losses.conversations())),
                "of all",
                "arrived",
                "answered",
                "rejected",
                "abandoned",
                "failed",
                "refused",
                "cancelled",
                "open",
                "answered"));
    if (losses.classes() != null) {
      section.with(classes());
    }
    return losses.fairness() == null ? section : section.with(tenants(losses.fairness()));
  }

  private static DomContent tenants(Fairness fairness) {
    List<TrTag> rows = new ArrayList<>();
    fairness
        .tenants()
        .forEach(
            (name, tenant) ->
                rows.add(
                    tr(
                        td(name),
                        td(Tables.count(tenant.arrived())),
                        td(Quantity.percent(tenant.answeredShare())),
                        td(Quantity.seconds(tenant.requestLatency())))));
    return Tables.copied(
        "By tenant. Jain's index of fairness is "
            + Quantity.decimals(fairness.answered())
            + " by answers and "
            + Quantity.decimals(fairness.speed())
            + " by speed; 1 is alike for all.",
        rows,
        "tenant",
        "requests",
        "answered",
        "latency, mean");
  }

  private static TrTag fates(String name, Fates fates) {
    TrTag row = tr(td(name));
    for (long count :
        new long[] {
          fates.arrived(),
          fates.answered(),
          fates.rejected(),
          fates.abandoned(),
          fates.failed(),
          fates.refused(),
          fates.cancelled(),
          fates.open()
        }) {
      row.with(td(Tables.count(count)));
    }
    return row.with(td(Quantity.percent(fates.answeredShare())));
  }

  private DomContent classes() {
    List<TrTag> rows = new ArrayList<>();
    for (Map.Entry<String, ClassFigures> each : losses.classes().entrySet()) {
      ClassFigures figures = each.getValue();
      rows.add(
          tr(
              td(each.getKey()),
              td(Tables.count(figures.requests().arrived())),
              td(Quantity.percent(figures.requests().answeredShare())),
              td(Quantity.seconds(figures.timeToFirstToken().p50())),
              td(Quantity.seconds(figures.timeToFirstToken().p95())),
              td(Quantity.seconds(figures.requestLatency().p50())),
              td(Quantity.seconds(figures.requestLatency().p95())),
              td(Quantity.decimals(figures.satisfaction()))));
    }
    return Tables.copied(
        "By class of shoppers; times are of answered requests.",
        rows,
        "class",
        "requests",
        "answered",
        "TTFT p50",
        "TTFT p95",
        "latency p50",
        "latency p95",
        "satisfaction");
  }
}
