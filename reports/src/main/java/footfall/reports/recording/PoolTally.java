package footfall.reports.recording;

/** What the requests of one pool add up to in one section of a run. Sums only; not thread-safe. */
public final class PoolTally {
  long completed;
  long counted;
  long abandoned;
  long rejected;
  final long[] failedBy = new long[Failure.values().length];
  long failed;
  long failedInService;
  long waited;
  double waitNanos;
  double sojournNanos;

  final long[] classLeft;
  final double[] classWaitNanos;
  private boolean waitUnknown;
  double conversationShares;
  long conversations;
  long satisfied;
  long purchases;
  final Opinions opinions;

  PoolTally(int classCount, int languages) {
    opinions = new Opinions(languages);
    classLeft = new long[classCount];
    classWaitNanos = new double[classCount];
  }

  void add(PoolTally other) {
    for (int i = 0; i < classLeft.length; i++) {
      classLeft[i] += other.classLeft[i];
      classWaitNanos[i] += other.classWaitNanos[i];
    }
    completed += other.completed;
    counted += other.counted;
    abandoned += other.abandoned;
    rejected += other.rejected;
    failed += other.failed;
    failedInService += other.failedInService;
    waited += other.waited;
    for (int i = 0; i < failedBy.length; i++) {
      failedBy[i] += other.failedBy[i];
    }
    waitNanos += other.waitNanos;
    sojournNanos += other.sojournNanos;
    waitUnknown |= other.waitUnknown;
    conversationShares += other.conversationShares;
    conversations += other.conversations;
    satisfied += other.satisfied;
    purchases += other.purchases;
    opinions.add(other.opinions);
  }

  void waitUnknown() {
    waitUnknown = true;
  }

  /** Whether nobody told of some requests how long they had to queue. */
  public boolean isWaitUnknown() {
    return waitUnknown;
  }

  /** Requests answered in full. */
  public long completed() {
    return completed;
  }

  /** Of these, the ones whose tokens were counted here because the vendor does not tell them. */
  public long counted() {
    return counted;
  }

  /** Requests that left the queue unserved. */
  public long abandoned() {
    return abandoned;
  }

  /** Requests turned away. */
  public long rejected() {
    return rejected;
  }

  /** Requests that entered and left again, served or not. */
  public long left() {
    return completed + abandoned + failed;
  }

  /** Requests that failed. */
  public long failed() {
    return failed;
  }

  /** Requests that failed for this reason. */
  public long failed(Failure failure) {
    return failedBy[failure.ordinal()];
  }

  /** Part of the requests that failed, of all that entered; NaN where none did. */
  public double probabilityOfFailure() {
    return (double) failed / left();
  }

  /**
   * Part of the requests that had to queue, of all that entered; NaN where none did, or nobody
   * knows.
   */
  public double probabilityOfWait() {
    return waitUnknown ? Double.NaN : (double) waited / left();
  }

  /** Part of the requests that gave up, of all that entered; NaN where none did. */
  public double probabilityOfAbandonment() {
    return (double) abandoned / left();
  }

  /** Part of the requests turned away, of all that came; NaN where none did. */
  public double probabilityOfRejection() {
    return (double) rejected / (left() + rejected);
  }

  /**
   * Mean time in the queue in seconds, of all that entered; NaN where none did, or nobody knows.
   */
  public double meanWaitSeconds() {
    return waitUnknown ? Double.NaN : waitNanos / left() / 1e9;
  }

  /** Mean time in the pool in seconds, of all that entered; NaN where none did. */
  public double meanSojournSeconds() {
    return sojournNanos / left() / 1e9;
  }

  /** Mean time in service in seconds; NaN where none was served, or nobody knows. */
  public double meanServiceSeconds() {
    return waitUnknown
        ? Double.NaN
        : (sojournNanos - waitNanos) / (completed + failedInService) / 1e9;
  }

  /** The same of one class of shoppers. */
  public double meanWaitSeconds(int shopperClass) {
    return waitUnknown ? Double.NaN : classWaitNanos[shopperClass] / classLeft[shopperClass] / 1e9;
  }

  /** Conversations that ended with a request to this pool. */
  public long conversations() {
    return conversations;
  }

  /** Of these, those that left the shopper satisfied. */
  public long satisfied() {
    return satisfied;
  }

  /** Of these, those that ended in a purchase. */
  public long purchases() {
    return purchases;
  }

  /** What its answers were worth. */
  public Opinions opinions() {
    return opinions;
  }

  /** Conversations served, each request counting for its part of the planned conversation. */
  public double conversationShares() {
    return conversationShares;
  }
}
