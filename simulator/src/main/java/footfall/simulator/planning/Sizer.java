package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Answer;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Lanes;
import footfall.simulator.experiments.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Both phases at one load: screening by theory, search and selection by simulation. */
final class Sizer {
  private final Sizing sizing;
  private final Screening.Field field;
  private final Lanes lanes;
  private final Jury jury;
  private final Progress progress;

  /**
   * What was found.
   *
   * @param best the answer; where there is none, what comes nearest to one
   * @param rivals that might be cheaper
   */
  record Sized(
      Answer answer, Ruling best, List<Ruling> rivals, Screening screening, Search.Found found) {}

  Sizer(Sizing sizing, Screening.Field field, Lanes lanes, Progress progress) {
    this.sizing = sizing;
    this.field = field;
    this.lanes = lanes;
    this.jury = new Jury(lanes, sizing);
    this.progress = progress;
  }

  /** Half of the allowed error goes to the search, half to the choice between what passes. */
  Sized size(double load) {
    double error = (1 - sizing.confidence()) / 2;
    Screening screening = field.screen(load);
    Search.Found found =
        new Search(sizing, screening.survivors(), jury, progress).run(error / 2, error / 2);
    if (found.best().isEmpty()) {
      boolean open = !found.undecided().isEmpty() || !found.isComplete();
      return new Sized(
          open ? Answer.UNDECIDED : Answer.INFEASIBLE,
          nearest(found),
          found.undecided(),
          screening,
          found);
    }
    Ruling best = found.best().get();
    List<Ruling> rivals = new ArrayList<>(found.undecided());
    if (!best.candidate().forecast().isCertain()) {
      Selection.Chosen chosen = new Selection(sizing, lanes, passed(found)).choose(error);
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

  /** Everything that passes, in the order in which arithmetic would have it. */
  static List<Ruling> passed(Search.Found found) {
    return found.rulings().stream()
        .filter(Ruling::passes)
        .sorted(Comparator.comparing(Ruling::candidate, Candidate.CHEAPER))
        .toList();
  }

  private static Ruling nearest(Search.Found found) {
    Comparator<Ruling> byViolation =
        Comparator.comparingDouble(r -> r.candidate().forecast().violation());
    return found.rulings().stream()
        .min(
            Comparator.comparing((Ruling r) -> r.verdict() == Verdict.FAIL)
                .thenComparing(byViolation))
        .orElseThrow();
  }
}
