/**
 * {@link footfall.actors.pools.Pool} and its queues: a station is a waiting room with the workers
 * that serve it, and a pool has one of them or one for each worker.
 */
package footfall.actors.pools;
