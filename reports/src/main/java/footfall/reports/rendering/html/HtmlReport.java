package footfall.reports.rendering.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;

import footfall.reports.figures.Quantity;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code report.html} of a run: one file without network, the verdict first. It tells nothing that
 * is not in {@code results.json} and {@code evidence.json}, and leaves out the wall-clock figures
 * so that a run repeated gives the same bytes.
 */
public final class HtmlReport {
  private final Findings findings;
  private final Results results;

  private HtmlReport(Findings findings) {
    this.findings = findings;
    this.results = findings.results();
  }

  /** The page of a run, a load test, a sizing or an evaluation. */
  public static String render(Findings findings) {
    HtmlReport report = new HtmlReport(findings);
    Page page = Page.ofReport("Footfall: " + report.results.run().scenario());
    report.head(page);
    if (report.results.evaluation() != null) {
      report.evaluation(page);
    } else {
      report.run(page);
    }
    return page.render();
  }

  private void head(Page page) {
    page.with(h1(results.run().scenario()))
        .with(p(findings.resolved().scenario().description()).withClass("sub"))
        .with(
            hasVerdict()
                ? p(
                        span(overall().name()).withClasses("verdict", overall().name()),
                        text(" "),
                        text(results.answer()))
                    .withClasses("answer", overall().name())
                : p(results.answer()).withClass("answer"));
  }

  private void evaluation(Page page) {
    VerdictSections verdicts = new VerdictSections(results);
    page.with(verdicts.slos())
        .with(new EvaluationSections(results).all())
        .with(verdicts.ledger())
        .with(inputs());
  }

  private void run(Page page) {
    VerdictSections verdicts = new VerdictSections(results);
    LatencySections latency = new LatencySections(findings);
    AccountSections accounts = new AccountSections(results);
    WorkloadSections workload = new WorkloadSections(results);
    page.with(verdicts.slos()).with(verdicts.keyFigures());
    if (results.losses() != null && LossSection.isTelling(results.losses())) {
      page.with(new LossSection(results).section());
    }
    if (results.liveTest() != null) {
      page.with(LiveTestSection.of(results.liveTest()));
    }
    if (results.shadow() != null) {
      page.with(ShadowSection.of(results.shadow(), results.cost().currency()));
    }
    if (results.load() != null && results.load().incidents() != null) {
      page.with(IncidentSection.of(results.load().incidents(), results.cost().currency()));
    }
    if (results.sizing() != null) {
      page.with(new SizingSections(results).all());
    }
    if (results.prediction() != null) {
      page.with(verdicts.prediction());
    }
    if (results.load() != null) {
      page.with(new LoadSections(findings).all());
    }
    if (!results.claims().isEmpty()) {
      page.with(verdicts.claims());
    }
    if (results.sizing() == null || results.sizing().headroom() == null) {
      page.with(new HeadroomSection(findings).section());
    }
    page.with(latency.latency())
        .with(accounts.costs())
        .with(WhatIfSection.ofRun(findings))
        .with(new PoolSections(findings).pools())
        .with(latency.turnsAndConversations())
        .with(workload.arrivals())
        .with(workload.talk())
        .with(accounts.quality());
    if (results.abTest() != null) {
      page.with(accounts.abTest());
    }
    page.with(accounts.energy()).with(new ErrorSection(results).section());
    if (!results.theory().isEmpty()) {
      page.with(verdicts.theory());
    }
    page.with(verdicts.ledger()).with(inputs());
  }

  /** Without objectives nothing passes; what is broken is said nevertheless. */
  private boolean hasVerdict() {
    return results.sizing() != null || !results.slo().isEmpty() || overall() != Verdict.PASS;
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
    findings
        .reportData()
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
            : Tables.copied(
                "Where the models' figures come from.", provenance, "figure", "provenance"),
        details(
            summary("The scenario in full"),
            pre(findings.resolved().yaml()).attr("tabindex", "0")));
  }
}
