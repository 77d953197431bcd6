package footfall.reports.rendering.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.LostRevenue;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Burstiness;
import footfall.reports.results.Results.Workload;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who came, what they said and what it brought. */
final class WorkloadSections {
  private final Results results;

  WorkloadSections(Results results) {
    this.results = results;
  }

  SectionTag arrivals() {
    Workload workload = results.workload();
    SectionTag section = section(h2("Arrivals"));
    if (workload.arrivals().count() == 0) {
      return section.with(p("A closed population: each shopper begins anew when it is done."));
    }
    Workload.Arrivals arrivals = workload.arrivals();
    List<TrTag> rows = new ArrayList<>();
    rows.add(row("new shoppers, all replications", Tables.count(arrivals.count())));
    rows.add(row("arrival rate", Quantity.digits(arrivals.ratePerSecond()) + "/s"));
    rows.add(row("coefficient of variation of the gaps", Quantity.digits(arrivals.cv())));
    arrivals
        .dispersion()
        .forEach(
            (window, index) ->
                rows.add(row("index of dispersion in " + window, Quantity.digits(index))));
    if (workload.trace() != null) {
      rows.add(
          row(
              "replayed",
              workload.trace().name()
                  + ", "
                  + Tables.count(workload.trace().requests())
                  + " requests, "
                  + Quantity.digits(workload.trace().speed())
                  + " x as fast"));
    }
    section.with(
        Tables.grid(
            "A Poisson process has a coefficient of variation and indices of dispersion of 1.",
            rows,
            "figure",
            "value"));
    if (results.burstiness() != null) {
      section.with(p(comparison(results.burstiness())), burstiness(results.burstiness()));
    }
    return section;
  }

  private static String comparison(Burstiness found) {
    return String.format(
        Locale.ROOT,
        "Whoever plans with Poisson arrivals of the same rate and the same requests sees a p99 of"
            + " %s; as recorded it is %s, %.2f times that.",
        Quantity.seconds(found.poisson().requestLatencyP99()),
        Quantity.seconds(found.replayed().requestLatencyP99()),
        found.ratioOfP99());
  }

  private static DomContent burstiness(Burstiness found) {
    return Tables.grid(
        "The intervals are over the replications; those of a replay have the same arrivals.",
        List.of(tail("as recorded", found.replayed()), tail("Poisson fit", found.poisson())),
        "arrivals",
        "rate",
        "CV",
        "dispersion in 60 s",
        "request latency p99",
        "95 % interval");
  }

  private static TrTag tail(String name, Burstiness.Tail tail) {
    return tr(
        td(name),
        td(Quantity.digits(tail.ratePerSecond()) + "/s"),
        td(Quantity.digits(tail.cv())),
        td(Quantity.digits(tail.dispersion60s())),
        td(Quantity.seconds(tail.requestLatencyP99())),
        td(Quantity.seconds(tail.ci95()[0]) + " to " + Quantity.seconds(tail.ci95()[1])));
  }

  SectionTag talk() {
    Workload workload = results.workload();
    Results.Business business = results.business();
    SectionTag section = section(h2("Conversations"));
    if (!Double.isNaN(workload.inputTokens().mean())) {
      section.with(
          Tables.grid(
              "Of the answered requests; "
                  + Quantity.digits(workload.cachedTokens())
                  + " of the tokens read were cached, on average.",
              List.of(
                  tokens("read", workload.inputTokens()),
                  tokens("written", workload.outputTokens())),
              "tokens",
              "mean",
              "p50",
              "p90",
              "p99"));
    } else {
      section.with(p("All requests are alike."));
    }
    shares(section, "language", workload.languages());
    shares(section, "intent", workload.intents());
    shares(section, "reason to reject", workload.rejectionReasons());
    if (business.purchases() > 0 || business.accepted() > 0 || business.returned() > 0) {
      String currency = results.cost().currency();
      section.with(
          Tables.grid(
              "Means of one replication.",
              List.of(
                  row("conversations that accepted", Quantity.digits(business.accepted())),
                  row("purchases", Quantity.digits(business.purchases())),
                  row("conversion rate", Quantity.percent(business.conversionRate())),
                  row("revenue", Quantity.money(business.revenue(), currency)),
                  row(
                      "revenue per 1,000 completed conversations",
                      Quantity.money(business.revenuePerThousandConversations(), currency)),
                  row(
                      "conversations of shoppers who came back",
                      Quantity.digits(business.returned()))),
              "business",
              "value"));
    }
    if (business.lost() != null && !business.lost().causes().isEmpty()) {
      section.with(lost(business.lost(), results.cost().currency()));
    }
    return section;
  }

  private static DomContent lost(LostRevenue lost, String currency) {
    List<TrTag> rows = new ArrayList<>();
    for (LostRevenue.Cause cause : lost.causes()) {
      rows.add(
          row(
              cause.words(),
              Quantity.digits(cause.conversations()),
              Quantity.money(cause.revenue(), currency),
              Double.isNaN(cause.margin()) ? "" : Quantity.money(cause.margin(), currency)));
    }
    return Tables.grid(
        "Of "
            + Quantity.money(lost.potential(), currency)
            + " that all conversations would have brought on average in one replication, "
            + Quantity.money(lost.revenue(), currency)
            + " ("
            + Quantity.percent(lost.share())
            + ") is lost"
            + (Double.isNaN(lost.revenuePerMonth())
                ? "."
                : ": " + Quantity.money(lost.revenuePerMonth(), currency) + " a month."),
        rows,
        "revenue lost to",
        "conversations lost",
        "revenue",
        "margin");
  }

  private static void shares(SectionTag section, String name, Map<String, Double> shares) {
    if (!shares.isEmpty()) {
      List<TrTag> rows = new ArrayList<>();
      shares.forEach((word, share) -> rows.add(row(word, Quantity.percent(share))));
      section.with(Tables.grid("Of the answered turns.", rows, name, "share"));
    }
  }

  private static TrTag tokens(String name, Workload.Tokens tokens) {
    return tr(
        td(name),
        td(Quantity.digits(tokens.mean())),
        td(Quantity.digits(tokens.p50())),
        td(Quantity.digits(tokens.p90())),
        td(Quantity.digits(tokens.p99())));
  }

  private static TrTag row(String name, String... values) {
    return tr(td(name), each(List.of(values), value -> td(value)));
  }
}
