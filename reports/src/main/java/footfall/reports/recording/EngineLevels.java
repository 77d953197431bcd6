package footfall.reports.recording;

/**
 * Cumulative counts of a pool's engines. Integrals over time are in units times nanoseconds. Tokens
 * recomputed after a preemption are counted separately. Not thread-safe.
 */
public final class EngineLevels implements Cloneable {
  /** What is counted. */
  public enum Count {
    /** Time that steps took, in nanoseconds. */
    COMPUTING,
    /** Part of it that went into prompts, by their share of the tokens of each step. */
    PREFILL,
    /** Forward passes. */
    STEPS,
    /** Tokens of prompts that were not in the cache. */
    TOKENS_READ,
    /** Tokens of prompts that were in the cache. */
    TOKENS_CACHED,
    /** Tokens of prompts and replies that are computed once more. */
    TOKENS_RECOMPUTED,
    /** Tokens of replies. */
    TOKENS_WRITTEN,
    /** How often a sequence lost its blocks. */
    PREEMPTIONS,
    /** Integral of the sequences that run. */
    RUNNING_AREA,
    /** Integral of the sequences that wait in an engine. */
    WAITING_AREA,
    /** Integral of the part of the blocks that sequences hold. */
    MEMORY_AREA,
    /** Integral of the watts of what computes. */
    WATTS_AREA
  }

  private double[] sums = new double[Count.values().length];

  /** Nothing done yet. */
  public EngineLevels() {}

  /** So much more of it. */
  public void add(Count count, double more) {
    sums[count.ordinal()] += more;
  }

  /** All that another has done, too. */
  public void add(EngineLevels other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** How much there is of it. */
  public double get(Count count) {
    return sums[count.ordinal()];
  }

  /** The same at this time. */
  public EngineLevels copy() {
    try {
      EngineLevels copy = (EngineLevels) clone();
      copy.sums = sums.clone();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
