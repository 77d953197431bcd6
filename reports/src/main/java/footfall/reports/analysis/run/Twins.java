package footfall.reports.analysis.run;

import footfall.reports.recording.ReplicationRecord;
import java.util.List;

/**
 * Replications of the same shop under one other circumstance each, which say what it changes.
 *
 * @param poisson with Poisson arrivals instead of a trace ({@link PoissonTwin}); none where there
 *     is no trace
 * @param spent with the budgets spent ({@link SpentBudgets}); none where they last
 */
public record Twins(List<ReplicationRecord> poisson, List<ReplicationRecord> spent) {
  /** Nothing else was tried. */
  public static final Twins NONE = new Twins(List.of(), List.of());

  /** Copies the lists. */
  public Twins {
    poisson = List.copyOf(poisson);
    spent = List.copyOf(spent);
  }
}
