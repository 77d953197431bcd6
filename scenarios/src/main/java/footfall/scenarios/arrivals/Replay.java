package footfall.scenarios.arrivals;

/**
 * The requests of a recorded trace with its own token counts: each a conversation of one turn, so
 * that the n-th shopper to come says the n-th request, or the turns of the sessions that the trace
 * tells apart.
 *
 * @param speed how many times faster than recorded: 2 doubles the rate
 * @param sessions whether requests of a session are one conversation, of which each turn comes as
 *     long after the one before as recorded, or when that is answered
 * @param loop whether it begins again when it is over, after the mean gap between two requests
 */
public record Replay(Trace trace, double speed, boolean sessions, boolean loop)
    implements Arrivals.Open {
  @Override
  public Replay atLoad(double factor) {
    return new Replay(trace, speed * factor, sessions, loop);
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
        return loop || next < conversations() ? atNanos(request(next++, 0)) : ArrivalTimes.NEVER;
      }
    };
  }

  private int conversations() {
    return sessions ? trace.sessions() : trace.size();
  }

  /** How many turns the conversation of a shopper has. */
  public int turns(long shopper) {
    return sessions ? trace.sessionSize((int) shopper) : 1;
  }

  /** The index of the request that is the turn of a shopper. */
  public int request(long shopper, int turn) {
    return sessions ? trace.request((int) shopper, turn) : (int) shopper;
  }

  /** How long after the turn before a turn of a shopper came, at the speed of the replay. */
  public long gapNanos(long shopper, int turn) {
    return atNanos(request(shopper, turn)) - atNanos(request(shopper, turn - 1));
  }

  /**
   * Tokens at the start of a turn that the turn before and its answer were, where it is longer than
   * both; zero where it goes on from nothing.
   */
  public int repeatedTokens(long shopper, int turn) {
    if (turn == 0) {
      return 0;
    }
    int before = request(shopper, turn - 1);
    int said = trace.inputTokens(before) + trace.outputTokens(before);
    return said <= trace.inputTokens(request(shopper, turn)) ? said : 0;
  }

  /** Nanoseconds of its own that the service of a turn takes; negative where none are recorded. */
  public long serviceNanos(long shopper, int turn) {
    return nanos(trace.details().serviceSeconds(), shopper, turn, -1);
  }

  /** How long a turn waits at most; another figure where that is not recorded. */
  public long patienceNanos(long shopper, int turn, long otherwise) {
    return nanos(trace.details().patienceSeconds(), shopper, turn, otherwise);
  }

  private long nanos(float[] seconds, long shopper, int turn, long otherwise) {
    int index = request(shopper, turn) % trace.size();
    return seconds.length == 0 || Float.isNaN(seconds[index])
        ? otherwise
        : Math.round(seconds[index] * 1e9);
  }

  /** The priority of a turn; another where it is not recorded. */
  public int priority(long shopper, int turn, int otherwise) {
    int[] priorities = trace.details().priorities();
    return priorities.length == 0 ? otherwise : priorities[request(shopper, turn) % trace.size()];
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
    int high = conversations();
    long left = horizonNanos - Math.round(rounds * roundNanos() / speed);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (atNanos(request(middle, 0)) < left) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) rounds * trace.size() + low;
  }
}
