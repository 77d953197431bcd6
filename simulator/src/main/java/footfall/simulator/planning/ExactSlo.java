package footfall.simulator.planning;

import footfall.queueing.closedforms.MarkovPool;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.reports.theory.Reduction;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Objectives of which a closed form is exact: where every pool is M/M/c. */
final class ExactSlo {
  private static final double DUST = 1e-9;

  private ExactSlo() {}

  /** Where simulation cannot tell and a closed form is exact, the closed form decides. */
  static List<SloVerdict> judge(Scenario scenario, List<SloVerdict> slos) {
    List<MarkovPool> pools = Reduction.markov(scenario);
    List<SloVerdict> all = new ArrayList<>(slos);
    for (int i = 0; i < all.size(); i++) {
      double violation = violation(scenario.slos().get(i), pools);
      if (all.get(i).verdict() == Verdict.UNDECIDED && !Double.isNaN(violation)) {
        all.set(i, all.get(i).byClosedForm(violation <= 1 + DUST ? Verdict.PASS : Verdict.FAIL));
      }
    }
    return all;
  }

  /** What is expected over what is allowed; NaN where no closed form is exact. */
  static double violation(Slo slo, List<MarkovPool> pools) {
    FigureName figure = slo.figure();
    boolean wait = figure.metric().equals("queue_wait");
    boolean sojourn =
        figure.metric().equals("request_latency")
            || figure.metric().equals("turn_latency")
            || figure.metric().equals("time_to_first_token");
    double threshold = slo.threshold();
    if (pools.isEmpty()
        || slo.op() != Slo.Op.AT_MOST
        || threshold <= 0
        || figure.stat().equals("max")
        || !figure.isOfAll()
        || !(wait || sojourn)) {
      return Double.NaN;
    }
    ToDoubleFunction<MarkovPool> of =
        figure.stat().equals("mean")
            ? pool -> (wait ? pool.meanWait() : pool.meanSojourn()) / threshold
            : pool ->
                (wait ? pool.waitExceeding(threshold) : pool.sojournExceeding(threshold))
                    / (1 - LatencyBound.part(figure.stat()));
    return pools.stream().mapToDouble(pool -> pool.share() * of.applyAsDouble(pool)).sum();
  }
}
