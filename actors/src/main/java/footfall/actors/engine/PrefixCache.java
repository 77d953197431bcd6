package footfall.actors.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of full blocks, by the parts of which requests consist. The blocks of a part are kept
 * from its first on without a gap, so that a part needs to know only how many there are. Blocks
 * that nobody holds are given up least recently used first, the last of a request before its first.
 * Not thread-safe.
 */
final class PrefixCache {
  /** The blocks of one part. */
  private static final class Part {
    private final long key;
    private long resident;

    /** The first so many are held by someone. */
    private long pinned;

    private int holders;

    /** Neighbours in the list of parts that have blocks that nobody holds. */
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
   * Full blocks at the start of the sequence that are here; at most up to the last full block
   * before its last token, which must be computed.
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

  /** Of the first so many blocks of the sequence, those that nobody holds. */
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

  /** How many of the first blocks of a request belong to the part. */
  private long of(Content content, int part, long blocks) {
    long first = content.firstBlock(part, blockSize);
    return Math.max(0, Math.min(blocks, content.endBlock(part, blockSize)) - first);
  }

  /** The sequence holds its first so many blocks; returns how many nobody held before. */
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

  /** The full blocks of the prompt that the sequence has computed itself are there for others. */
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
        return; // Another has computed the same beside it, or what comes before.
      }
      part.holders += held > 0 ? 0 : 1;
      part.resident = end - first;
      part.pinned = end - first;
      sequence.pinnedBlocks = end;
    }
  }

  /** The sequence holds nothing more; returns how many of its pinned blocks nobody holds now. */
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

  /** The last part keeps what the sequence has computed of it by itself. */
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

  /** Gives up blocks that nobody holds until there are no more than so many. */
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

  /** Puts the part at the newest end of the list. */
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
