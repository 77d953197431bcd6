package footfall.reports.recording;

import footfall.queueing.statistics.Durations;

/**
 * What became of the requests and conversations of one class of shoppers that arrived in a section.
 * Not thread-safe.
 */
public final class ClassBook {
  private final long[] requests = new long[Fate.values().length];
  private final long[] conversations = new long[Fate.values().length];
  private long openRequests;
  private long openConversations;
  private final Durations latency = new Durations();
  private final Durations firstToken = new Durations();
  private long judged;
  private double satisfaction;
  private long completed;
  private double prospect;
  private final double[] lostRevenue = new double[LossCause.values().length];
  private final long[] lost = new long[LossCause.values().length];

  void answered(long latencyNanos, long firstTokenNanos) {
    latency.record(latencyNanos);
    firstToken.record(firstTokenNanos);
  }

  void requestEnded(Fate fate) {
    requests[fate.ordinal()]++;
  }

  void conversationEnded(Fate fate) {
    conversations[fate.ordinal()]++;
  }

  void requestOpen() {
    openRequests++;
  }

  void conversationOpen() {
    openConversations++;
  }

  /** A conversation was completed that could have brought so much. */
  void completed(ConversationWorth.Prospect of) {
    completed++;
    prospect += of.undisturbed();
    lostRevenue[LossCause.SLOW_ANSWERS.ordinal()] += of.lostToTime();
    lostRevenue[LossCause.WRONG_ROUTE.ordinal()] += of.lostToRoute();
  }

  /** A conversation was lost to this. */
  void lost(LossCause cause) {
    lost[cause.ordinal()]++;
  }

  void judged(double measure) {
    if (!Double.isNaN(measure)) {
      judged++;
      satisfaction += measure;
    }
  }

  /** Adds all that the other has. */
  public void add(ClassBook other) {
    for (int fate = 0; fate < requests.length; fate++) {
      requests[fate] += other.requests[fate];
      conversations[fate] += other.conversations[fate];
    }
    openRequests += other.openRequests;
    openConversations += other.openConversations;
    latency.add(other.latency);
    firstToken.add(other.firstToken);
    judged += other.judged;
    satisfaction += other.satisfaction;
    completed += other.completed;
    prospect += other.prospect;
    for (int cause = 0; cause < lost.length; cause++) {
      lost[cause] += other.lost[cause];
      lostRevenue[cause] += other.lostRevenue[cause];
    }
  }

  void pack() {
    latency.pack();
    firstToken.pack();
  }

  /** Requests that arrived here and ended so. */
  public long requests(Fate fate) {
    return requests[fate.ordinal()];
  }

  /** Conversations that began here and ended so. */
  public long conversations(Fate fate) {
    return conversations[fate.ordinal()];
  }

  /** Requests that had not ended when the run was closed. */
  public long openRequests() {
    return openRequests;
  }

  /** Conversations that had not ended when the run was closed. */
  public long openConversations() {
    return openConversations;
  }

  /** From submitting to the last token; answered requests. */
  public Durations latency() {
    return latency;
  }

  /** From submitting to the first token; answered requests. */
  public Durations firstToken() {
    return firstToken;
  }

  /** Conversations that were lost to this. */
  public long lostTo(LossCause cause) {
    return lost[cause.ordinal()];
  }

  /**
   * Revenue that was lost to this on average, in currency units: what completed conversations would
   * have brought besides, and for each that was lost what a completed one would have brought; NaN
   * where some were lost and none was completed.
   */
  public double revenueLostTo(LossCause cause) {
    return lostRevenue[cause.ordinal()] + (lostTo(cause) == 0 ? 0 : lostTo(cause) * each());
  }

  /** What all that arrived would have brought on average, had nothing gone wrong. */
  public double prospect() {
    long all = 0;
    for (long of : lost) {
      all += of;
    }
    return prospect + (all == 0 ? 0 : all * each());
  }

  private double each() {
    return prospect / completed;
  }

  /** Mean satisfaction with the answers; NaN where it is not stated. */
  public double satisfaction() {
    return judged == 0 ? Double.NaN : satisfaction / judged;
  }
}
