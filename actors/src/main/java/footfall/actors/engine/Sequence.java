package footfall.actors.engine;

import org.jspecify.annotations.Nullable;

/**
 * A request in an engine. Owned by the engine; not thread-safe.
 *
 * @param <R> the caller's request type
 */
public final class Sequence<R> {
  /** Speculation gains fractions of tokens. */
  private static final double ROUNDING = 1e-6;

  private final R request;
  final int prompt;
  final int output;
  final @Nullable Content content;

  /** Waiting requests are served in ascending order of this key. */
  final double key;

  /** Breaks ties of the key in the waiting list. */
  long number;

  /** Order of arrival. */
  long arrival;

  /** Tokens whose KV cache is in memory. */
  double computed;

  /** Reply tokens written. */
  double generated;

  /** Blocks in use, including shared ones. */
  long blocks;

  /** Number of leading blocks that are registered in the prefix cache. */
  long pinnedBlocks;

  /** Tokens computed in the current step; zero if not part of it. */
  double step;

  boolean isRunning;
  boolean isCancelled;

  /** Whether it has been admitted at least once. */
  private boolean wasAdmitted;

  private double admittedNanos;
  private double firstTokenNanos = Double.NaN;
  private int cachedTokens;
  private int preemptions;

  /**
   * A new request.
   *
   * @param prompt tokens to be read, at least one
   * @param output tokens to be written, at least one
   * @param key waiting requests are served in ascending order of it
   * @param content of prompt and reply for the prefix cache; null disables caching for the request
   */
  public Sequence(R request, int prompt, int output, double key, @Nullable Content content) {
    this.request = request;
    this.prompt = Math.max(1, prompt);
    this.output = Math.max(1, output);
    this.key = key;
    this.content = content;
  }

  /** The caller's request. */
  public R request() {
    return request;
  }

  /** Tokens to be written. */
  public int output() {
    return output;
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

  /** Prompt tokens found in the prefix cache at first admission. */
  public int cachedTokens() {
    return cachedTokens;
  }

  /** Number of preemptions. */
  public int preemptions() {
    return preemptions;
  }

  /** Reply tokens written so far. */
  public double written() {
    return generated;
  }

  /** Whether it is running: admitted, and not finished or preempted since. */
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

  /** Context length that must be in memory before the next token can be sampled. */
  double target() {
    return prompt + generated;
  }

  /** Whether only the last written token is still to be computed. */
  boolean decodes() {
    return generated > 0 && computed >= target() - 1 - ROUNDING;
  }

  /** Whether computing {@code tokens} more completes prompt and reply so far. */
  boolean isReadAfter(double tokens) {
    return computed + tokens >= target() - ROUNDING;
  }

  boolean isDone() {
    return generated >= output - ROUNDING;
  }
}
