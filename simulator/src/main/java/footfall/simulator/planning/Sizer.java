package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Slo;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Progress;
import footfall.simulator.experiments.Replicator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Both phases at one load: screening by theory, search and selection by simulation. */
final class Sizer {
  /** What costs so many times the least by the first replications is not the cheapest. */
  private static final double FAR = 1.5;

  private final Sizing sizing;
  private final Screening.Field field;
  private final Replicator replicator;
  private final SequentialTest jury;
  private final Progress progress;

  /**
   * What was found.
   *
   * @param best the answer; where there is none, what comes nearest to one
   * @param rivals that might be cheaper
   */
  record Sized(
      Answer answer,
      ConfigurationVerdict best,
      List<ConfigurationVerdict> rivals,
      Screening screening,
      Search.Found found) {}

  Sizer(Sizing sizing, Screening.Field field, Replicator replicator, Progress progress) {
    this.sizing = sizing;
    this.field = field;
    this.replicator = replicator;
    this.jury = new SequentialTest(replicator, sizing);
    this.progress = progress;
  }

  /**
   * Sizes for so many times the load.
   *
   * <p>Half of the allowed error goes to the search, half to the choice between what passes.
   *
   * @param maxRequests after which the search ends, decided or not
   */
  Sized size(double load, double maxRequests) {
    double error = (1 - sizing.confidence()) / 2;
    Screening screening = field.screen(load);
    Search.Found found =
        new Search(sizing, screening.survivors(), jury, maxRequests, progress)
            .run(error / 2, error / 2);
    if (screening.isDoubted() && found.best().isPresent()) {
      // Theory was sure of all of them, and wrong of one.
      screening = screening.trustingNothing();
      found =
          new Search(sizing, screening.survivors(), jury, maxRequests, progress)
              .run(error / 2, error / 2);
    }
    if (found.best().isEmpty()) {
      boolean open = !found.undecided().isEmpty() || !found.isComplete();
      return new Sized(
          open ? Answer.UNDECIDED : Answer.INFEASIBLE,
          nearest(found),
          found.undecided(),
          screening,
          found);
    }
    ConfigurationVerdict best = found.best().get();
    List<ConfigurationVerdict> rivals = new ArrayList<>(found.undecided());
    List<ConfigurationVerdict> contenders = contenders(found);
    if (contenders.stream().anyMatch(r -> !r.candidate().forecast().isCertain())) {
      Selection.Chosen chosen = new Selection(sizing, replicator, contenders).choose(error);
      best = chosen.best();
      rivals.addAll(chosen.rivals());
    }
    return new Sized(
        rivals.isEmpty() && found.isComplete() ? Answer.DECIDED : Answer.UNDECIDED,
        best,
        rivals,
        screening,
        found);
  }

  /** What passes and is not out of the question. */
  private static List<ConfigurationVerdict> contenders(Search.Found found) {
    double least =
        found.rulings().stream()
            .filter(ConfigurationVerdict::passes)
            .mapToDouble(ConfigurationVerdict::objective)
            .min()
            .orElse(0);
    return passed(found).stream().filter(r -> r.objective() <= FAR * least).toList();
  }

  /** Everything that passes, in the order in which arithmetic would have it. */
  static List<ConfigurationVerdict> passed(Search.Found found) {
    return found.rulings().stream()
        .filter(ConfigurationVerdict::passes)
        .sorted(Comparator.comparing(ConfigurationVerdict::candidate, Candidate.CHEAPER))
        .toList();
  }

  /** What is undecided before what fails, and of these what misses an objective least. */
  private static ConfigurationVerdict nearest(Search.Found found) {
    return found.rulings().stream()
        .min(
            Comparator.comparing((ConfigurationVerdict r) -> r.verdict() == Verdict.FAIL)
                .thenComparing(Sizer::miss))
        .orElseThrow();
  }

  /** By how much the objective is missed that is missed most, over its threshold. */
  private static double miss(ConfigurationVerdict configuration) {
    double most = 0;
    for (SloVerdict slo : configuration.slos()) {
      boolean atMost = slo.op().equals(Slo.Op.AT_MOST.sign());
      double over = atMost ? slo.actual() - slo.threshold() : slo.threshold() - slo.actual();
      double scale = slo.threshold() == 0 ? 1 : Math.abs(slo.threshold());
      most = Math.max(most, Double.isNaN(over) ? Double.MAX_VALUE : over / scale);
    }
    return most;
  }
}
