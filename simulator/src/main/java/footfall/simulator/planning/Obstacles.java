package footfall.simulator.planning;

import footfall.reports.results.Results.SloVerdict;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Infeasible;
import footfall.scenarios.Slo;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which objectives stand in the way where nothing meets all, and the best that can be had of each.
 */
final class Obstacles {
  private static final double CONFIDENCE = 0.95;

  private final Sizing sizing;
  private final Trials trials;

  /** A configuration and what was simulated of an objective. */
  private record Seen(Candidate candidate, SloVerdict slo) {}

  Obstacles(Sizing sizing, Trials trials) {
    this.sizing = sizing;
    this.trials = trials;
  }

  /**
   * Those that cannot be met at all; where each can be met alone, all that are not met together.
   */
  List<Infeasible> find(Sizer.Sized sized) {
    List<Slo> slos = sized.best().candidate().scenario().slos();
    List<Infeasible> all = new ArrayList<>();
    for (int i = 0; i < slos.size(); i++) {
      all.add(best(i, slos.get(i), sized));
    }
    List<Infeasible> alone = all.stream().filter(slo -> !slo.alone()).toList();
    if (!alone.isEmpty()) {
      return alone;
    }
    List<SloVerdict> together = sized.best().slos();
    return all.stream()
        .filter(slo -> together.get(all.indexOf(slo)).verdict() != Verdict.PASS)
        .toList();
  }

  private Infeasible best(int index, Slo slo, Sizer.Sized sized) {
    List<Seen> seen = new ArrayList<>();
    sized.found().rulings().forEach(r -> seen.add(new Seen(r.candidate(), r.slos().get(index))));
    Candidate likeliest =
        sized.screening().all().stream()
            .min(
                Comparator.comparingDouble((Candidate c) -> violation(c, index))
                    .thenComparing(Candidate::workers, Comparator.reverseOrder()))
            .orElseThrow();
    if (seen.stream().noneMatch(s -> s.candidate().index() == likeliest.index())) {
      List<SloVerdict> slos = trials.of(likeliest.scenario()).judge(CONFIDENCE);
      seen.add(new Seen(likeliest, slos.get(index)));
    }
    Comparator<Seen> byValue = Comparator.comparingDouble(s -> orWorst(s.slo().actual(), slo));
    Seen best =
        seen.stream().min(slo.op() == Slo.Op.AT_MOST ? byValue : byValue.reversed()).orElseThrow();
    SloVerdict verdict = best.slo();
    return new Infeasible(
        slo.metric(),
        slo.stat(),
        slo.pool().orElse(null),
        slo.op().sign(),
        slo.threshold(),
        verdict.verdict() != Verdict.FAIL,
        verdict.actual(),
        verdict.ci95(),
        best.candidate().labels(sizing));
  }

  private static double violation(Candidate candidate, int slo) {
    double violation = candidate.forecast().violations()[slo];
    return Double.isNaN(violation) ? candidate.forecast().utilization() : violation;
  }

  private static double orWorst(double value, Slo slo) {
    return !Double.isNaN(value)
        ? value
        : slo.op() == Slo.Op.AT_MOST ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
