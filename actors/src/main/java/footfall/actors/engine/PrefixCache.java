package footfall.actors.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cached content of full blocks, by the parts of requests. Cached blocks of a part are contiguous
 * from its first block, so one count per part is enough. Blocks not in use are evicted least
 * recently used first; within a request, its last block first. Not thread-safe.
 */
final class PrefixCache {
  /** Cached blocks of one part. */
  private static final class Part {
    private final long key;
    private long resident;

    /** Number of blocks in use, counted from the first. */
    private long pinned;

    private int holders;

    /** Neighbours in the eviction list, which holds parts with unused blocks. */
    private @Nullable Part older;

    private @Nullable Part newer;
    private boolean listed;

    Part(long key) {
      this.key = key;
    }

    long idle() {
      return resident - pinned;
    }
  }

  private final int blockSize;
  private final Map<Long, Part> parts = new HashMap<>();
  private @Nullable Part oldest;
  private @Nullable Part newest;
  private long idle;

  PrefixCache(int blockSize) {
    this.blockSize = blockSize;
  }

  /**
   * Length of the cached prefix in blocks; ends before the block of the last token, which must be
   * computed.
   */
  long hits(Sequence<?> sequence) {
    Content content = sequence.content;
    if (content == null) {
      return 0;
    }
    long most = (long) ((sequence.target() - 1) / blockSize);
    long hits = 0;
    for (int i = 0; i < content.parts() && hits < most; i++) {
      long length = content.endBlock(i, blockSize) - (long) content.firstBlock(i, blockSize);
      Part part = parts.get(content.keys()[i]);
      long here = part == null ? 0 : Math.min(part.resident, Math.min(length, most - hits));
      hits += here;
      if (here < length) {
        break;
      }
    }
    return hits;
  }

  /** Number of unused blocks among the first {@code blocks} of the sequence. */
  long idle(Sequence<?> sequence, long blocks) {
    Content content = sequence.content;
    if (content == null || blocks == 0) {
      return 0;
    }
    long count = 0;
    for (int i = 0; i < content.parts(); i++) {
      long here = of(content, i, blocks);
      if (here > 0) {
        Part part = Objects.requireNonNull(parts.get(content.keys()[i]));
        count += Math.max(0, here - part.pinned);
      }
    }
    return count;
  }

  /** Number of the first {@code blocks} of a request that belong to the part. */
  private long of(Content content, int part, long blocks) {
    long first = content.firstBlock(part, blockSize);
    return Math.max(0, Math.min(blocks, content.endBlock(part, blockSize)) - first);
  }

  /** Marks the first {@code blocks} as in use; returns how many were unused before. */
  long pin(Sequence<?> sequence, long blocks) {
    Content content = Objects.requireNonNull(sequence.content);
    long before = idle;
    for (int i = 0; i < content.parts(); i++) {
      long here = of(content, i, blocks);
      if (here > 0) {
        hold(Objects.requireNonNull(parts.get(content.keys()[i])), here);
      }
    }
    return before - idle;
  }

  private void hold(Part part, long blocks) {
    idle -= part.idle();
    part.holders++;
    part.pinned = Math.max(part.pinned, blocks);
    idle += part.idle();
    if (part.idle() == 0) {
      unlist(part);
    }
  }

  /** Caches the full prompt blocks that the sequence has computed so far. */
  void share(Sequence<?> sequence) {
    Content content = sequence.content;
    long full = (long) (Math.min(sequence.computed, sequence.prompt) / blockSize);
    for (int i = 0; content != null && i < content.parts(); i++) {
      long first = content.firstBlock(i, blockSize);
      long end = Math.min(content.endBlock(i, blockSize), full);
      if (end <= Math.max(first, sequence.pinnedBlocks)) {
        continue;
      }
      Part part = parts.computeIfAbsent(content.keys()[i], Part::new);
      long held = Math.max(0, sequence.pinnedBlocks - first);
      if (sequence.pinnedBlocks < first || part.resident > held) {
        return; // Another sequence computed this block, or one before it, at the same time.
      }
      part.holders += held > 0 ? 0 : 1;
      part.resident = end - first;
      part.pinned = end - first;
      sequence.pinnedBlocks = end;
    }
  }

  /** Releases all blocks of the sequence; returns how many cached blocks became unused. */
  long release(Sequence<?> sequence) {
    Content content = sequence.content;
    if (content == null) {
      return 0;
    }
    keepReply(content, sequence);
    long before = idle;
    for (int i = content.parts() - 1; i >= 0; i--) {
      if (of(content, i, sequence.pinnedBlocks) > 0) {
        Part part = Objects.requireNonNull(parts.get(content.keys()[i]));
        part.holders--;
        if (part.holders == 0) {
          idle += part.pinned;
          part.pinned = 0;
          list(part);
        }
      }
    }
    return idle - before;
  }

  /** Caches the sequence's own full blocks of its last part, reply included. */
  private void keepReply(Content content, Sequence<?> sequence) {
    int last = content.parts() - 1;
    long first = content.firstBlock(last, blockSize);
    long full = (long) (sequence.computed / blockSize + 1e-9) - first;
    if (full <= 0) {
      return;
    }
    Part part = parts.computeIfAbsent(content.keys()[last], Part::new);
    if (full > part.resident) {
      idle += full - part.resident;
      part.resident = full;
    }
    if (part.idle() > 0) {
      list(part);
    }
  }

  /** Evicts unused blocks until at most {@code most} remain. */
  void shrinkTo(long most) {
    while (idle > most) {
      Part part = Objects.requireNonNull(oldest);
      long given = Math.min(part.idle(), idle - most);
      part.resident -= given;
      idle -= given;
      if (part.idle() == 0) {
        unlist(part);
        if (part.resident == 0 && part.holders == 0) {
          parts.remove(part.key);
        }
      }
    }
  }

  void clear() {
    parts.clear();
    oldest = null;
    newest = null;
    idle = 0;
  }

  /** Moves the part to the most recently used end of the eviction list. */
  private void list(Part part) {
    unlist(part);
    part.older = newest;
    if (newest == null) {
      oldest = part;
    } else {
      newest.newer = part;
    }
    newest = part;
    part.listed = true;
  }

  private void unlist(Part part) {
    if (!part.listed) {
      return;
    }
    if (part.older == null) {
      oldest = part.newer;
    } else {
      part.older.newer = part.newer;
    }
    if (part.newer == null) {
      newest = part.older;
    } else {
      part.newer.older = part.older;
    }
    part.older = null;
    part.newer = null;
    part.listed = false;
  }
}
