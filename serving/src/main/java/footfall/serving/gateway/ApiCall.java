package footfall.serving.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.serving.exchange.Prompt;

/**
 * A request to a model, as it was read.
 *
 * @param form the API that it came in
 * @param pool index of the pool that the model names, or {@link
 *     footfall.actors.protocol.Exchange#ANY_POOL}
 * @param usage whether a stream ends with what was used
 * @param usageAlways whether every chunk of a stream tells what was used so far
 * @param inputTokens about
 * @param given what is told again with the reply: the request as it came, of Responses and
 *     embeddings
 */
record ApiCall(
    ApiForm form,
    String model,
    int pool,
    Prompt prompt,
    boolean stream,
    boolean usage,
    boolean usageAlways,
    int inputTokens,
    JsonNode given) {
  /** Whether it came as a chat completion. */
  boolean isChat() {
    return form == ApiForm.CHAT;
  }
}
