package footfall.reports.analysis;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Check;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.PoolFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The laws that every run must obey, whatever its scenario; a run that breaks one is not valid. */
final class Checks {
  private static final double MAX_LITTLE_RESIDUAL = 0.01;

  private Checks() {}

  static List<Check> of(
      Ledger ledger,
      List<ReplicationRecord> replications,
      List<PoolFigures> pools,
      Samples samples) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "conversations balance",
            ledger.conversations().balances(),
            ledger.conversations().toString()));
    checks.add(new Check("turns balance", ledger.turns().balances(), ledger.turns().toString()));
    long awaiting = replications.stream().mapToLong(r -> r.census().awaitingReply()).sum();
    checks.add(
        new Check(
            "shoppers and pools agree on the open turns",
            awaiting == ledger.turns().open(),
            awaiting
                + " shoppers wait for a reply, pools hold "
                + ledger.turns().open()
                + " turns"));
    for (PoolFigures pool : pools) {
      checks.add(
          new Check(
              "Little's law in pool " + pool.name(),
              pool.littleResidual() < MAX_LITTLE_RESIDUAL,
              String.format(Locale.ROOT, "residual %.2e", pool.littleResidual())));
    }
    long answered = samples.whole().section().completedTurns();
    checks.add(new Check("turns were answered", answered > 0, answered + " in the measured part"));
    checks.add(
        new Check(
            "steady state",
            samples.steady(),
            samples.steady()
                ? "measured from " + samples.warmUpNanos() / 1e9 + " s on"
                : "MSER-5 found none; the second half is shown"));
    return List.copyOf(checks);
  }
}
