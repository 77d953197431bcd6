package footfall.actors.engine;

import footfall.reports.recording.EngineLevels;
import footfall.reports.recording.EngineLevels.Count;

/** Counts the work of an engine. Not thread-safe. */
final class EngineMeter {
  private final EngineLevels levels = new EngineLevels();
  private final double prefillWatts;
  private final double[] decodeWatts;
  private final double totalBlocks;
  private double lastNanos;
  private double blocksNanos;
  private long blocks;

  /**
   * A meter at zero.
   *
   * @param decodeWatts by sequences in a step; empty where the power is not known
   */
  EngineMeter(double totalBlocks, double prefillWatts, double[] decodeWatts) {
    this.totalBlocks = totalBlocks;
    this.prefillWatts = prefillWatts;
    this.decodeWatts = decodeWatts;
  }

  /** Adds the time since the last call, with the given numbers of sequences. */
  void to(double nowNanos, int running, int waiting) {
    double elapsed = nowNanos - lastNanos;
    if (elapsed > 0) {
      levels.add(Count.RUNNING_AREA, running * elapsed);
      levels.add(Count.WAITING_AREA, waiting * elapsed);
      lastNanos = nowNanos;
    }
  }

  /** Sets the blocks in use; assumes a linear change since the last call. */
  void blocks(double nowNanos, long held) {
    double elapsed = nowNanos - blocksNanos;
    if (elapsed > 0) {
      levels.add(Count.MEMORY_AREA, elapsed * (held + blocks) / 2 / totalBlocks);
      blocksNanos = nowNanos;
    }
    blocks = held;
  }

  /** Adds {@code count} steps of one batch. */
  void stepped(double nanos, double promptNanos, int batch, long count) {
    stepped(levels, nanos, promptNanos, batch, count);
  }

  private void stepped(EngineLevels to, double nanos, double promptNanos, int batch, long count) {
    to.add(Count.COMPUTING, nanos);
    to.add(Count.PREFILL, promptNanos);
    to.add(Count.STEPS, count);
    if (decodeWatts.length > 0) {
      double decode = decodeWatts[Math.min(batch, decodeWatts.length - 1)];
      to.add(Count.WATTS_AREA, promptNanos * prefillWatts + (nanos - promptNanos) * decode);
    }
  }

  /** A request was admitted for the first time. */
  void admitted(double tokensToRead, double tokensCached) {
    levels.add(Count.TOKENS_READ, tokensToRead);
    levels.add(Count.TOKENS_CACHED, tokensCached);
  }

  /** A request was admitted again after a preemption. */
  void resumed(double tokensToCompute) {
    levels.add(Count.TOKENS_RECOMPUTED, tokensToCompute);
  }

  void wrote(double tokens) {
    levels.add(Count.TOKENS_WRITTEN, tokens);
  }

  void preempted() {
    levels.add(Count.PREEMPTIONS, 1);
  }

  /** The counts so far, plus the elapsed part of the step in progress. */
  EngineLevels snapshot(
      double nowNanos, int running, int waiting, double stepNanos, double promptNanos, int batch) {
    to(nowNanos, running, waiting);
    blocks(nowNanos, blocks);
    EngineLevels copy = levels.copy();
    if (stepNanos > 0) {
      stepped(copy, stepNanos, promptNanos, batch, 0);
    }
    return copy;
  }
}
