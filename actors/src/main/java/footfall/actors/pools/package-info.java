/**
 * {@link footfall.actors.pools.Pool} and its queues: a station is a waiting room with the slots
 * that serve it, and a pool has one of them or one for each worker. Where all workers are alike,
 * the {@link footfall.actors.pools.SlotAllocator} only counts free slots; otherwise it tracks each.
 * The fleet switches workers on and off.
 */
package footfall.actors.pools;
