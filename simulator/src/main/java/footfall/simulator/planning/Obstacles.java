package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Infeasible;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Slo;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which objectives stand in the way where nothing meets all, and the best that can be had of each.
 */
final class Obstacles {
  private static final double CONFIDENCE = 0.95;
  private static final int FEW = 4;

  private final Sizing sizing;
  private final StudyRunner runner;

  /** A configuration and what was simulated of an objective. */
  private record Seen(Candidate candidate, SloVerdict slo) {}

  Obstacles(Sizing sizing, StudyRunner runner) {
    this.sizing = sizing;
    this.runner = runner;
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
    for (Candidate likely : likeliest(index, slo, sized)) {
      if (seen.stream().noneMatch(s -> s.candidate().index() == likely.index())) {
        seen.add(new Seen(likely, runner.of(likely.scenario()).judge(CONFIDENCE).get(index)));
      }
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
        slo.op() == Slo.Op.AT_MOST
            ? verdict.actual() <= slo.threshold()
            : verdict.actual() >= slo.threshold(),
        verdict.actual(),
        verdict.ci95(),
        best.candidate().labels(sizing));
  }

  /**
   * A few that are the best without waiting, each with as many workers as may be had, and different
   * in more than that.
   */
  private List<Candidate> likeliest(int index, Slo slo, Sizer.Sized sized) {
    Comparator<Candidate> unhindered =
        Comparator.comparingDouble(c -> orWorst(c.forecast().unhindered()[index], slo));
    Comparator<Candidate> cheapest = Comparator.comparingDouble(c -> c.forecast().objective());
    boolean isSpent = slo.metric().startsWith("cost_") || slo.metric().startsWith("energy_");
    List<Candidate> all = new ArrayList<>(sized.screening().all());
    all.sort(
        isSpent
            ? cheapest
            : (slo.op() == Slo.Op.AT_MOST ? unhindered : unhindered.reversed())
                .thenComparing(Candidate::workers, Comparator.reverseOrder()));
    Map<List<Integer>, Candidate> few = new LinkedHashMap<>();
    for (Candidate candidate : all) {
      if (few.size() < FEW) {
        few.putIfAbsent(candidate.withoutWorkers(sizing), candidate);
      }
    }
    return List.copyOf(few.values());
  }

  private static double orWorst(double value, Slo slo) {
    return !Double.isNaN(value)
        ? value
        : slo.op() == Slo.Op.AT_MOST ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
