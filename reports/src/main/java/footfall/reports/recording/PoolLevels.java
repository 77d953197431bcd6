package footfall.reports.recording;

import java.util.Arrays;

/**
 * How many requests wait and are served in a pool, how many workers are there and what power they
 * draw, with the integrals of all over time, kept by the pool itself: one side of Little's law,
 * while the times of the requests are the other. Integrals are in units times nanoseconds. Not
 * thread-safe.
 */
public final class PoolLevels implements Cloneable {
  private long lastNanos;
  private long lastWorkersNanos;
  private long waiting;
  private long inService;
  private long maxWaiting;
  private long completions;
  private int workersPaid;
  private int workersUp;
  private double watts;
  private double waitingArea;
  private double inServiceArea;
  private double workersPaidArea;
  private double workersUpArea;
  private double wattsArea;
  private double inputTokens;
  private double cachedTokens;
  private double outputTokens;
  private long attemptsSent;
  private EngineLevels engine = new EngineLevels();
  private long[] attemptsEnded = new long[Attempt.values().length];

  /** An empty pool from the given instant on. */
  public PoolLevels(long nowNanos) {
    lastNanos = nowNanos;
    lastWorkersNanos = nowNanos;
  }

  /** A request came and went straight into service. */
  public void startedAtOnce(long nowNanos) {
    advance(nowNanos);
    inService++;
  }

  /** A request came and waits. */
  public void queued(long nowNanos) {
    advance(nowNanos);
    waiting++;
    maxWaiting = Math.max(maxWaiting, waiting);
  }

  /** A request that waited went into service. */
  public void started(long nowNanos) {
    advance(nowNanos);
    waiting--;
    inService++;
  }

  /** A served request left and its slot is free. */
  public void left(long nowNanos) {
    advance(nowNanos);
    inService--;
    completions++;
  }

  /** A served request left and one that waited took its slot. */
  public void leftAndStarted(long nowNanos) {
    advance(nowNanos);
    waiting--;
    completions++;
  }

  /** A waiting request left unserved. */
  public void leftQueue(long nowNanos) {
    advance(nowNanos);
    waiting--;
  }

  /** A request in service left without an answer. */
  public void leftService(long nowNanos) {
    advance(nowNanos);
    inService--;
  }

  /** A request in service went back into the queue. */
  public void requeued(long nowNanos) {
    leftService(nowNanos);
    queued(nowNanos);
  }

  /** So many workers are paid for from now on, and so many of them can serve. */
  public void workers(long nowNanos, int paid, int up) {
    advanceWorkers(nowNanos);
    workersPaid = paid;
    workersUp = up;
  }

  /** The power of all workers changed by so much. */
  public void wattsChanged(long nowNanos, double change) {
    advanceWorkers(nowNanos);
    watts += change;
  }

  /** Tokens that are paid for were read and written; the cached are among the input. */
  public void tokensUsed(int input, int cached, int output) {
    inputTokens += input;
    cachedTokens += cached;
    outputTokens += output;
  }

  /** What the engines of the pool have done together by now. */
  public void engine(EngineLevels now) {
    engine = now;
  }

  /** What the engines of the pool have done since the start; nothing where it has none. */
  public double engine(EngineLevels.Count count) {
    return engine.get(count);
  }

  /** An attempt at a vendor began. */
  public void attemptSent() {
    attemptsSent++;
  }

  /** An attempt at a vendor ended. */
  public void attemptEnded(Attempt attempt) {
    attemptsEnded[attempt.ordinal()]++;
  }

  /** The levels at this instant; the maximum queue starts afresh from here. */
  public PoolLevels snapshot(long nowNanos) {
    advance(nowNanos);
    advanceWorkers(nowNanos);
    PoolLevels copy = copy();
    maxWaiting = waiting;
    return copy;
  }

  /** The same levels with another maximum. */
  public PoolLevels withMaxWaiting(long max) {
    PoolLevels copy = copy();
    copy.maxWaiting = max;
    return copy;
  }

  /** Both added up, their instants too; of the longest queues the longer. */
  public PoolLevels plus(PoolLevels other) {
    PoolLevels sum = copy();
    sum.lastNanos += other.lastNanos;
    sum.lastWorkersNanos += other.lastWorkersNanos;
    sum.waiting += other.waiting;
    sum.inService += other.inService;
    sum.maxWaiting = Math.max(maxWaiting, other.maxWaiting);
    sum.completions += other.completions;
    sum.workersPaid += other.workersPaid;
    sum.workersUp += other.workersUp;
    sum.watts += other.watts;
    sum.waitingArea += other.waitingArea;
    sum.inServiceArea += other.inServiceArea;
    sum.workersPaidArea += other.workersPaidArea;
    sum.workersUpArea += other.workersUpArea;
    sum.wattsArea += other.wattsArea;
    sum.inputTokens += other.inputTokens;
    sum.cachedTokens += other.cachedTokens;
    sum.outputTokens += other.outputTokens;
    sum.attemptsSent += other.attemptsSent;
    sum.engine = engine.copy();
    sum.engine.add(other.engine);
    Arrays.setAll(sum.attemptsEnded, i -> attemptsEnded[i] + other.attemptsEnded[i]);
    return sum;
  }

  /** Requests waiting now. */
  public long waiting() {
    return waiting;
  }

  /** Requests in service now. */
  public long inService() {
    return inService;
  }

  /** Requests waiting or in service now. */
  public long inSystem() {
    return waiting + inService;
  }

  /** Requests served since the start. */
  public long completions() {
    return completions;
  }

  /** The longest queue since the snapshot before. */
  public long maxWaiting() {
    return maxWaiting;
  }

  /** Workers that are there or starting now. */
  public int workersPaid() {
    return workersPaid;
  }

  /** Workers that can serve now. */
  public int workersUp() {
    return workersUp;
  }

  /** Watts that all workers draw now, at the device; zero where the power is not stated. */
  public double watts() {
    return watts;
  }

  /** Integral of the requests waiting. */
  public double waitingArea() {
    return waitingArea;
  }

  /** Integral of the requests in service. */
  public double inServiceArea() {
    return inServiceArea;
  }

  /** Integral of the workers that are there or starting. */
  public double workersPaidArea() {
    return workersPaidArea;
  }

  /** Integral of the workers that can serve. */
  public double workersUpArea() {
    return workersUpArea;
  }

  /** Integral of the watts. */
  public double wattsArea() {
    return wattsArea;
  }

  /** Tokens read since the start that are paid for, the cached ones included. */
  public double inputTokens() {
    return inputTokens;
  }

  /** Tokens of repeated context among them that were found in a cache. */
  public double cachedTokens() {
    return cachedTokens;
  }

  /** Tokens written since the start that are paid for. */
  public double outputTokens() {
    return outputTokens;
  }

  /** Attempts at a vendor since the start. */
  public long attemptsSent() {
    return attemptsSent;
  }

  /** Attempts at a vendor since the start that ended so. */
  public long attempts(Attempt attempt) {
    return attemptsEnded[attempt.ordinal()];
  }

  /** Attempts at a vendor that have not ended. */
  public long attemptsOpen() {
    return attemptsSent - Arrays.stream(attemptsEnded).sum();
  }

  /** When these levels were taken. */
  public long atNanos() {
    return lastNanos;
  }

  private void advance(long nowNanos) {
    if (nowNanos == lastNanos) {
      return;
    }
    double elapsed = nowNanos - lastNanos;
    waitingArea += waiting * elapsed;
    inServiceArea += inService * elapsed;
    lastNanos = nowNanos;
  }

  /** Workers come and go far more seldom than requests. */
  private void advanceWorkers(long nowNanos) {
    double elapsed = nowNanos - lastWorkersNanos;
    workersPaidArea += workersPaid * elapsed;
    workersUpArea += workersUp * elapsed;
    wattsArea += watts * elapsed;
    lastWorkersNanos = nowNanos;
  }

  private PoolLevels copy() {
    try {
      PoolLevels copy = (PoolLevels) clone();
      copy.attemptsEnded = attemptsEnded.clone();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
