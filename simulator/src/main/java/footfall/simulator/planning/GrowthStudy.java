package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SizingFigures.Growth;
import footfall.reports.results.SizingFigures.Step;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.List;

/**
 * What to buy when, if the load grows: a configuration is kept as long as it passes, and then the
 * cheapest for the load of that month takes its place.
 */
final class GrowthStudy {
  private static final int MONTHS = 12;

  /** For each month in which something else has to be bought. */
  private static final double MAX_REQUESTS = 6e6;

  private final Sizing sizing;
  private final Sizer sizer;
  private final StudyRunner runner;

  GrowthStudy(Sizing sizing, Sizer sizer, StudyRunner runner) {
    this.sizing = sizing;
    this.sizer = sizer;
    this.runner = runner;
  }

  /**
   * Plans twelve months.
   *
   * @param today what is bought at the stated load
   * @param stands the largest load at which it is known to pass
   */
  Growth plan(Sizer.Sized today, double stands) {
    double perMonth = sizing.growthPerMonth().orElseThrow();
    List<Step> steps = new ArrayList<>();
    steps.add(step(0, 1, today.best(), today.answer()));
    Candidate present = today.best().candidate();
    double of = 1;
    for (int month = 1; month <= MONTHS; month++) {
      double load = Math.pow(1 + perMonth, month);
      if (load <= stands || passes(present, load / of)) {
        continue;
      }
      Sizer.Sized sized = sizer.size(load, MAX_REQUESTS);
      boolean ends = sized.answer() == Answer.INFEASIBLE;
      if (ends || sized.best().candidate().index() != present.index()) {
        steps.add(step(month, load, sized.best(), sized.answer()));
      }
      if (ends) {
        break;
      }
      present = sized.best().candidate();
      of = load;
    }
    return new Growth(perMonth, steps);
  }

  private boolean passes(Candidate present, double more) {
    return StudyRunner.verdict(runner.of(present.scenario().atLoad(more))) == Verdict.PASS;
  }

  private Step step(int month, double load, ConfigurationVerdict configuration, Answer answer) {
    return new Step(
        month, load, configuration.candidate().labels(sizing), configuration.objective(), answer);
  }
}
