package footfall.reports.recording;

/** What the turns of one pool add up to in one section of a run. Sums only; not thread-safe. */
public final class PoolTally {
  long completed;
  long abandoned;
  long rejected;
  long startedLate;
  double waitNanos;
  double sojournNanos;

  final long[] classLeft;
  final double[] classWaitNanos;
  long inputTokens;
  long outputTokens;
  double conversationShares;

  PoolTally(int classCount) {
    classLeft = new long[classCount];
    classWaitNanos = new double[classCount];
  }

  void add(PoolTally other) {
    for (int i = 0; i < classLeft.length; i++) {
      classLeft[i] += other.classLeft[i];
      classWaitNanos[i] += other.classWaitNanos[i];
    }
    completed += other.completed;
    abandoned += other.abandoned;
    rejected += other.rejected;
    startedLate += other.startedLate;
    waitNanos += other.waitNanos;
    sojournNanos += other.sojournNanos;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    conversationShares += other.conversationShares;
  }

  /** Turns answered in full. */
  public long completed() {
    return completed;
  }

  /** Turns that left the queue unserved. */
  public long abandoned() {
    return abandoned;
  }

  /** Turns turned away. */
  public long rejected() {
    return rejected;
  }

  /** Turns that entered and left again, served or not. */
  public long left() {
    return completed + abandoned;
  }

  /** Part of the turns that had to queue, of all that entered; NaN where none did. */
  public double probabilityOfWait() {
    return (double) (startedLate + abandoned) / left();
  }

  /** Part of the turns that gave up, of all that entered; NaN where none did. */
  public double probabilityOfAbandonment() {
    return (double) abandoned / left();
  }

  /** Part of the turns turned away, of all that came; NaN where none did. */
  public double probabilityOfRejection() {
    return (double) rejected / (left() + rejected);
  }

  /** Mean time in the queue in seconds, of all that entered; NaN where none did. */
  public double meanWaitSeconds() {
    return waitNanos / left() / 1e9;
  }

  /** Mean time in the pool in seconds, of all that entered; NaN where none did. */
  public double meanSojournSeconds() {
    return sojournNanos / left() / 1e9;
  }

  /** Mean time in service in seconds; NaN where none was served. */
  public double meanServiceSeconds() {
    return (sojournNanos - waitNanos) / completed / 1e9;
  }

  /** Mean time in the queue of one class of shoppers, in seconds; NaN where none entered. */
  public double meanWaitSeconds(int shopperClass) {
    return classWaitNanos[shopperClass] / classLeft[shopperClass] / 1e9;
  }

  /** Tokens read. */
  public long inputTokens() {
    return inputTokens;
  }

  /** Tokens written. */
  public long outputTokens() {
    return outputTokens;
  }

  /** Conversations served, each turn counting for its part of the planned conversation. */
  public double conversationShares() {
    return conversationShares;
  }
}
