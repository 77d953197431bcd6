/**
 * The shop in which models are examined. {@link footfall.actors.live.shop.Counter} serves one
 * conversation: it executes what a model calls, with the {@link footfall.actors.live.shop.Tool}s,
 * over the {@link footfall.actors.live.shop.Shelves}.
 */
package footfall.actors.live.shop;
