/**
 * The demand. {@link footfall.actors.shoppers.ArrivalSource} lets shoppers in, cohorts are their
 * parents, and {@link footfall.actors.shoppers.Shopper} converses; what it wants, says and has been
 * told is its {@link footfall.scenarios.conversations.Conversation}.
 */
package footfall.actors.shoppers;
