package footfall.scenarios.arrivals;

/**
 * The requests of a recorded trace, each a conversation of one turn with the trace's own token
 * counts; the n-th shopper to come says the n-th request.
 *
 * @param speed how many times faster than recorded: 2 doubles the rate
 * @param loop whether it begins again when it is over, after the mean gap between two requests
 */
public record Replay(Trace trace, double speed, boolean loop) implements Arrivals.Open {
  @Override
  public Replay atLoad(double factor) {
    return new Replay(trace, speed * factor, loop);
  }

  @Override
  public boolean isRecorded() {
    return !loop;
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    return new ArrivalTimes() {
      private int next;

      @Override
      public long nextNanos() {
        return loop || next < trace.size() ? atNanos(next++) : ArrivalTimes.NEVER;
      }
    };
  }

  /** When the request with this index comes; in a loop there is no end of them. */
  public long atNanos(int index) {
    long round = index / trace.size();
    return Math.round((trace.atNanos(index % trace.size()) + round * roundNanos()) / speed);
  }

  /** How long one round of the trace is, as recorded. */
  private double roundNanos() {
    long last = trace.atNanos(trace.size() - 1);
    return last * (trace.size() / (trace.size() - 1.0));
  }

  /** From the first request to just after the last, at its speed: the least horizon of all. */
  public double spanSeconds() {
    return (Math.floor(atNanos(trace.size() - 1) / 1e6) + 1) / 1e3;
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    long rounds = loop ? (long) (horizonNanos * speed / roundNanos()) : 0;
    int low = 0;
    int high = trace.size();
    long left = horizonNanos - Math.round(rounds * roundNanos() / speed);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (atNanos(middle) < left) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) rounds * trace.size() + low;
  }
}
