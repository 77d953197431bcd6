/**
 * What is really said in live mode: a {@link footfall.actors.live.speech.Prompt} goes to a model,
 * and the reply comes back to whoever listens to the {@link footfall.actors.live.speech.Talk}.
 */
package footfall.actors.live.speech;
