package footfall.scenarios.arrivals;

/** How shoppers come: open (they come whatever the queues) or closed (a fixed population). */
public sealed interface Arrivals {
  /**
   * The same with so many times the load: a rate is multiplied, a population grows, and what was
   * recorded goes by so many times faster.
   */
  Arrivals atLoad(double factor);

  /** Whether they come at a rate that is the same all the time, as far as is stated. */
  default boolean isStationary() {
    return true;
  }

  /** A population of shoppers of whom each starts over as soon as it has thought again. */
  record Closed(int population) implements Arrivals {
    @Override
    public Closed atLoad(double factor) {
      return new Closed((int) Math.max(1, Math.round(population * factor)));
    }
  }

  /** Arrivals that do not depend on how the shoppers before them fare. Immutable. */
  sealed interface Open extends Arrivals
      permits Renewal, Modulated, TimedArrivals, Counted, Replay, Cohorts {

    /**
     * The arrivals of one replication.
     *
     * @param key from which every draw derives
     * @param horizonNanos no arrivals are asked for after it
     */
    ArrivalTimes begin(long key, long horizonNanos);

    @Override
    Open atLoad(double factor);

    /** Whether they come at stated instants, of which there is an end. */
    default boolean isRecorded() {
      return false;
    }

    /** How many are expected to come until the horizon. */
    double expectedUntil(long horizonNanos);
  }
}
