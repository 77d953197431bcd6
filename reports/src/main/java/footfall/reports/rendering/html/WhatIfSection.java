package footfall.reports.rendering.html;

import static j2html.TagCreator.div;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import footfall.reports.results.ReportData.Judgement;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.SloVerdict;
import footfall.reports.results.SweepResults;
import j2html.tags.specialized.ScriptTag;
import j2html.tags.specialized.SectionTag;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Where readers change prices and objectives, and the page judges again what was measured, by its
 * own script and from the data that it carries.
 */
final class WhatIfSection {
  /** Of as many parts, and one more, intervals are made. */
  private static final int MOST_FREEDOM = 40;

  private static final double UPPER = 0.975;

  /** A report stays below a megabyte. */
  private static final int ROOM = 450_000;

  private WhatIfSection() {}

  /** Of a run. */
  record Run(
      String currency,
      List<SloVerdict> slo,
      Map<String, MetricFigures> metrics,
      Judgement judgement,
      double[] t) {}

  /** Of a sweep. */
  record Sweep(String currency, List<SweepResults.Axis> axes, List<Point> points, double[] t) {}

  /** One of its points. */
  record Point(
      Map<String, String> at,
      boolean stable,
      boolean valid,
      List<SloVerdict> slo,
      Judgement judgement) {}

  static SectionTag ofRun(Findings findings) {
    return section(
        h2("What if"),
        p("Other prices and other objectives, judged by what this run has measured. They"
                + " change no queue: for another load, other workers or another ratio, simulate"
                + " again."
                + (hasBudget(findings)
                    ? " A monthly budget stops calls by their price, which is not judged again"
                        + " here: simulate other token prices."
                    : ""))
            .withClass("note"),
        div().withId("what-if-form"),
        noscript(p("This needs scripts.")),
        Page.data(
            "judgement",
            new Run(
                findings.results().cost().currency(),
                findings.results().slo(),
                findings.results().metrics(),
                findings.reportData().judgement(),
                studentT())));
  }

  private static boolean hasBudget(Findings findings) {
    return findings.reportData().judgement().pools().stream()
        .anyMatch(pool -> Double.isFinite(pool.monthlyBudget()));
  }

  /** The section, where the page has room for the data of all points. */
  static SectionTag ofSweep(SweepResults results) {
    Sweep sweep =
        new Sweep(
            results.sweep().points().get(0).currency(),
            results.sweep().axes(),
            results.sweep().points().stream()
                .map(p -> new Point(p.at(), p.stable(), p.valid(), p.slo(), p.judgement()))
                .toList(),
            studentT());
    boolean kept = sweep.points().stream().allMatch(point -> point.judgement() != null);
    ScriptTag data = Page.data("judgement", kept ? sweep : null);
    if (!kept || data.render().length() > ROOM) {
      return section(
          h2("What if"),
          p(
              "There are too many points to judge them again in a page; sweep.csv has their figures."));
    }
    return section(
        h2("What if"),
        p("Other prices, other objectives, and any place between the simulated points. What was not"
                + " simulated is shown as a mixture of both neighbours, which says nothing of how their"
                + " queues would mix: a verdict there is that of the neighbours.")
            .withClass("note"),
        div().withId("sweep-what-if-form"),
        noscript(p("This needs scripts.")),
        data);
  }

  /** Quantiles for 95 % intervals, from one degree of freedom on. */
  private static double[] studentT() {
    return IntStream.rangeClosed(1, MOST_FREEDOM)
        .mapToDouble(freedom -> TDistribution.of(freedom).inverseCumulativeProbability(UPPER))
        .toArray();
  }
}
