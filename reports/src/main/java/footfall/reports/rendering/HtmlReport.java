package footfall.reports.rendering;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
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

/**
 * {@code report.html}: one file without network, the verdict first. It tells nothing that is not in
 * {@code results.json}, and leaves out the wall-clock figures so that a run repeated gives the same
 * bytes.
 */
final class HtmlReport {
  private final Outcome outcome;
  private final Results results;

  private HtmlReport(Outcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
  }

  static String render(Outcome outcome) {
    HtmlReport report = new HtmlReport(outcome);
    return Page.render("Footfall: " + report.results.run().scenario(), report.sections());
  }

  private List<DomContent> sections() {
    Results.Run run = results.run();
    VerdictSections verdicts = new VerdictSections(outcome);
    FigureSections figures = new FigureSections(outcome);
    WorkloadSections workload = new WorkloadSections(outcome);
    AccountSections accounts = new AccountSections(outcome);
    List<DomContent> parts = new ArrayList<>();
    parts.add(h1(run.scenario()));
    parts.add(p(outcome.resolved().scenario().description()).withClass("sub"));
    parts.add(p(results.answer()).withClasses("answer", overall().name()));
    parts.add(verdicts.slos());
    if (results.evaluation() != null) {
      parts.addAll(new EvaluationSections(outcome).all());
      parts.add(verdicts.ledger());
      parts.add(inputs());
      return parts;
    }
    if (results.liveTest() != null) {
      parts.add(LiveTestSection.of(results.liveTest()));
    }
    if (results.sizing() != null) {
      parts.addAll(new SizingSections(outcome).all());
    }
    if (results.prediction() != null) {
      parts.add(verdicts.prediction());
    }
    if (results.load() != null) {
      parts.addAll(new LoadSections(outcome).all());
    }
    if (!results.claims().isEmpty()) {
      parts.add(verdicts.claims());
    }
    parts.add(figures.keyFigures());
    parts.add(figures.latency());
    parts.add(figures.overTime());
    parts.add(figures.pools());
    parts.add(workload.arrivals());
    parts.add(workload.talk());
    parts.add(accounts.costs());
    parts.add(accounts.quality());
    if (results.abTest() != null) {
      parts.add(accounts.abTest());
    }
    if (!results.theory().isEmpty()) {
      parts.add(verdicts.theory());
    }
    parts.add(verdicts.ledger());
    parts.add(inputs());
    return parts;
  }

  private Verdict overall() {
    if (results.sizing() != null) {
      return SizingSections.verdict(results.sizing());
    }
    if (results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.FAIL)
        || results.checks().stream().anyMatch(check -> !check.holds())
        || results.pools().stream().anyMatch(pool -> !pool.stable())) {
      return Verdict.FAIL;
    }
    return results.slo().stream().anyMatch(slo -> slo.verdict() == Verdict.UNDECIDED)
        ? Verdict.UNDECIDED
        : Verdict.PASS;
  }

  private SectionTag inputs() {
    Results.Run run = results.run();
    List<TrTag> provenance = new ArrayList<>();
    outcome
        .resolved()
        .provenance()
        .forEach(
            (pool, figures) ->
                figures.forEach(
                    (figure, from) ->
                        provenance.add(tr(td(pool + "." + figure), td(from).withClass("text")))));
    return section(
        h2("Inputs"),
        p(
            text(
                "Seed "
                    + run.seed()
                    + ", "
                    + run.replications()
                    + " replications of "
                    + Quantity.seconds(run.simulatedSeconds())
                    + ", measured from "
                    + Quantity.seconds(run.measuredFromSeconds())
                    + " on; Footfall "
                    + run.version()
                    + "; scenario "),
            code(run.scenarioSha256().substring(0, 12)),
            text(".")),
        provenance.isEmpty()
            ? p("All figures were stated in the scenario itself.")
            : Tables.grid(
                "Where the models' figures come from.", provenance, "figure", "provenance"),
        details(summary("The scenario in full"), pre(outcome.resolved().yaml())));
  }
}
