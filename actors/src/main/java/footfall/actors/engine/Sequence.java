package footfall.actors.engine;

import org.jspecify.annotations.Nullable;

/**
 * A request in an engine. Owned by its engine; not thread-safe.
 *
 * @param <R> what it is to the caller
 */
public final class Sequence<R> {
  private final R request;
  final int prompt;
  final int output;
  final @Nullable Content content;

  /** The least goes first; zero where all are alike. */
  final double key;

  /** Breaks ties of the key in the waiting list. */
  long number;

  /** Order of arrival. */
  long arrival;

  /** Tokens whose keys and values are in memory. */
  double computed;

  /** Tokens of the reply that are written. */
  double generated;

  /** Blocks that it holds, the shared ones included. */
  long blocks;

  /** The first of its blocks that are pinned in the cache, where others may have them, too. */
  long pinnedBlocks;

  /** Tokens that it computes in the present step; zero where it is not in it. */
  double step;

  boolean isRunning;
  boolean isCancelled;

  /** Whether its first admission was told. */
  private boolean wasAdmitted;

  private double admittedNanos;
  private double firstTokenNanos = Double.NaN;
  private int cachedTokens;
  private int preemptions;

  /**
   * A request that has not arrived.
   *
   * @param prompt tokens to be read, at least one
   * @param output tokens to be written, at least one
   * @param key by which waiting requests are in order: the least goes first
   * @param content what its tokens are; null where no two requests share any
   */
  public Sequence(R request, int prompt, int output, double key, @Nullable Content content) {
    this.request = request;
    this.prompt = Math.max(1, prompt);
    this.output = Math.max(1, output);
    this.key = key;
    this.content = content;
  }

  /** What it is to the caller. */
  public R request() {
    return request;
  }

  /** Whether its first step has begun. */
  public boolean wasAdmitted() {
    return wasAdmitted;
  }

  /** When its first step began. */
  public double admittedNanos() {
    return admittedNanos;
  }

  /** When its first token was written; NaN before. */
  public double firstTokenNanos() {
    return firstTokenNanos;
  }

  /** Tokens of the prompt that were in the cache when it was first admitted. */
  public int cachedTokens() {
    return cachedTokens;
  }

  /** How often it was preempted. */
  public int preemptions() {
    return preemptions;
  }

  /** Tokens of the reply that are written by now. */
  public double written() {
    return generated;
  }

  /** Whether it was admitted and neither finished nor preempted since. */
  public boolean isRunning() {
    return isRunning;
  }

  void admitted(double nanos, int cached) {
    wasAdmitted = true;
    admittedNanos = nanos;
    cachedTokens = cached;
  }

  void firstToken(double nanos) {
    if (Double.isNaN(firstTokenNanos)) {
      firstTokenNanos = nanos;
    }
  }

  void preempted() {
    preemptions++;
    computed = 0;
    blocks = 0;
    step = 0;
    isRunning = false;
  }

  /** Tokens that must be in memory before the next can be sampled. */
  double target() {
    return prompt + generated;
  }

  /** Whether all but the token written last is in memory. */
  boolean decodes() {
    return generated > 0 && computed >= target() - 1 - 1e-6;
  }

  boolean isDone() {
    return generated >= output - 1e-6;
  }
}
