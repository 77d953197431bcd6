/**
 * {@link footfall.actors.pools.Pool} and its queues: a station is a waiting room with the crew that
 * serves it, and a pool has one of them or one for each worker. A crew is a stack of free slots
 * where all workers are alike, or a roster that watches each; the fleet switches workers on and
 * off.
 */
package footfall.actors.pools;
