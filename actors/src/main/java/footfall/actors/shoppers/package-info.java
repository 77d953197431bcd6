/**
 * The demand. {@link footfall.actors.shoppers.ArrivalSource} lets shoppers in, each {@link
 * footfall.actors.shoppers.ShopperGroup} is the parent of some of them, and {@link
 * footfall.actors.shoppers.Shopper} converses by its {@link
 * footfall.scenarios.conversations.ShopperLifecycle}.
 */
package footfall.actors.shoppers;
