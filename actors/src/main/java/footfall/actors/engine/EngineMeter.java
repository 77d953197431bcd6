package footfall.actors.engine;

/**
 * What an engine has done since it began; integrals over time are in units times nanoseconds.
 * Tokens that are computed again after a preemption count apart. Not thread-safe.
 */
public final class EngineMeter implements Cloneable {
  private double computingNanos;
  private double prefillNanos;
  private long steps;
  private double batchArea;
  private double tokensRead;
  private double tokensCached;
  private double tokensRecomputed;
  private double tokensWritten;
  private long preemptions;
  private double runningArea;
  private double waitingArea;
  private double blocksArea;
  private double lastNanos;
  private double blocksNanos;
  private long blocks;

  EngineMeter() {}

  /** So many ran and waited until this instant. */
  void to(double nowNanos, int running, int waiting) {
    double elapsed = nowNanos - lastNanos;
    if (elapsed > 0) {
      runningArea += running * elapsed;
      waitingArea += waiting * elapsed;
      lastNanos = nowNanos;
    }
  }

  /** So many blocks are held now; they changed evenly since the last time. */
  void blocks(double nowNanos, long held) {
    double elapsed = nowNanos - blocksNanos;
    if (elapsed > 0) {
      blocksArea += elapsed * (held + blocks) / 2;
      blocksNanos = nowNanos;
    }
    blocks = held;
  }

  void stepped(double nanos, double promptNanos, int batch, long count) {
    computingNanos += nanos;
    prefillNanos += promptNanos;
    batchArea += (nanos - promptNanos) * batch;
    steps += count;
  }

  void read(double tokens, double cached) {
    tokensRead += tokens;
    tokensCached += cached;
  }

  void resumed(double tokens) {
    tokensRecomputed += tokens;
  }

  void wrote(double tokens) {
    tokensWritten += tokens;
  }

  void preempted() {
    preemptions++;
  }

  /** Time that steps took. */
  public double computingNanos() {
    return computingNanos;
  }

  /** Part of it that went into prompts, by their share of the tokens of each step. */
  public double prefillNanos() {
    return prefillNanos;
  }

  /** Forward passes. */
  public long steps() {
    return steps;
  }

  /** Integral of the sequences in a step over the time that went into decode. */
  public double batchArea() {
    return batchArea;
  }

  /** Tokens of prompts that were not in the cache. */
  public double tokensRead() {
    return tokensRead;
  }

  /** Tokens of prompts that were in the cache. */
  public double tokensCached() {
    return tokensCached;
  }

  /** Tokens of prompts and replies that are computed once more after preemptions. */
  public double tokensRecomputed() {
    return tokensRecomputed;
  }

  /** Tokens of replies. */
  public double tokensWritten() {
    return tokensWritten;
  }

  /** How often a sequence lost its blocks. */
  public long preemptions() {
    return preemptions;
  }

  /** Integral of the sequences that run. */
  public double runningArea() {
    return runningArea;
  }

  /** Integral of the sequences that wait. */
  public double waitingArea() {
    return waitingArea;
  }

  /** Integral of the blocks that sequences hold. */
  public double blocksArea() {
    return blocksArea;
  }

  /** Blocks that sequences hold now. */
  public long blocks() {
    return blocks;
  }

  EngineMeter copy() {
    try {
      return (EngineMeter) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
