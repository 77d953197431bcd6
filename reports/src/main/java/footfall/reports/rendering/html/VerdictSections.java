package footfall.reports.rendering.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.div;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.rendering.svg.ObjectiveBar;
import footfall.reports.rendering.svg.PredictionChart;
import footfall.reports.rendering.tables.ClaimsTable;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/** What holds: objectives, theory, ledger and laws. */
final class VerdictSections {
  private final Results results;

  VerdictSections(Results results) {
    this.results = results;
  }

  SectionTag slos() {
    List<TrTag> rows = new ArrayList<>();
    for (SloVerdict slo : results.slo()) {
      rows.add(
          tr(
              td(slo.words() + (slo.by() == null ? "" : ", by an " + slo.by())),
              td(
                  slo.op()
                      + " "
                      + Quantity.of(slo.unit(), slo.threshold(), results.cost().currency())),
              td(Quantity.of(slo.unit(), slo.actual(), results.cost().currency())),
              td(Tables.interval(results, slo.unit(), slo.ci95())),
              td(ObjectiveBar.of(slo)),
              Tables.verdict(slo.verdict())));
    }
    return rows.isEmpty()
        ? section(h2("Service level objectives"), p("The scenario states none."))
        : section(
            h2("Service level objectives"),
            Tables.copied(
                "Judged on the 95 % interval: a threshold inside it is undecided. The line is the"
                    + " threshold, the bar the interval."
                    + (results.slo().stream().anyMatch(slo -> "arrived".equals(slo.of()))
                        ? " Times are of all requests that arrived; one that was never answered"
                            + " took longer than any limit."
                        : ""),
                rows,
                "objective",
                "threshold",
                "actual",
                "95 % interval",
                "at a glance",
                "verdict"));
  }

  SectionTag keyFigures() {
    MetricFigures latency = results.metrics().get("request_latency");
    MetricFigures wait = results.metrics().get("queue_wait");
    MetricFigures first = results.metrics().get("time_to_first_token");
    Results.CostFigures cost = results.cost();
    Ledger.Turns turns = results.ledger().turns();
    return section(
        h2("Key figures"),
        div(
                Tables.card(
                    Quantity.digits(results.metrics().get("request_throughput").mean()) + "/s",
                    "requests answered"),
                Tables.card(Quantity.seconds(latency.p50()), "request latency, median"),
                Tables.card(Quantity.seconds(latency.p95()), "request latency, p95"),
                Tables.card(Quantity.seconds(first.p95()), "time to first token, p95"),
                Tables.card(Quantity.seconds(wait.mean()), "queue wait, mean"),
                Tables.card(
                    Quantity.money(cost.perThousandConversations(), cost.currency()),
                    "per 1,000 conversations"),
                Double.isNaN(cost.perMonth())
                    ? Tables.card(Quantity.money(cost.perHour(), cost.currency()), "an hour")
                    : Tables.card(Quantity.money(cost.perMonth(), cost.currency()), "a month"),
                Tables.card(Quantity.digits(results.quality().satisfaction()), "mean satisfaction"),
                Tables.card(
                    Quantity.percent(
                        1 - turns.completed() / (double) (turns.submitted() - turns.open())),
                    "turns not answered"))
            .withClass("cards"));
  }

  SectionTag prediction() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.PredictionRow row : results.prediction()) {
      String currency = results.cost().currency();
      rows.add(
          tr(
              td(row.metric() + (row.pool() == null ? "" : " of " + row.pool()) + " " + row.stat()),
              td(Quantity.of(row.metric(), row.predicted(), currency)),
              td(Tables.interval(results, row.metric(), row.predictedCi95())),
              td(Quantity.of(row.metric(), row.measured(), currency)),
              td(Tables.interval(results, row.metric(), row.measuredCi95())),
              td(Quantity.digits(row.ratio()))));
    }
    return section(
        h2("Predicted and measured"),
        PredictionChart.of(results.prediction()),
        Tables.copied(
            "A simulation of the same scenario, and what was measured in real time.",
            rows,
            "figure",
            "predicted",
            "95 % interval",
            "measured",
            "95 % interval",
            "measured / predicted"));
  }

  SectionTag theory() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.TheoryRow row : results.theory()) {
      rows.add(
          tr(
              td(row.system()),
              td(row.metric()),
              td(Quantity.digits(row.closedForm())),
              td(Quantity.digits(row.simulated())),
              td(Quantity.digits(row.ci999()[0]) + " to " + Quantity.digits(row.ci999()[1])),
              Tables.verdict(row.verdict())));
    }
    return section(
        h2("Theory"),
        Tables.copied(
            "Judged on the 99.9 % interval: one false alarm in a thousand rows.",
            rows, "system", "figure", "closed form", "simulated", "99.9 % interval", "verdict"));
  }

  SectionTag ledger() {
    Ledger.Conversations c = results.ledger().conversations();
    Ledger.Turns t = results.ledger().turns();
    Ledger.Requests r = results.ledger().requests();
    List<TrTag> checks = new ArrayList<>();
    for (Results.Check check : results.checks()) {
      checks.add(
          tr(
              td(check.name()),
              td(check.detail()).withClass("text"),
              Tables.verdict(check.holds() ? Verdict.PASS : Verdict.FAIL)));
    }
    return section(
        h2("Ledger and checks"),
        Tables.copied(
            "All replications, warm-up included. A turn is a message of a shopper; a request is a model call, each try counted.",
            List.of(
                account(
                    "conversations",
                    c.arrived(),
                    c.completed(),
                    0,
                    c.abandoned(),
                    c.failed(),
                    c.open()),
                account(
                    "turns",
                    t.submitted(),
                    t.completed(),
                    t.rejected(),
                    t.abandoned(),
                    t.failed(),
                    t.open()),
                account(
                    "requests",
                    r.submitted(),
                    r.completed(),
                    r.rejected(),
                    r.abandoned(),
                    r.failed(),
                    r.open())),
            "what",
            "begun",
            "completed",
            "rejected",
            "abandoned",
            "failed",
            "open"),
        attempts(results.ledger().attempts()),
        Tables.copied("", checks, "law", "detail", "verdict"));
  }

  private static DomContent attempts(Ledger.Attempts a) {
    if (a.sent() == 0) {
      return text("");
    }
    return Tables.copied(
        "Attempts at vendors' APIs; a request may take several.",
        List.of(
            tr(
                td(Tables.count(a.sent())),
                td(Tables.count(a.succeeded())),
                td(Tables.count(a.throttled())),
                td(Tables.count(a.failed())),
                td(Tables.count(a.timedOut())),
                td(Tables.count(a.open())))),
        "sent",
        "succeeded",
        "throttled (429)",
        "failed",
        "timed out",
        "open");
  }

  private static TrTag account(String name, long... counts) {
    TrTag row = tr(td(name));
    for (long count : counts) {
      row.with(td(Tables.count(count)));
    }
    return row;
  }

  SectionTag claims() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.ClaimVerdict claim : results.claims()) {
      rows.add(
          tr(
              td(claim.claim()).withTitle(claim.formula() == null ? "" : claim.formula()),
              td(ClaimsTable.stated(claim)),
              td(ClaimsTable.found(claim)),
              td(b(ClaimsTable.words(claim.verdict())).withClass(claim.verdict().name())),
              td(ClaimsTable.remark(claim)).withClass("text")));
    }
    return section(
        h2("Claims"),
        Tables.copied(
            "What is stated, beside what arithmetic and the run find; "
                + ClaimsTable.summary(results.claims())
                + ".",
            rows,
            "claim",
            "stated",
            "found",
            "verdict",
            "because"));
  }
}
