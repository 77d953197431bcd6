package footfall.reports.analysis.samples;

import footfall.reports.recording.Failure;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Counted;
import footfall.scenarios.months.Month;
import footfall.scenarios.pools.Site;
import footfall.scenarios.pools.VendorApi;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a month takes of which a sample is a part, in currency units and joules: workers by their
 * hours, everything else by the volume of the month. NaN where the scenario says nothing of a
 * month. A budget caps nothing here: these are the costs of serving everybody.
 */
public final class MonthlyCost {
  private static final double DAY_SECONDS = 86_400;
  private static final double JOULES_PER_KILOWATT_HOUR = 3.6e6;

  /** A run that is short of the month by less than this is as busy. */
  public static final double NOTABLE = 0.1;

  private MonthlyCost() {}

  /** Of all pools. */
  public static double of(Sample sample) {
    return workers(sample) + usage(sample);
  }

  /** Of the workers of all pools. */
  public static double workers(Sample sample) {
    return sum(sample, pool -> sample.workerCost(pool)) * timesTheRun(sample);
  }

  /** Of what all pools are paid for by use. */
  public static double usage(Sample sample) {
    return sum(
        sample,
        pool ->
            tokens(sample, pool)
                + (sample.conversationCost(pool) + sample.electricityCost(pool))
                    * timesTheVolume(sample));
  }

  /** Of the tokens of a pool, all that would be used. */
  public static double tokens(Sample sample, int pool) {
    return sample.tokenCost(pool) * askedForOverPaid(sample, pool) * timesTheVolume(sample);
  }

  /** How often what is seen in the run happens in the month. */
  public static double times(Sample sample) {
    return timesTheVolume(sample);
  }

  /** How many conversations the month has. */
  public static double conversations(Sample sample) {
    return sample.scenario().month() instanceof Month.OfVolume month
        ? month.conversations()
        : counted(sample) * timesTheVolume(sample);
  }

  /** Joules of all pools whose power is stated: idle power by hours, the rest by volume. */
  public static double joules(Sample sample) {
    return energy(sample, Sample::energyJoules);
  }

  /** Grams of CO2 equivalent, in the same way: idle power at the mean of all hours of the grid. */
  public static double gramsCarbon(Sample sample) {
    double sum = 0;
    boolean any = false;
    for (int pool = 0; pool < sample.scenario().pools().size(); pool++) {
      double grams = sample.gramsCarbon(pool);
      if (Double.isFinite(grams)) {
        double idle = sample.idlePart(pool);
        double atRest = Double.isFinite(idle) ? idle : 0;
        Site site = sample.scenario().pools().get(pool).power().orElseThrow().site();
        double idleGrams =
            atRest * sample.energyJoules(pool) / JOULES_PER_KILOWATT_HOUR * site.meanGrams();
        sum += idleGrams * timesTheRun(sample) + grams * (1 - atRest) * timesTheVolume(sample);
        any = true;
      }
    }
    return any ? sum : Double.NaN;
  }

  private interface OfPool {
    double of(Sample sample, int pool);
  }

  private static double energy(Sample sample, OfPool figure) {
    double sum = 0;
    boolean any = false;
    for (int pool = 0; pool < sample.scenario().pools().size(); pool++) {
      double whole = figure.of(sample, pool);
      if (Double.isFinite(whole)) {
        double idle = sample.idlePart(pool);
        double atRest = Double.isFinite(idle) ? whole * idle : 0;
        sum += atRest * timesTheRun(sample) + (whole - atRest) * timesTheVolume(sample);
        any = true;
      }
    }
    return any ? sum : Double.NaN;
  }

  /** By how much the busiest known hour of the month exceeds the run, as a part of the run. */
  public static double shortOfTheMonth(Sample sample) {
    if (!(sample.scenario().month() instanceof Month.OfVolume month)) {
      return 0;
    }
    return Math.max(0, month.busiestPerHour() / arrivalsPerHour(sample) - 1);
  }

  /**
   * As stated, in the busiest hour that is; those that are counted where a population starts over
   * by itself.
   */
  private static double arrivalsPerHour(Sample sample) {
    Scenario scenario = sample.scenario();
    if (scenario.arrivals() instanceof Counted counted) {
      return counted.volumes().busiestPerHour() * counted.factor();
    }
    return scenario.arrivals() instanceof Arrivals.Open open
        ? open.expectedUntil(scenario.horizonNanos()) / scenario.horizonSeconds() * 3_600
        : counted(sample) / (sample.seconds() / sample.replications()) * 3_600;
  }

  /**
   * Whether the workers' hours of the month are at most these: where they come and go with the
   * load, and less than a day was seen of a month that is nowhere busier.
   */
  public static boolean isUpperBound(Sample sample) {
    return sample.scenario().month() instanceof Month.OfVolume
        && shortOfTheMonth(sample) < NOTABLE
        && sample.seconds() / sample.replications() < DAY_SECONDS
        && sample.scenario().pools().stream()
            .anyMatch(p -> p.operations().autoscaling().isPresent());
  }

  /**
   * Hours of the month until the first budget of a pool is spent.
   *
   * @return infinite where all last for the month; NaN where nothing is known of the month
   */
  public static double budgetHours(Sample sample) {
    double least = Double.POSITIVE_INFINITY;
    for (int pool = 0; pool < sample.scenario().pools().size(); pool++) {
      double hours = budgetHours(sample, pool);
      if (Double.isNaN(hours)) {
        return Double.NaN;
      }
      least = Math.min(least, hours);
    }
    return least;
  }

  /** The same for the budget of one pool; infinite where it has none. */
  public static double budgetHours(Sample sample, int pool) {
    OptionalDouble budget = budget(sample.scenario(), pool);
    double needed = tokens(sample, pool);
    if (budget.isEmpty() || budget.getAsDouble() >= needed) {
      return Double.POSITIVE_INFINITY;
    }
    double part = budget.getAsDouble() / needed;
    return sample.scenario().month() instanceof Month.OfVolume volume
        ? volume.hoursUntil(part)
        : part * Month.HOURS;
  }

  /** What may yet be spent in a month on tokens of a pool; empty where there is no end to it. */
  public static OptionalDouble budget(Scenario scenario, int pool) {
    Optional<VendorApi> api = scenario.pools().get(pool).api();
    return api.isPresent() && api.get().monthlyBudget().isPresent()
        ? OptionalDouble.of(
            Math.max(0, api.get().monthlyBudget().getAsDouble() - api.get().spentBefore()))
        : OptionalDouble.empty();
  }

  private static double sum(Sample sample, IntToDoubleFunction figure) {
    return IntStream.range(0, sample.scenario().pools().size()).mapToDouble(figure).sum();
  }

  /** The hours of the month over those of the run. */
  private static double timesTheRun(Sample sample) {
    return sample.scenario().month() instanceof Month.Unstated
        ? Double.NaN
        : Month.HOURS * 3_600 / (sample.seconds() / sample.replications());
  }

  /** The conversations of the month over those of the run. */
  private static double timesTheVolume(Sample sample) {
    return sample.scenario().month() instanceof Month.OfVolume month
        ? month.conversations() / counted(sample)
        : timesTheRun(sample);
  }

  /** Conversations of one replication; of those that go on the part that was answered. */
  private static double counted(Sample sample) {
    return sample.conversationsCounted() / sample.replications();
  }

  /** In a run in which the budget was spent, some were turned away that would have been paid. */
  private static double askedForOverPaid(Sample sample, int pool) {
    double paid = sample.tally(pool).completed();
    double refused = sample.tally(pool).failed(Failure.OVER_BUDGET);
    return paid == 0 ? 1 : (paid + refused) / paid;
  }
}
