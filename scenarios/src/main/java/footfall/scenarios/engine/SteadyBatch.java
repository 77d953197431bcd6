package footfall.scenarios.engine;

/**
 * Closed form of a saturated engine with requests of one size: n run at a time, and each one that
 * finishes is replaced at once.
 *
 * <p>With n sequences of O output tokens, a request is answered every {@code S = O / (n g)} steps,
 * where g tokens are gained in a step; one in S steps carries the prompt of the next request, in
 * chunks where it is longer than the budget. Where S is below the steps that prompts need, prompts
 * fill every step and decode waits for them.
 */
public final class SteadyBatch {
  private final Engine engine;
  private final StepTime time;
  private final double uncached;
  private final double cached;
  private final double output;

  /** Shared prefix in tokens, in memory once for all requests. */
  private final double shared;

  /**
   * Requests of a size.
   *
   * @param input tokens of the prompt
   * @param cached of them, found in the prefix cache
   * @param output tokens of the reply
   */
  public SteadyBatch(Engine engine, double input, double cached, double output) {
    this(engine, engine.stepTime(), input, cached, 0, output);
  }

  private SteadyBatch(
      Engine engine, StepTime time, double input, double cached, double shared, double output) {
    this.shared = Math.max(0, Math.min(shared, cached));
    this.engine = engine;
    this.time = time;
    this.cached = Math.max(0, Math.min(cached, input - 1));
    this.uncached = Math.max(1, input - this.cached);
    this.output = Math.max(1, output);
  }

  /** The same engine under requests of another size. */
  public SteadyBatch of(double input, double otherCached, double otherOutput) {
    return new SteadyBatch(engine, time, input, otherCached, 0, otherOutput);
  }

  /**
   * The same requests with a shared prefix, which is in memory once.
   *
   * @param tokens of the prefix; at most the cached ones count
   */
  public SteadyBatch sharing(double tokens) {
    return new SteadyBatch(engine, time, uncached + cached, cached, tokens, output);
  }

  /** Most requests that can run at a time, by {@code maxSequences} and memory. */
  public int most() {
    double each =
        uncached
            + cached
            - shared
            + output / 2
            + engine.blockSize() * (0.5 + engine.blocksPerSequence());
    double inMemory = ((double) engine.blocks() * engine.blockSize() - shared) / each;
    return (int) Math.max(1, Math.min(engine.maxSequences(), Math.floor(inMemory)));
  }

  /** Whether memory allows fewer requests together than {@code maxSequences}. */
  public boolean isMemoryBound() {
    return most() < engine.maxSequences();
  }

  /**
   * Saturation throughput in requests per second. If prefill is the bottleneck, fewer requests run
   * at a time than fit, so the best number is taken.
   */
  public double requestsPerSecond() {
    double best = 0;
    for (int together = 1, most = most(); together <= most; together++) {
      best = Math.max(best, requestsPerSecond(together));
    }
    return best;
  }

  /** Requests per second with {@code together} running. */
  public double requestsPerSecond(int together) {
    return 1e9 / nanosPerRequest(together);
  }

  /** Seconds from admission to the last token with {@code together} running. */
  public double secondsTogether(int together) {
    return together * nanosPerRequest(together) / 1e9;
  }

  /** Prompt tokens per second of an engine that only prefills. */
  public double prefillTokensPerSecond() {
    double budget = engine.maxBatchedTokens();
    double prompts = Math.max(1, budget / uncached);
    double pairs = budget * (cached + Math.min(uncached, budget) / 2);
    double nanos =
        time.batchNanos((int) Math.ceil(prompts), budget, (int) prompts, 0)
            + time.contextNanos(prompts * (cached + uncached), pairs);
    return budget / nanos * 1e9;
  }

  /** Output tokens per second of an engine that only decodes, with a full batch. */
  public double decodeTokensPerSecond() {
    int together = most();
    return together * time.tokensGained() / step(together, 0) * 1e9;
  }

  private double nanosPerRequest(int together) {
    double steps = output / (together * time.tokensGained());
    double decode = (double) together * time.tokensPerDecode();
    double room = Math.max(1, engine.maxBatchedTokens() - decode);
    double chunks = Math.ceil(uncached / room);
    if (steps >= chunks) {
      return (steps - chunks) * step(together, 0) + chunks * step(together, uncached / chunks);
    }
    double needed = Math.max(steps, uncached / room);
    return needed * step(together, uncached / needed);
  }

  /** Nanoseconds of a step with {@code together} decoding sequences and some prompt tokens. */
  private double step(int together, double promptTokens) {
    double context = cached + uncached + output / 2;
    double decode = (double) together * time.tokensPerDecode();
    double prompts = promptTokens / uncached;
    return time.batchNanos(
            together + (int) Math.ceil(prompts), decode + promptTokens, together, together)
        + time.contextNanos(
            together * context + prompts * (cached + uncached),
            decode * context + promptTokens * (cached + uncached / 2));
  }
}
