package footfall.reports.rendering;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import footfall.reports.analysis.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.statistics.Quantity;
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
              td(slo.metric() + (slo.pool() == null ? "" : " of " + slo.pool()) + " " + slo.stat()),
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
            "Every conversation and every turn of all replications, warm-up included.",
            List.of(
                tr(
                    td("conversations"),
                    td(Tables.count(c.arrived())),
                    td(Tables.count(c.completed())),
                    td("0"),
                    td(Tables.count(c.abandoned())),
                    td(Tables.count(c.failed())),
                    td(Tables.count(c.open()))),
                tr(
                    td("turns"),
                    td(Tables.count(t.submitted())),
                    td(Tables.count(t.completed())),
                    td(Tables.count(t.rejected())),
                    td(Tables.count(t.abandoned())),
                    td(Tables.count(t.failed())),
                    td(Tables.count(t.open())))),
            "",
            "begun",
            "completed",
            "rejected",
            "abandoned",
            "failed",
            "open"),
        Tables.grid("", checks, "law", "detail", "verdict"));
  }
}
