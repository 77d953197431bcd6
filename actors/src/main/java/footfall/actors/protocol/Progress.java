package footfall.actors.protocol;

/**
 * How far the service of a request has come that was interrupted.
 *
 * @param cachedTokens of its input
 * @param servedNanos so far
 * @param remainingNanos to its end
 * @param untilFirstTokenNanos of service to its first token; negative where that has come
 * @param firstTokenNanos when it came
 */
public record Progress(
    int cachedTokens,
    long servedNanos,
    long remainingNanos,
    long untilFirstTokenNanos,
    long firstTokenNanos) {}
