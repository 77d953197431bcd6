package footfall.scenarios.arrivals;

/** The instants at which shoppers come in one replication. Has state; not thread-safe. */
public interface ArrivalTimes {
  /** Nothing comes any more. */
  long NEVER = Long.MAX_VALUE;

  /**
   * When the next shopper comes, in nanoseconds since the start and never before the one before; or
   * {@link #NEVER}.
   */
  long nextNanos();

  /**
   * The number of the shopper who comes at the instant given last.
   *
   * @param count how many came before
   */
  default long shopper(long count) {
    return count;
  }
}
