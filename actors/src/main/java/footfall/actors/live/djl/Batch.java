package footfall.actors.live.djl;

import footfall.actors.live.djl.Decoder.Cache;
import footfall.actors.live.djl.Decoder.Row;
import footfall.actors.live.djl.Decoder.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Continuous batching: all replies that are being written go on together, one token a step, padded
 * at the left to the longest; new ones read their prompt in chunks between the steps and join when
 * they have. Models that take no positions cannot be padded, so with them each reply takes its own
 * steps in turn. For one thread.
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
    Cache before = read == null ? decoder.emptyCache() : read;
    Step step = decoder.step(before, generation.nextChunk(CHUNK), new int[1]);
    read = step.cache();
    if (generation.hasReadPrompt()) {
      reading.remove();
      if (generation.choose(step.logits(), 0, step.vocabulary())) {
        closeRead();
      } else {
        join(generation);
      }
    }
  }

  private void closeRead() {
    if (read != null) {
      read.close();
      read = null;
    }
  }

  private void join(Generation generation) {
    Cache joining = read;
    read = null;
    for (Group group : groups) {
      if (group.members.size() < mostTogether) {
        group.members.add(generation);
        regroup(group, group.members, joining);
        return;
      }
    }
    Group group = new Group();
    group.members.add(generation);
    group.cache = joining;
    groups.add(group);
  }

  /** Writes a token of every member; returns whether any goes on. */
  private boolean writeOn(Group group) {
    List<Generation> members = group.members;
    boolean[] goesOn = new boolean[members.size()];
    boolean allGoOn = true;
    for (int row = 0; row < goesOn.length; row++) {
      goesOn[row] = !members.get(row).isCancelled();
      allGoOn &= goesOn[row];
    }
    if (!allGoOn) {
      keep(group, goesOn);
    }
    if (members.isEmpty()) {
      return false;
    }
    long[] tokens = new long[members.size()];
    int[] padding = new int[tokens.length];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = members.get(row).lastToken();
      padding[row] = group.cache.length() - members.get(row).length();
    }
    Step step = decoder.step(group.cache, tokens, padding);
    group.cache = step.cache();
    allGoOn = true;
    for (int row = 0; row < tokens.length; row++) {
      goesOn[row] = !members.get(row).choose(step.logits(), row, step.vocabulary());
      allGoOn &= goesOn[row];
    }
    if (!allGoOn) {
      keep(group, goesOn);
    }
    return !members.isEmpty();
  }

  /** Lets go of the members that do not stay; only the first flags count. */
  private void keep(Group group, boolean[] stays) {
    List<Row> rows = new ArrayList<>();
    List<Generation> staying = new ArrayList<>();
    for (int row = 0; row < group.members.size(); row++) {
      if (stays[row]) {
        Generation member = group.members.get(row);
        staying.add(member);
        rows.add(new Row(group.cache, row, member.length()));
      }
    }
    Cache before = group.cache;
    group.members.clear();
    group.members.addAll(staying);
    group.cache = staying.isEmpty() ? null : decoder.combine(rows);
    before.close();
  }

  /** Joins the cache of the last member to that of the others. */
  private void regroup(Group group, List<Generation> members, Cache joining) {
    List<Row> rows = new ArrayList<>();
    int last = members.size() - 1;
    for (int row = 0; row < last; row++) {
      rows.add(new Row(group.cache, row, members.get(row).length()));
    }
    rows.add(new Row(joining, 0, members.get(last).length()));
    Cache before = group.cache;
    group.cache = decoder.combine(rows);
    before.close();
    joining.close();
  }

  @Override
  public void close() {
    closeRead();
    groups.forEach(group -> group.cache.close());
    groups.clear();
    reading.clear();
  }
}
