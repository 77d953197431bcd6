/**
 * How one shopper's conversation goes, for those who simulate it and for those who really hold it:
 * {@link footfall.scenarios.conversations.Conversation} knows what is said, {@link
 * footfall.scenarios.conversations.ShopperDraws} when, and how long for.
 */
package footfall.scenarios.conversations;
