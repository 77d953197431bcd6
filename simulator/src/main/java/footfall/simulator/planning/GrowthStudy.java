package footfall.simulator.planning;

import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SizingFigures.Growth;
import footfall.reports.results.SizingFigures.Month;
import footfall.reports.results.SizingFigures.Plan;
import footfall.reports.results.SizingFigures.Step;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.months.Month.OfVolume;
import footfall.scenarios.months.Month.OfVolumes;
import footfall.scenarios.months.Month.Unstated;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What to buy when, if the load grows: a configuration is kept as long as it passes, and then the
 * cheapest for the load of that month takes its place, as far as a few replications tell. Once for
 * the expected load, and once for the load that is exceeded in one case of ten.
 */
final class GrowthStudy {
  private static final int MONTHS = 12;
  private static final double HIGH = 0.9;

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

  /** Something that is bought from a month on, until the next one is. */
  private record Bought(int month, double load, ConfigurationVerdict configuration, Answer answer) {
    /** What it costs at another load: workers the same, what is paid by use with the load. */
    double objectiveAt(double other, Sizing sizing) {
      double fixed =
          sizing.objective().isCost()
              ? Spending.ofWorkers(sizing, configuration.candidate().scenario())
              : configuration.objective();
      return fixed + Math.max(0, configuration.objective() - fixed) * other / load;
    }
  }

  /**
   * Plans twelve months.
   *
   * @param today what is bought at the stated load
   * @param stands the largest load at which it is known to pass
   */
  Growth plan(Sizer.Sized today, double stands) {
    double perMonth = sizing.growthPerMonth().orElseThrow();
    double high = high();
    IntToDoubleFunction load = month -> Math.pow(1 + perMonth, month);
    List<Bought> expected = path(today, stands, load);
    List<Bought> prepared =
        high == 1 ? expected : path(today, stands, month -> high * load.applyAsDouble(month));
    Scenario scenario = today.best().candidate().scenario();
    List<Month> months = new ArrayList<>();
    for (int month = 0; month <= MONTHS; month++) {
      months.add(
          new Month(
              month,
              starts(scenario, month),
              conversations(scenario) * load.applyAsDouble(month),
              plan(expected, month, load.applyAsDouble(month)),
              plan(prepared, month, high * load.applyAsDouble(month))));
    }
    return new Growth(
        perMonth,
        HIGH,
        high,
        expected.stream().map(this::step).toList(),
        prepared.stream().map(this::step).toList(),
        months);
  }

  /** The factor by which the load is at most higher than expected, nine times of ten. */
  private double high() {
    double variance = Math.log(1 + sizing.demandCv() * sizing.demandCv());
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(HIGH);
    return Math.exp(z * Math.sqrt(variance) - variance / 2);
  }

  /** Until nothing does any more. */
  private List<Bought> path(Sizer.Sized today, double stands, IntToDoubleFunction loads) {
    List<Bought> path = new ArrayList<>();
    path.add(new Bought(0, 1, today.best(), today.answer()));
    Bought present = path.get(0);
    for (int month = 0; month <= MONTHS; month++) {
      double load = loads.applyAsDouble(month);
      if (load <= stands || passes(present, load)) {
        continue;
      }
      Sizer.Sized sized = sizer.size(load, MAX_REQUESTS);
      boolean ends = sized.answer() == Answer.INFEASIBLE;
      Bought next = new Bought(month, load, sized.best(), sized.answer());
      boolean isOther =
          sized.best().candidate().index() != present.configuration().candidate().index();
      if (month == 0 && isOther) {
        path.clear();
      }
      if (ends || isOther) {
        path.add(next);
      }
      if (ends) {
        break;
      }
      present = next;
    }
    return path;
  }

  private boolean passes(Bought present, double load) {
    Scenario scenario = present.configuration().candidate().scenario();
    Scenario loaded = scenario.atLoad(load / present.load());
    return StudyRunner.verdict(runner.of(loaded)) == Verdict.PASS
        && Stress.of(sizing.conditions(), loaded).stream()
            .allMatch(
                stress ->
                    stress.scenario().isPresent()
                        && StudyRunner.verdict(runner.of(stress.scenario().get())) == Verdict.PASS);
  }

  private Step step(Bought bought) {
    return new Step(
        bought.month(),
        bought.load(),
        bought.configuration().candidate().labels(sizing),
        bought.configuration().objective(),
        bought.answer());
  }

  private Plan plan(List<Bought> path, int month, double load) {
    Bought bought = path.get(0);
    for (Bought each : path) {
      bought = each.month() <= month ? each : bought;
    }
    return new Plan(
        load,
        bought.configuration().candidate().labels(sizing),
        bought.objectiveAt(load, sizing),
        bought.month() == month && month > 0,
        bought.answer());
  }

  /** Of the month in which the stated load is; NaN where nothing is known of a month. */
  private static double conversations(Scenario scenario) {
    if (scenario.month() instanceof OfVolume month) {
      return month.conversations();
    }
    return !(scenario.month() instanceof Unstated)
            && scenario.arrivals() instanceof Arrivals.Open open
        ? open.expectedUntil(scenario.horizonNanos())
            / scenario.horizonSeconds()
            * 3_600
            * footfall.scenarios.months.Month.HOURS
        : Double.NaN;
  }

  private static @Nullable String starts(Scenario scenario, int month) {
    return scenario.month() instanceof OfVolumes volumes
        ? volumes
            .volumes()
            .start()
            .plusHours(Math.round(month * footfall.scenarios.months.Month.HOURS))
            .toLocalDate()
            .toString()
        : null;
  }
}
