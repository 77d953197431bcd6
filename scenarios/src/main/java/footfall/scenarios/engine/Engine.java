package footfall.scenarios.engine;

import java.util.Optional;

/**
 * How a worker that batches continuously admits requests and keeps their KV cache, by the rules of
 * vLLM's V1 scheduler.
 *
 * @param maxSequences requests that run together at most
 * @param maxBatchedTokens tokens that one step computes at most; longer prompts are read in chunks
 * @param blockSize tokens of KV cache in one block
 * @param kvTokens tokens of KV cache that one worker has memory for, one block of which is reserved
 * @param maxContext tokens of prompt and reply that one request may have
 * @param prefixCaching whether full blocks keep their content and are not computed again
 * @param shape what the model is
 * @param rates what the device reaches
 * @param speculation empty where every step writes one token of each sequence
 */
public record Engine(
    int maxSequences,
    int maxBatchedTokens,
    int blockSize,
    long kvTokens,
    long maxContext,
    boolean prefixCaching,
    ModelShape shape,
    DeviceRates rates,
    Optional<Speculation> speculation) {

  /** How long its steps take. */
  public StepTime stepTime() {
    return StepTime.of(shape, rates, speculation);
  }

  /** Blocks that requests can take. */
  public int blocks() {
    return (int) Math.min(Integer.MAX_VALUE, kvTokens / blockSize - 1);
  }

  /** Whether a request of so many tokens can ever be served. */
  public boolean fits(long inputTokens, long outputTokens) {
    long context = inputTokens + outputTokens;
    long proposed = speculation.map(Speculation::draftTokens).orElse(0);
    return context <= maxContext && blocksOf(context + proposed) <= blocks();
  }

  /** Blocks that a sequence of so many tokens takes. */
  public long blocksOf(long tokens) {
    return (tokens + blockSize - 1) / blockSize + blocksPerSequence();
  }

  /** Blocks that a sequence takes whatever its length. */
  public long blocksPerSequence() {
    return shape.kvBytesPerSequence() == 0
        ? 0
        : (long) Math.ceil(shape.kvBytesPerSequence() / (shape.kvBytesPerToken() * blockSize));
  }

  /** The same engine with other rates. */
  public Engine withRates(DeviceRates other) {
    return new Engine(
        maxSequences,
        maxBatchedTokens,
        blockSize,
        kvTokens,
        maxContext,
        prefixCaching,
        shape,
        other,
        speculation);
  }

  /** The same engine with another limit of requests that run together. */
  public Engine withMaxSequences(int other) {
    return new Engine(
        other,
        maxBatchedTokens,
        blockSize,
        kvTokens,
        maxContext,
        prefixCaching,
        shape,
        rates,
        speculation);
  }
}
