/**
 * Replies whose form the client states: {@link footfall.serving.format.ReplyFormat} is what was
 * asked for, and {@link footfall.serving.format.Grammar} the texts that keep to it.
 */
package footfall.serving.format;
