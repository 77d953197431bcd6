package footfall.actors.engine;

import footfall.scenarios.engine.Engine;
import org.jspecify.annotations.Nullable;

/** The KV cache blocks of one engine. Not thread-safe. */
final class KvMemory {
  private final int blockSize;
  private final long total;
  private final long perSequence;
  private final @Nullable PrefixCache cache;
  private long used;

  KvMemory(Engine engine) {
    blockSize = engine.blockSize();
    total = engine.blocks();
    perSequence = engine.blocksPerSequence();
    cache = engine.prefixCaching() ? new PrefixCache(blockSize) : null;
  }

  /** Blocks not in use; they may still hold cached content. */
  long free() {
    return total - used;
  }

  long used() {
    return used;
  }

  long total() {
    return total;
  }

  /** Blocks needed for a sequence with a context of this length. */
  long blocksOf(double tokens) {
    return (long) Math.ceil(tokens / blockSize - 1e-9) + perSequence;
  }

  /** Length of the cached prefix in blocks. */
  long hits(Sequence<?> sequence) {
    return cache == null ? 0 : cache.hits(sequence);
  }

  /** Number of those blocks that are not in use. */
  long idleHits(Sequence<?> sequence, long hits) {
    return cache == null ? 0 : cache.idle(sequence, hits);
  }

  /** Gives the sequence its cached prefix. */
  void takeHits(Sequence<?> sequence, long hits) {
    if (cache != null && hits > 0) {
      used += cache.pin(sequence, hits);
      sequence.blocks = hits;
      sequence.pinnedBlocks = hits;
      sequence.computed = (double) hits * blockSize;
    }
  }

  /** Allocates more blocks to the sequence; the caller checks that they are free. */
  void take(Sequence<?> sequence, long blocks) {
    used += blocks;
    sequence.blocks += blocks;
    if (cache != null) {
      cache.shrinkTo(total - used);
    }
  }

  /** Makes newly computed prompt blocks available to other requests. */
  void computed(Sequence<?> sequence) {
    if (cache != null) {
      cache.share(sequence);
    }
  }

  /** Frees all blocks of the sequence. */
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

  /** Frees all blocks and drops their content. */
  void clear() {
    used = 0;
    if (cache != null) {
      cache.clear();
    }
  }
}
