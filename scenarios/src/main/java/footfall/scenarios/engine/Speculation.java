package footfall.scenarios.engine;

/**
 * Speculative decoding: a draft proposes tokens and the model checks them in one step.
 *
 * @param draftTokens proposed for each sequence in a step
 * @param acceptedTokens of them that are kept on average, from 0 to {@code draftTokens}
 * @param draftSeconds that the draft takes in a step
 */
public record Speculation(int draftTokens, double acceptedTokens, double draftSeconds) {}
