package footfall.serving.djl;

import footfall.serving.djl.Decoder.Cache;
import footfall.serving.djl.Decoder.Row;
import footfall.serving.djl.Decoder.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Continuous batching: all replies that are being written go on together, one token a step, padded
 * to the longest; new ones read their prompt in chunks between the steps and join when they have.
 * Models that are told neither positions nor lengths cannot be padded, so with them each reply
 * takes its own steps in turn. What fails, for want of memory or otherwise, ends one reply and not
 * the others: the one that was read, or the longest of those that were written. For one thread.
 */
final class Batch implements AutoCloseable {
  /** Logits of a whole long prompt would take gigabytes with a large vocabulary. */
  private static final int CHUNK = 128;

  private final Decoder decoder;
  private final int mostTogether;
  private final Deque<Generation> reading = new ArrayDeque<>();
  private final List<Group> groups = new ArrayList<>();
  private Cache read;

  /** Replies that are written together, with one cache. */
  private static final class Group {
    private final List<Generation> members = new ArrayList<>();
    private Cache cache;

    void close() {
      if (cache != null) {
        cache.close();
      }
    }
  }

  /** The decoder cannot even read a single token: nothing goes on. */
  private static final class BrokenDecoderException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    BrokenDecoderException(Throwable cause) {
      super("the model no longer works: " + cause.getMessage(), cause);
    }
  }

  Batch(Decoder decoder, boolean pads) {
    this.decoder = decoder;
    this.mostTogether = pads ? Integer.MAX_VALUE : 1;
  }

  void add(Generation generation) {
    reading.add(generation);
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return reading.isEmpty() && groups.isEmpty();
  }

  /** Reads one chunk of a prompt, if there is one, and writes a token of every reply. */
  void step() {
    readOn();
    for (int i = groups.size() - 1; i >= 0; i--) {
      if (!writeOn(groups.get(i))) {
        groups.remove(i);
      }
    }
  }

  private void readOn() {
    Generation generation = reading.peek();
    if (generation == null) {
      return;
    }
    if (generation.isCancelled()) {
      reading.remove();
      closeRead();
      return;
    }
    try {
      readOn(generation);
    } catch (BrokenDecoderException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      reading.remove(generation);
      closeRead();
      fail(generation, e);
    }
  }

  private void readOn(Generation generation) {
    Cache before = read == null ? decoder.emptyCache() : read;
    read = before;
    Step step = decoder.step(before, generation.nextChunk(CHUNK), new int[1]);
    read = step.cache();
    if (generation.hasReadPrompt()) {
      boolean complete = generation.choose(step.logits(), 0, step.vocabulary());
      if (!complete) {
        join(generation);
      }
      reading.remove();
      closeRead();
    }
  }

  private void closeRead() {
    if (read != null) {
      read.close();
      read = null;
    }
  }

  private void join(Generation generation) {
    Group group = groupWithRoom();
    while (!group.members.isEmpty()) {
      List<Row> rows = rows(group, group.members);
      rows.add(new Row(read, 0, generation.length()));
      try {
        Cache joined = decoder.combine(rows);
        group.cache.close();
        group.cache = joined;
        group.members.add(generation);
        return;
      } catch (RuntimeException | OutOfMemoryError e) {
        List<Generation> staying = new ArrayList<>(group.members);
        staying.add(generation);
        failLongest(staying, e);
        if (!staying.remove(generation)) {
          return; // It is the longest itself.
        }
        keep(group, staying);
      }
    }
    group.members.add(generation);
    group.cache = read;
    read = null;
  }

  private Group groupWithRoom() {
    for (Group group : groups) {
      if (group.members.size() < mostTogether) {
        return group;
      }
    }
    Group group = new Group();
    groups.add(group);
    return group;
  }

  private static List<Row> rows(Group group, List<Generation> members) {
    List<Row> rows = new ArrayList<>();
    for (Generation member : members) {
      rows.add(new Row(group.cache, group.members.indexOf(member), member.length()));
    }
    return rows;
  }

  /** Writes a token of every member; returns whether any goes on. */
  private boolean writeOn(Group group) {
    List<Generation> staying = new ArrayList<>(group.members);
    staying.removeIf(Generation::isCancelled);
    keep(group, staying);
    if (staying.isEmpty()) {
      return false;
    }
    long[] tokens = new long[staying.size()];
    int[] padding = new int[tokens.length];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = staying.get(row).lastToken();
      padding[row] = group.cache.length() - staying.get(row).length();
    }
    Step step;
    try {
      step = decoder.step(group.cache, tokens, padding);
    } catch (RuntimeException | OutOfMemoryError e) {
      failLongest(staying, e);
      keep(group, staying);
      return !staying.isEmpty(); // They try that step again.
    }
    group.cache = step.cache();
    for (int row = 0; row < tokens.length; row++) {
      Generation member = group.members.get(row);
      if (isOver(member, step, row)) {
        staying.remove(member);
      }
    }
    keep(group, staying);
    return !staying.isEmpty();
  }

  private boolean isOver(Generation member, Step step, int row) {
    try {
      return member.choose(step.logits(), row, step.vocabulary());
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(member, e);
      return true;
    }
  }

  /** Lets go of the members that do not stay, and of more if the others do not fit either. */
  private void keep(Group group, List<Generation> staying) {
    while (staying.size() < group.members.size()) {
      Cache kept = null;
      try {
        kept = staying.isEmpty() ? null : decoder.combine(rows(group, staying));
      } catch (RuntimeException | OutOfMemoryError e) {
        failLongest(staying, e);
        continue;
      }
      group.cache.close();
      group.cache = kept;
      group.members.clear();
      group.members.addAll(staying);
    }
  }

  /** All are padded to the longest, so it is what most room can be made by. */
  private void failLongest(List<Generation> members, Throwable cause) {
    Generation longest =
        members.stream().max(Comparator.comparingInt(Generation::length)).orElseThrow();
    members.remove(longest);
    fail(longest, cause);
  }

  /** Ends one reply with its result; the others go on if the decoder still works. */
  private void fail(Generation generation, Throwable cause) {
    try {
      decoder.step(decoder.emptyCache(), new long[1], new int[1]).cache().close();
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BrokenDecoderException(e);
    }
    generation.fail(cause);
  }

  @Override
  public void close() {
    closeRead();
    groups.forEach(Group::close);
    groups.clear();
    reading.clear();
  }
}
