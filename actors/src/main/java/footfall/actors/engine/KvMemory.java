package footfall.actors.engine;

import footfall.scenarios.engine.Engine;
import org.jspecify.annotations.Nullable;

/** The blocks of KV cache of one engine. Not thread-safe. */
final class KvMemory {
  private final int blockSize;
  private final long total;
  private final @Nullable PrefixCache cache;
  private long used;

  KvMemory(Engine engine) {
    blockSize = engine.blockSize();
    total = engine.blocks();
    cache = engine.prefixCaching() ? new PrefixCache(blockSize) : null;
  }

  /** Blocks that nobody holds, whether or not they keep content. */
  long free() {
    return total - used;
  }

  long used() {
    return used;
  }

  long total() {
    return total;
  }

  /** Blocks that a context of so many tokens takes. */
  long blocksOf(double tokens) {
    return (long) Math.ceil(tokens / blockSize - 1e-9);
  }

  /** Blocks at the start of the sequence that are in the cache. */
  long hits(Sequence<?> sequence) {
    return cache == null ? 0 : cache.hits(sequence);
  }

  /** Of these, the blocks that nobody holds now. */
  long idleHits(Sequence<?> sequence, long hits) {
    return cache == null ? 0 : cache.idle(sequence, hits);
  }

  /** The sequence holds so many blocks of the cache from now on. */
  void takeHits(Sequence<?> sequence, long hits) {
    if (cache != null && hits > 0) {
      used += cache.pin(sequence, hits);
      sequence.blocks = hits;
      sequence.pinnedBlocks = hits;
      sequence.computed = (double) hits * blockSize;
    }
  }

  /** The sequence holds so many blocks more; the caller has seen that they are free. */
  void take(Sequence<?> sequence, long blocks) {
    used += blocks;
    sequence.blocks += blocks;
    if (cache != null) {
      cache.shrinkTo(total - used);
    }
  }

  /** More of the prompt of the sequence is in memory, where others may find it. */
  void computed(Sequence<?> sequence) {
    if (cache != null) {
      cache.share(sequence);
    }
  }

  /** The sequence gives all blocks back. */
  void release(Sequence<?> sequence) {
    long own = sequence.blocks - sequence.pinnedBlocks;
    used -= own;
    if (cache != null) {
      used -= cache.release(sequence);
      cache.shrinkTo(total - used);
    }
    sequence.blocks = 0;
    sequence.pinnedBlocks = 0;
  }

  /** The worker is lost with everything in its memory. */
  void clear() {
    used = 0;
    if (cache != null) {
      cache.clear();
    }
  }
}
