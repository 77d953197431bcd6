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
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Prices;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.reading.SizingReader.ResolvedSizing.Phase;
import footfall.scenarios.sizing.Outlook;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What to buy when, as load, prices and phases go on: a configuration is kept as long as it passes,
 * and then the cheapest for the load and the prices of that month takes its place, as far as a few
 * replications tell. A phase is sized anew in its first month; where prices change, so is every
 * quarter. Once for the expected load, and once for the load that is exceeded in one case of ten.
 */
final class GrowthStudy {
  private static final int MONTHS = 12;
  private static final int QUARTER = 3;
  private static final double HIGH = 0.9;

  /** For each month in which something else has to be bought. */
  private static final double MAX_REQUESTS = 6e6;

  private final ResolvedSizing problem;
  private final Sizing sizing;
  private final Outlook outlook;
  private final List<Phase> phases;
  private final Function<ResolvedSizing, Sizer> sizers;
  private final Map<List<Integer>, Sizer> known = new HashMap<>();
  private final StudyRunner runner;

  /**
   * The study of a sizing.
   *
   * @param present the sizer of what is bought today
   * @param sizers others, for other prices and phases
   */
  GrowthStudy(
      ResolvedSizing problem,
      Sizer present,
      Function<ResolvedSizing, Sizer> sizers,
      StudyRunner runner) {
    this.problem = problem;
    this.sizing = problem.sizing();
    this.outlook = sizing.outlook().orElseThrow();
    this.phases = problem.phases();
    this.sizers = sizers;
    this.runner = runner;
    known.put(List.of(0, 0), present);
  }

  /** Something that is bought from a month on, until the next one is. */
  private record Bought(
      int month, double load, ConfigurationVerdict configuration, Answer answer, int phase) {}

  /**
   * Plans twelve months.
   *
   * @param today what is bought at the stated load
   * @param stands the largest load at which it is known to pass
   */
  Growth plan(Sizer.Sized today, double stands) {
    double high = high();
    List<Bought> expected = path(today, stands, outlook::load);
    List<Bought> prepared =
        high == 1 ? expected : path(today, stands, month -> high * outlook.load(month));
    Scenario scenario = today.best().candidate().scenario();
    List<Month> months = new ArrayList<>();
    for (int month = 0; month <= MONTHS; month++) {
      months.add(
          new Month(
              month,
              starts(scenario, month),
              conversations(scenario) * outlook.load(month),
              outlook.costs(month),
              plan(expected, month, outlook.load(month)),
              plan(prepared, month, high * outlook.load(month))));
    }
    return new Growth(
        outlook.growth(),
        HIGH,
        high,
        expected.stream().map(this::step).toList(),
        prepared.stream().map(this::step).toList(),
        months,
        outlook.tokenPrices(),
        outlook.hourPrices());
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
    path.add(new Bought(0, 1, today.best(), today.answer(), 0));
    Bought present = path.get(0);
    for (int month = 0; month <= MONTHS; month++) {
      double load = loads.applyAsDouble(month);
      boolean isNewPhase = phase(month) != present.phase();
      boolean passes =
          !isNewPhase
              && (present.month() == 0 && load <= stands && present.phase() == 0
                  || passes(present, load));
      boolean isLookedAt = outlook.pricesChange() && month > 0 && month % QUARTER == 0;
      if (passes && !isLookedAt) {
        continue;
      }
      Sizer.Sized sized = sizer(month).size(load, MAX_REQUESTS);
      Bought next = new Bought(month, load, sized.best(), sized.answer(), phase(month));
      if (passes && !pays(next, present, load)) {
        continue;
      }
      boolean ends = sized.answer() == Answer.INFEASIBLE;
      boolean isOther = isNewPhase || !deployed(next).equals(deployed(present));
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

  /** What stands there, whatever it costs by now. */
  private static List<PoolSpec> deployed(Bought bought) {
    return bought.configuration().candidate().scenario().pools().stream()
        .map(pool -> pool.withPrices(Prices.FREE))
        .toList();
  }

  /** Whether it is cheaper than what does as well, by more than does not matter. */
  private boolean pays(Bought next, Bought present, double load) {
    return next.answer() != Answer.INFEASIBLE
        && next.configuration().objective()
            < (1 - sizing.indifference()) * objective(present, next.month(), load);
  }

  private int phase(int month) {
    return (int) phases.stream().filter(phase -> phase.fromMonth() <= month).count();
  }

  /** Sizes at the prices of the quarter, or of the month in which a phase begins. */
  private Sizer sizer(int month) {
    int pricesOf = outlook.pricesChange() ? month : 0;
    return known.computeIfAbsent(
        List.of(phase(month), pricesOf),
        key -> {
          ResolvedSizing of = key.get(0) == 0 ? problem : phases.get(key.get(0) - 1).sizing();
          return sizers.apply(
              pricesOf == 0 ? of : of.repriced(outlook.hours(pricesOf), outlook.tokens(pricesOf)));
        });
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
    Bought before = bought;
    for (Bought each : path) {
      before = each.month() < month ? each : before;
      bought = each.month() <= month ? each : bought;
    }
    return new Plan(
        load,
        bought.configuration().candidate().labels(sizing),
        objective(bought, month, load),
        month > 0 && !deployed(bought).equals(deployed(before)),
        bought.answer());
  }

  /** In another month: workers at the prices of then, what is paid by use with the load, too. */
  private double objective(Bought bought, int month, double load) {
    if (!sizing.objective().isCost()) {
      return bought.configuration().objective();
    }
    double fixed = Spending.ofWorkers(sizing, bought.configuration().candidate().scenario());
    double use = Math.max(0, bought.configuration().objective() - fixed);
    int pricedIn = outlook.pricesChange() ? bought.month() : 0;
    return fixed * outlook.hours(month) / outlook.hours(pricedIn)
        + use * load / bought.load() * outlook.tokens(month) / outlook.tokens(pricedIn);
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
