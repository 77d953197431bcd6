package footfall.serving.gateway;

import footfall.serving.exchange.Prompt;

/**
 * A request to a model, as it was read.
 *
 * @param chat whether it came as a chat or as text to be completed
 * @param pool index of the pool that the model names, or {@link
 *     footfall.actors.protocol.Exchange#ANY_POOL}
 * @param usage whether a stream ends with what was used
 * @param usageAlways whether every chunk of a stream tells what was used so far
 * @param inputTokens about
 */
record ApiCall(
    boolean chat,
    String model,
    int pool,
    Prompt prompt,
    boolean stream,
    boolean usage,
    boolean usageAlways,
    int inputTokens) {}
