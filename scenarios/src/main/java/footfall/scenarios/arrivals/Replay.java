package footfall.scenarios.arrivals;

/**
 * The requests of a recorded trace, each a conversation of one turn with the trace's own token
 * counts; the n-th shopper to come says the n-th request.
 *
 * @param speed how many times faster than recorded: 2 doubles the rate
 */
public record Replay(Trace trace, double speed) implements Arrivals.Open {
  @Override
  public Replay atLoad(double factor) {
    return new Replay(trace, speed * factor);
  }

  @Override
  public boolean isRecorded() {
    return true;
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    return new ArrivalTimes() {
      private int next;

      @Override
      public long nextNanos() {
        return next < trace.size() ? atNanos(next++) : ArrivalTimes.NEVER;
      }
    };
  }

  /** When the request with this index comes. */
  public long atNanos(int index) {
    return Math.round(trace.atNanos(index) / speed);
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    int count = 0;
    while (count < trace.size() && atNanos(count) < horizonNanos) {
      count++;
    }
    return count;
  }
}
