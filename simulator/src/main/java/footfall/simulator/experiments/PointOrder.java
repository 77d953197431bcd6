package footfall.simulator.experiments;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.List;
import java.util.Map;

/**
 * A point of a sweep that is wanted.
 *
 * @param more figures that are asked for besides the usual ones
 * @param again whether it keeps what verdicts and costs are judged again from
 */
public record PointOrder(
    Experiment.Point point, ResolvedScenario resolved, List<FigureName> more, boolean again) {
  /** Copies the list. */
  public PointOrder {
    more = List.copyOf(more);
  }

  /** How many replications it takes. */
  public int replications() {
    return resolved.scenario().replications();
  }

  /** What all its replications together show. */
  public Point of(List<ReplicationRecord> replications) {
    return Analysis.pointOf(point, resolved, replications, more, again);
  }

  /** The same with nothing but what it takes to run it. */
  public PointOrder bare() {
    return new PointOrder(
        point,
        new ResolvedScenario(resolved.scenario().withoutClaims(), "", resolved.sha256(), Map.of()),
        more,
        again);
  }
}
