package footfall.reports.rendering.html;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.results.ReportData;
import footfall.reports.results.Results;
import footfall.scenarios.reading.ResolvedScenario;

/**
 * All that a report is made from, which is what a run folder keeps: its results, its scenario, and
 * the evidence for them.
 */
public record Findings(Results results, ResolvedScenario resolved, ReportData reportData) {
  /** What a finished run has found. */
  public static Findings of(Outcome outcome) {
    return new Findings(outcome.results(), outcome.resolved(), outcome.reportData());
  }
}
