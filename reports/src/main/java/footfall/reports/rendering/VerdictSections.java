package footfall.reports.rendering;

import static j2html.TagCreator.b;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.statistics.Quantity;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/** What holds: objectives, theory, ledger and laws. */
final class VerdictSections {
  private final Results results;

  VerdictSections(Outcome outcome) {
    this.results = outcome.results();
  }

  SectionTag slos() {
    List<TrTag> rows = new ArrayList<>();
    for (Results.SloVerdict slo : results.slo()) {
      rows.add(
          tr(
              td(
                  slo.metric()
                      + (slo.pool() == null ? "" : " of " + slo.pool())
                      + " "
                      + slo.stat()
                      + (slo.by() == null ? "" : ", by an " + slo.by())),
              td(
                  slo.op()
                      + " "
                      + Quantity.of(slo.metric(), slo.threshold(), results.cost().currency())),
              td(Quantity.of(slo.metric(), slo.actual(), results.cost().currency())),
              td(Tables.interval(results, slo.metric(), slo.ci95())),
              Tables.verdict(slo.verdict())));
    }
    return rows.isEmpty()
        ? section(h2("Service level objectives"), p("The scenario states none."))
        : section(
            h2("Service level objectives"),
            Tables.grid(
                "Judged on the 95 % interval: a threshold inside it is undecided.",
                rows, "objective", "threshold", "actual", "95 % interval", "verdict"));
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
        Tables.grid(
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
        h2("Theory beside simulation"),
        Tables.grid(
            "Judged on the 99.9 % interval: one false alarm in a thousand rows.",
            rows, "system", "figure", "closed form", "simulated", "99.9 % interval", "verdict"));
  }

  SectionTag ledger() {
    Results.Ledger.Conversations c = results.ledger().conversations();
    Results.Ledger.Turns t = results.ledger().turns();
    Results.Ledger.Requests r = results.ledger().requests();
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
        Tables.grid(
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
            "",
            "begun",
            "completed",
            "rejected",
            "abandoned",
            "failed",
            "open"),
        attempts(results.ledger().attempts()),
        Tables.grid("", checks, "law", "detail", "verdict"));
  }

  private static DomContent attempts(Results.Ledger.Attempts a) {
    if (a.sent() == 0) {
      return text("");
    }
    return Tables.grid(
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
        Tables.grid(
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
