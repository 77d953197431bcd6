package footfall.scenarios.arrivals;

/** How shoppers come: open (they come whatever the queues) or closed (a fixed population). */
public sealed interface Arrivals {

  /** A population of shoppers of whom each starts over as soon as it has thought again. */
  record Closed(int population) implements Arrivals {}

  /** Arrivals that do not depend on how the shoppers before them fare. Immutable. */
  sealed interface Open extends Arrivals permits Renewal, Modulated, Times, Replay {

    /**
     * The arrivals of one replication.
     *
     * @param key from which every draw derives
     * @param horizonNanos nobody asks for arrivals after it
     */
    ArrivalTimes begin(long key, long horizonNanos);

    /** How many are expected to come until the horizon. */
    double expectedUntil(long horizonNanos);
  }
}
