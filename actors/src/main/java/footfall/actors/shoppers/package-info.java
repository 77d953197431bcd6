/**
 * The demand. {@link footfall.actors.shoppers.Crowd} lets shoppers in, cohorts are their parents,
 * and {@link footfall.actors.shoppers.Shopper} converses.
 */
package footfall.actors.shoppers;
