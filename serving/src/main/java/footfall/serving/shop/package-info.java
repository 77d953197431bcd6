/**
 * The shop in which models are examined. {@link footfall.serving.shop.ToolExecutor} serves one
 * conversation: it executes what a model calls, with the {@link footfall.serving.shop.Tool}s, over
 * the {@link footfall.serving.shop.ProductIndex}.
 */
package footfall.serving.shop;
