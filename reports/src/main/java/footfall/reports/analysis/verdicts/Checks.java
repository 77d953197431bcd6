package footfall.reports.analysis.verdicts;

import footfall.reports.analysis.samples.Samples;
import footfall.reports.figures.Quantity;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.results.Results.Check;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The laws that every run must obey, whatever its scenario; a run that breaks one is not valid. */
public final class Checks {
  private static final double MAX_LITTLE_RESIDUAL = 0.01;

  /**
   * In real time a message takes a while from one actor to another, so that the pool's record and a
   * request's own clock readings differ by so much a request at most.
   */
  private static final double MESSAGE_SECONDS = 0.02;

  private Checks() {}

  /**
   * @param mode how the run was made
   */
  public static List<Check> of(
      Scenario scenario, List<ReplicationRecord> replications, Samples samples, RunMode mode) {
    List<Check> checks = laws(scenario, replications, samples, mode);
    long answered = samples.whole().window().requests(TurnOutcome.COMPLETED);
    checks.add(
        new Check("requests were answered", answered > 0, answered + " in the measured part"));
    checks.add(
        new Check(
            "steady state",
            samples.steady() || scenario.arrivals().isStationary(),
            samples.steady()
                ? "measured from " + samples.warmUpNanos() / 1e9 + " s on"
                : scenario.arrivals().isStationary()
                    ? "none was found, so the whole run is shown"
                    : "arrivals change over time, so averages are of the whole and of no state"));
    return List.copyOf(checks);
  }

  /** Those of them that hold however little was observed. */
  static List<Check> laws(
      Scenario scenario, List<ReplicationRecord> replications, Samples samples, RunMode mode) {
    Ledger ledger = Ledgers.of(replications);
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "conversations balance",
            ledger.conversations().balances(),
            ledger.conversations().toString()));
    checks.add(new Check("turns balance", ledger.turns().balances(), ledger.turns().toString()));
    checks.add(
        new Check("requests balance", ledger.requests().balances(), ledger.requests().toString()));
    long awaiting =
        replications.stream()
            .mapToLong(r -> r.census().awaitingReply() + r.census().toolCalls())
            .sum();
    checks.add(new Check("hops balance", ledger.hops().balances(), ledger.hops().toString()));
    if (mode != RunMode.LOAD) { // Nobody outside knows which pool an open request is in.
      checks.add(
          new Check(
              "shoppers and pools agree on the open requests",
              awaiting == ledger.hops().open(),
              awaiting + " replies are waited for, pools hold " + ledger.hops().open()));
    }
    if (ledger.attempts().sent() > 0) {
      checks.add(
          new Check(
              "attempts at vendors and answers agree",
              ledger.attempts().succeeded() == apiCompletions(scenario, replications),
              ledger.attempts().toString()));
    }
    for (int pool = 0; pool < scenario.pools().size(); pool++) {
      double residual = samples.whole().littleResidual(pool);
      double allowed =
          mode.isRealTime() && samples.whole().tally(pool).left() > 0
              ? MAX_LITTLE_RESIDUAL + MESSAGE_SECONDS / samples.whole().sojournByLevels(pool)
              : MAX_LITTLE_RESIDUAL;
      checks.add(
          new Check(
              "Little's law in pool " + scenario.pools().get(pool).name(),
              residual < allowed,
              String.format(Locale.ROOT, "residual %.2e", residual)));
      double utilization = samples.whole().utilization(pool);
      if (utilization > 1 + MAX_LITTLE_RESIDUAL) {
        checks.add(
            new Check(
                "pool " + scenario.pools().get(pool).name() + " is busy at most all the time",
                false,
                Quantity.percent(utilization)
                    + " is impossible: it has more slots than the scenario states"));
      }
    }
    return checks;
  }

  private static long apiCompletions(Scenario scenario, List<ReplicationRecord> replications) {
    long completions = 0;
    for (ReplicationRecord replication : replications) {
      for (int pool = 0; pool < scenario.pools().size(); pool++) {
        if (scenario.pools().get(pool).api().isPresent()) {
          completions += replication.atEnd()[pool].completions();
        }
      }
    }
    return completions;
  }
}
