package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.measurement.LoadMeasurement;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.ReportData;
import footfall.reports.results.Results;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.List;
import java.util.Map;

/**
 * Everything that is written down of a run.
 *
 * @param reportData what the report is drawn from, beyond the results
 * @param load what a load test has measured; null for other runs
 * @param conversations of an evaluation, as rows by name; empty for other runs
 */
public record Outcome(
    ResolvedScenario resolved,
    Results results,
    ReportData reportData,
    TimeSeries timeSeries,
    List<ReplicationRecord> replications,
    LoadMeasurement load,
    List<Map<String, Object>> conversations) {
  /** The same run with other results. */
  public Outcome with(Results other) {
    return new Outcome(resolved, other, reportData, timeSeries, replications, load, conversations);
  }

  /** The same run with what a load test has measured. */
  public Outcome with(LoadMeasurement measured) {
    return new Outcome(
        resolved,
        results,
        reportData.with(ReportDataGatherer.readings(resolved.scenario(), measured)),
        timeSeries,
        replications,
        measured,
        conversations);
  }

  /** The same run with what was said in it. */
  public Outcome with(List<Map<String, Object>> said) {
    return new Outcome(resolved, results, reportData, timeSeries, replications, load, said);
  }
}
