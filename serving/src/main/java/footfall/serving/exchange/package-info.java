/**
 * What is really said in live mode: a {@link footfall.serving.exchange.Prompt} goes to a model, and
 * the reply comes back to the listener of the {@link footfall.serving.exchange.LiveExchange}.
 */
package footfall.serving.exchange;
