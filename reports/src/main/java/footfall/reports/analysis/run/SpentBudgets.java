package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.MonthlyCost;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same shop from the moment on at which the budgets are spent that do not last the month. */
public final class SpentBudgets {
  private SpentBudgets() {}

  /** That shop; empty where all budgets last, or nothing is known of a month. */
  public static Optional<Scenario> of(Scenario scenario, List<ReplicationRecord> replications) {
    boolean anyBudget = false;
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      anyBudget |= MonthlyCost.budget(scenario, pool).isPresent();
    }
    if (!anyBudget) {
      return Optional.empty();
    }
    Sample whole = Samples.of(scenario, replications).whole();
    List<PoolSpec> pools = new ArrayList<>(scenario.pools());
    boolean anySpent = false;
    for (int pool = 0; pool < pools.size(); pool++) {
      PoolSpec spec = pools.get(pool);
      if (Double.isFinite(MonthlyCost.budgetHours(whole, pool))) {
        pools.set(pool, spec.withApi(spec.api().orElseThrow().withoutBudget()));
        anySpent = true;
      }
    }
    return anySpent ? Optional.of(scenario.withPools(pools)) : Optional.empty();
  }

  /** The part of the conversations that are lost there; NaN where it was not simulated. */
  static double lostShare(Scenario spent, List<ReplicationRecord> replications) {
    return replications.isEmpty()
        ? Double.NaN
        : 1
            - Samples.of(spent, replications)
                .whole()
                .conversationRate(ConversationOutcome.COMPLETED);
  }
}
