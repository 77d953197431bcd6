package footfall.scenarios;

import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.randomness.RandomStream;
import java.util.List;

/** How shoppers come: open (they come whatever the queues) or closed (a fixed population). */
public sealed interface Arrivals {

  /** A population of shoppers of whom each starts over as soon as it has thought again. */
  record Closed(int population) implements Arrivals {}

  /** Arrivals that do not depend on how the shoppers before them fare. */
  sealed interface Open extends Arrivals {
    /** Long-run arrival rate in conversations per second; zero for a finite list of times. */
    double ratePerSecond();

    /**
     * When the n-th shopper (from zero) comes, given when the one before came.
     *
     * @param random the stream of this arrival alone
     * @return nanoseconds since the start, or {@link Long#MAX_VALUE} where no more come
     */
    long nextNanos(long index, long previousNanos, RandomStream random);
  }

  /** Independent exponential gaps. */
  record Poisson(double ratePerSecond) implements Open {
    @Override
    public long nextNanos(long index, long previousNanos, RandomStream random) {
      return previousNanos + new Exponential(1 / ratePerSecond).sampleNanos(random);
    }
  }

  /** One arrival every {@code 1/rate} seconds, the first one gap after the start. */
  record Constant(double ratePerSecond) implements Open {
    @Override
    public long nextNanos(long index, long previousNanos, RandomStream random) {
      return Math.round((index + 1) / ratePerSecond * 1e9);
    }
  }

  /** Arrivals at given instants, and none after the last. */
  record Times(List<Long> atNanos) implements Open {
    /** Copies the list, which must be in ascending order. */
    public Times {
      atNanos = List.copyOf(atNanos);
    }

    @Override
    public double ratePerSecond() {
      return 0;
    }

    @Override
    public long nextNanos(long index, long previousNanos, RandomStream random) {
      return index < atNanos.size() ? atNanos.get((int) index) : Long.MAX_VALUE;
    }
  }
}
