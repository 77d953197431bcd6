/**
 * What serves the shoppers: {@link footfall.scenarios.pools.PoolSpec} first, then how long its
 * workers take ({@link footfall.scenarios.pools.Service}), which queue is before them, what a
 * vendor's API allows, and what goes wrong or grows ({@link footfall.scenarios.pools.Operations}).
 */
package footfall.scenarios.pools;
