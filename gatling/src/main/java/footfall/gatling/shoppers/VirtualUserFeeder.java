package footfall.gatling.shoppers;

import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Replies;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Cohorts;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.conversations.ShopperPopulation;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The shoppers of a load test: those of the first replication of the scenario, at the instants at
 * which they would come there. Thread-safe.
 */
public final class VirtualUserFeeder {
  /** More are not kept in mind at once. */
  private static final int MOST_ARRIVALS = 5_000_000;

  private static final int ARRIVALS = -1;

  private final Scenario scenario;
  private final Dialect dialect;
  private final Replies replies;
  private final Optional<Prompts> prompts;
  private final Words words = new Words();
  private final ShopperPopulation population;
  private final long[] arrivals;

  /** Their numbers; null where they are counted through. */
  private long @Nullable [] numbers;

  private final AtomicInteger next = new AtomicInteger();

  /** All virtual users of a scenario, as below. */
  public VirtualUserFeeder(
      Scenario scenario, Dialect dialect, Replies replies, Optional<Prompts> prompts) {
    this(scenario, dialect, replies, prompts, Share.WHOLE);
  }

  /**
   * The virtual users of a scenario.
   *
   * @param prompts what they say; empty for words of our own
   * @param share of them that comes from here
   * @throws InvalidInputException if no shopper comes, or too many
   */
  public VirtualUserFeeder(
      Scenario scenario, Dialect dialect, Replies replies, Optional<Prompts> prompts, Share share) {
    this.scenario = scenario;
    this.dialect = dialect;
    this.replies = replies;
    this.prompts = prompts;
    this.population = ShopperPopulation.of(scenario, 0, true);
    long[] all =
        scenario.arrivals() instanceof Arrivals.Open open
            ? instants(open)
            : new long[population.closed()];
    this.arrivals = share.isWhole() ? all : only(share, all);
    if (arrivals.length == 0) {
      throw InvalidInputException.of(
          scenario.name(), "nobody comes within the horizon", "raise horizon or arrivals");
    }
  }

  /** The instants of a share; also leaves the numbers of its shoppers. */
  private long[] only(Share share, long[] all) {
    int count = (all.length - share.number() + share.of()) / share.of();
    long[] instants = new long[count];
    long[] own = new long[count];
    for (int i = 0; i < count; i++) {
      int shopper = i * share.of() + share.number() - 1;
      instants[i] = all[shopper];
      own[i] = numbers == null ? shopper : numbers[shopper];
    }
    numbers = own;
    return instants;
  }

  private long[] instants(Arrivals.Open open) {
    ArrivalTimes times =
        open.begin(Streams.entity(population.runKey(), ARRIVALS), scenario.horizonNanos());
    long[] instants = new long[1_024];
    int count = open instanceof Cohorts cohorts ? numberPopulations(cohorts) : 0;
    instants = Arrays.copyOf(instants, Math.max(instants.length, count));
    int there = count;
    for (long at = times.nextNanos(); at < scenario.horizonNanos(); at = times.nextNanos()) {
      if (count == MOST_ARRIVALS) {
        throw InvalidInputException.of(
            scenario.name(),
            "more than " + MOST_ARRIVALS + " shoppers come, too many for one load test",
            "shorten it with --set horizon=10min");
      }
      if (count == instants.length) {
        instants = Arrays.copyOf(instants, 2 * count);
      }
      if (open instanceof Cohorts) {
        number(count, times.shopper(count - there));
      }
      instants[count++] = at;
    }
    return Arrays.copyOf(instants, count);
  }

  /** Those who are there from the start come first; tells how many. */
  private int numberPopulations(Cohorts cohorts) {
    int count = 0;
    for (int cohort = 0; cohort < cohorts.cohorts().size(); cohort++) {
      for (int i = 0; i < cohorts.cohorts().get(cohort).population(); i++) {
        number(count++, cohorts.number(cohort, i));
      }
    }
    return count;
  }

  private void number(int index, long shopper) {
    if (numbers == null) {
      numbers = new long[1_024];
    }
    if (index == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * index);
    }
    numbers[index] = shopper;
  }

  /** How many shoppers come, or are there from the start. */
  public int count() {
    return arrivals.length;
  }

  /** How many of them come before an instant, in nanoseconds since the start. */
  public int countBefore(long nanos) {
    int place = Arrays.binarySearch(arrivals, nanos);
    if (place < 0) {
      return -place - 1;
    }
    while (place > 0 && arrivals[place - 1] == nanos) {
      place--;
    }
    return place;
  }

  /** The next one to begin. */
  public VirtualUser next() {
    int shopper = next.getAndIncrement();
    long number = numbers == null ? shopper : numbers[shopper];
    return new VirtualUser(this, number, arrivals[shopper]);
  }

  /**
   * The next one, who comes at an instant of somebody else's choosing. When all shoppers of the
   * scenario's horizon have come, those of a recording or of cohorts come again.
   */
  public VirtualUser comingAt(long nanos) {
    int shopper = next.getAndIncrement();
    boolean isListed = numbers != null || scenario.arrivals() instanceof Replay;
    int place = shopper % arrivals.length;
    long number = numbers == null ? (isListed ? place : shopper) : numbers[place];
    return new VirtualUser(this, number, nanos).comingAt(nanos);
  }

  Scenario scenario() {
    return scenario;
  }

  Dialect dialect() {
    return dialect;
  }

  Replies replies() {
    return replies;
  }

  Optional<Prompts> prompts() {
    return prompts;
  }

  Words words() {
    return words;
  }

  Vocabulary vocabulary() {
    return population.vocabulary();
  }

  ShopperPopulation population() {
    return population;
  }
}
