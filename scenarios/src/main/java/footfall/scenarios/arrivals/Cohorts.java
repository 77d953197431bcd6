package footfall.scenarios.arrivals;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.List;
import java.util.Optional;

/**
 * Several kinds of shoppers, each of which comes in its own way. The n-th shopper of a cohort is
 * the same whatever the others do: its number is {@code n x cohorts + cohort}.
 */
public record Cohorts(List<Cohort> cohorts) implements Arrivals.Open {
  /**
   * Shoppers that come by one process.
   *
   * @param classes indices of theirs in the scenario
   * @param shares of these classes; they sum to one
   * @param group how many come together at each arrival; empty for one
   * @param secondsOfConversation that one takes at least, mean; of use for closed populations
   */
  public record Cohort(
      List<Integer> classes,
      List<Double> shares,
      Arrivals arrivals,
      Optional<Distribution> group,
      double secondsOfConversation) {
    private static final int SAMPLE = 10_000;

    /** Copies the lists. */
    public Cohort {
      classes = List.copyOf(classes);
      shares = List.copyOf(shares);
    }

    /** How many conversations are expected to begin until the horizon. */
    public double expectedUntil(long horizonNanos) {
      if (arrivals instanceof Closed closed) {
        return closed.population() * Math.max(1, horizonNanos / 1e9 / secondsOfConversation);
      }
      double groups = ((Open) arrivals).expectedUntil(horizonNanos);
      return groups * group.map(Cohort::meanSize).orElse(1.0);
    }

    /** What is less than one is one. */
    private static double meanSize(Distribution group) {
      RandomStream random = new RandomStream();
      random.at(0);
      double sum = 0;
      for (int i = 0; i < SAMPLE; i++) {
        sum += Math.max(1, group.sample(random));
      }
      return sum / SAMPLE;
    }

    private Cohort atLoad(double factor) {
      return new Cohort(classes, shares, arrivals.atLoad(factor), group, secondsOfConversation);
    }

    /** Shoppers of a closed population; none where it is open. */
    public int population() {
      return arrivals instanceof Closed closed ? closed.population() : 0;
    }
  }

  /** Copies the list. */
  public Cohorts {
    cohorts = List.copyOf(cohorts);
  }

  /** The cohort that a shopper belongs to. */
  public Cohort of(long shopper) {
    return cohorts.get((int) (shopper % cohorts.size()));
  }

  /** Who takes the place of a shopper of a closed population. */
  public long successor(long shopper) {
    return shopper + (long) of(shopper).population() * cohorts.size();
  }

  /** The number of a shopper of the cohort with an index, counted from zero within it. */
  public long number(int cohort, long index) {
    return index * cohorts.size() + cohort;
  }

  @Override
  public Cohorts atLoad(double factor) {
    return new Cohorts(cohorts.stream().map(cohort -> cohort.atLoad(factor)).toList());
  }

  @Override
  public boolean isStationary() {
    return cohorts.stream().allMatch(cohort -> cohort.arrivals().isStationary());
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    return cohorts.stream().mapToDouble(cohort -> cohort.expectedUntil(horizonNanos)).sum();
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    return new Merged(key, horizonNanos);
  }

  /** All cohorts' arrivals in order of time; of those at one instant the first cohort's. */
  private final class Merged implements ArrivalTimes {
    private static final long OF_GROUPS = -1;

    private final ArrivalTimes[] times = new ArrivalTimes[cohorts.size()];
    private final long[] next = new long[times.length];
    private final long[] arrived = new long[times.length];
    private final int[] together = new int[times.length];
    private final long[] keys = new long[times.length];
    private final RandomStream random = new RandomStream();
    private int last;

    Merged(long key, long horizonNanos) {
      for (int i = 0; i < times.length; i++) {
        long own = Streams.entity(key, i);
        keys[i] = Streams.entity(own, OF_GROUPS);
        times[i] =
            cohorts.get(i).arrivals() instanceof Open open
                ? open.begin(own, horizonNanos)
                : () -> NEVER;
        advance(i);
      }
    }

    private void advance(int cohort) {
      if (--together[cohort] > 0) {
        return;
      }
      next[cohort] = times[cohort].nextNanos();
      Optional<Distribution> group = cohorts.get(cohort).group();
      if (group.isPresent() && next[cohort] != NEVER) {
        random.at(Streams.draw(keys[cohort], Purpose.ARRIVAL, arrived[cohort]));
        together[cohort] = size(group.get(), random);
      }
    }

    /** A whole number with the mean that the distribution has, unless that is below one. */
    private static int size(Distribution group, RandomStream random) {
      double drawn = Math.max(1, group.sample(random));
      return (int) Math.min(Distribution.MAX_COUNT, Math.floor(drawn + random.nextDouble()));
    }

    @Override
    public long nextNanos() {
      last = 0;
      for (int i = 1; i < next.length; i++) {
        last = next[i] < next[last] ? i : last;
      }
      long at = next[last];
      if (at != NEVER) {
        arrived[last]++;
        advance(last);
      }
      return at;
    }

    @Override
    public long shopper(long count) {
      return number(last, arrived[last] - 1);
    }
  }
}
