package footfall.reports.rendering;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.results.Evidence.Use;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.statistics.Quantity;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.VendorApi;
import j2html.TagCreator;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far the load is from what each resource can serve at all. It takes requests to stay as they
 * are and says nothing of when objectives break, which is before that.
 */
final class HeadroomSection {
  private final Findings findings;
  private final Results results;

  /**
   * What a pool has so much of, and how much of it is used, as a part; the ends of its interval.
   */
  private record Resource(String name, String has, double used, double low, double high) {
    double breaksAt() {
      return 1 / used;
    }
  }

  HeadroomSection(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
  }

  SectionTag section() {
    List<Resource> resources = new ArrayList<>();
    for (PoolFigures pool : results.pools()) {
      addSlots(resources, pool);
      addQuotas(resources, pool);
    }
    resources.sort(Comparator.comparingDouble(Resource::breaksAt));
    SectionTag section = TagCreator.section(h2("Breaking point and headroom"));
    if (resources.isEmpty()) {
      return section.with(p("Nothing was served, so nothing can be said of what would break."));
    }
    List<TrTag> rows = new ArrayList<>();
    List<Bars.Bar> bars = new ArrayList<>();
    for (Resource resource : resources) {
      bars.add(new Bars.Bar(resource.name(), resource.used()));
      rows.add(
          tr(
              td(resource.name()),
              td(resource.has()),
              td(Quantity.percent(resource.used())),
              td(times(resource.breaksAt())),
              td(
                  Double.isFinite(resource.low())
                      ? times(1 / resource.high()) + " to " + times(1 / resource.low())
                      : "n/a")));
    }
    return section.with(
        p(sentence(resources.get(0))),
        figure(
            h3("How much of what there is the load takes"),
            Bars.render("Load as a part of capacity", List.of("load"), bars, Quantity::percent),
            figcaption("Where a bar reaches 100 %, the queue grows without end.")),
        Tables.copied(
            "Arithmetic at this mix of requests; objectives break before capacity does. The"
                + " breaking point of the objectives is found by footfall size, or by a sweep of the"
                + " load.",
            rows,
            "resource",
            "there is",
            "load takes",
            "breaks at, times this load",
            "95 % interval"));
  }

  private static String sentence(Resource first) {
    return first.used() >= 1
        ? first.name()
            + " is past its breaking point: the load takes "
            + Quantity.percent(first.used())
            + " of what it can serve."
        : first.name()
            + " gives out first, at "
            + times(first.breaksAt())
            + " this load: headroom of "
            + Quantity.percent(first.breaksAt() - 1)
            + ".";
  }

  private void addSlots(List<Resource> resources, PoolFigures pool) {
    double used = pool.offeredUtilization();
    if (used > 0) {
      double[] ci = pool.ci95().get("offeredUtilization");
      resources.add(
          new Resource(
              pool.name() + ": slots",
              Quantity.digits(pool.workersUp().mean() * pool.slots()),
              used,
              ci == null ? Double.NaN : ci[0],
              ci == null ? Double.NaN : ci[1]));
    }
  }

  private void addQuotas(List<Resource> resources, PoolFigures pool) {
    PoolSpec spec = findings.resolved().scenario().pool(pool.name());
    if (spec.api().isEmpty() || !(pool.throughput() > 0)) {
      return;
    }
    VendorApi api = spec.api().get();
    Use use =
        findings.evidence().judgement().pools().stream()
            .filter(of -> of.pool().equals(pool.name()))
            .findFirst()
            .orElseThrow();
    double minutes = findings.evidence().judgement().seconds()[0] / 60;
    api.requestsPerMinute()
        .ifPresent(
            quota ->
                resources.add(
                    quota(pool.name() + ": requests/min", quota, pool.throughput() * 60)));
    api.tokensPerMinute()
        .ifPresent(
            quota ->
                resources.add(
                    quota(
                        pool.name() + ": tokens/min",
                        quota,
                        (use.inputTokens()[0] + use.outputTokens()[0]) / minutes)));
  }

  private static Resource quota(String name, double quota, double used) {
    return new Resource(name, Quantity.count(quota), used / quota, Double.NaN, Double.NaN);
  }

  private static String times(double factor) {
    return Quantity.digits(factor) + " \u00d7";
  }
}
