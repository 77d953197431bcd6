/**
 * Who comes and how they converse: {@link footfall.scenarios.shoppers.ShopperClass} first. All but
 * the number of turns, the tokens and the thinking is optional.
 */
package footfall.scenarios.shoppers;
