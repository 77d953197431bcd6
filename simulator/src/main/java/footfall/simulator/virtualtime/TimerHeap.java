package footfall.simulator.virtualtime;

import java.util.Arrays;

/**
 * Pending timers, ordered by (due time in nanoseconds, order of scheduling): two timers due at the
 * same instant fire first come, first served, which is what makes a run repeatable.
 *
 * <p>A four-ary heap over primitive arrays; scheduling and firing allocate nothing once the arrays
 * have grown. Holds at most 2^24 timers and counts at most 2^39 of them in its life. Not
 * thread-safe.
 */
final class TimerHeap {
  static final int MAX_PENDING = 1 << 24;
  private static final int SLOT_BITS = 24;
  private static final int SLOT_MASK = MAX_PENDING - 1;
  private static final int INITIAL_CAPACITY = 1024;

  private long[] dueNanos = new long[INITIAL_CAPACITY];

  /** Sequence number in the high bits, slot of the payload in the low ones: unique and ordered. */
  private long[] ordinals = new long[INITIAL_CAPACITY];

  private Object[] targets = new Object[INITIAL_CAPACITY];
  private Object[] messages = new Object[INITIAL_CAPACITY];
  private int[] freeSlots = new int[INITIAL_CAPACITY];
  private int size;
  private int slotsUsed;
  private int freeCount;
  private long sequence;

  private Object firedTarget;
  private Object firedMessage;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** When the next timer is due; only where not empty. */
  long nextDueNanos() {
    return dueNanos[0];
  }

  /** The target of the timer last removed. */
  Object firedTarget() {
    return firedTarget;
  }

  /** The message of the timer last removed. */
  Object firedMessage() {
    return firedMessage;
  }

  /** Adds a timer; a null target means that the message is a {@link Runnable} to be run. */
  void add(long due, Object target, Object message) {
    if (size == dueNanos.length) {
      grow();
    }
    int slot = freeCount > 0 ? freeSlots[--freeCount] : slotsUsed++;
    targets[slot] = target;
    messages[slot] = message;
    siftUp(size++, due, (sequence++ << SLOT_BITS) | slot);
  }

  /** Removes the timer that is due next; its payload is then in {@code fired...()}. */
  void removeNext() {
    int slot = (int) ordinals[0] & SLOT_MASK;
    firedTarget = targets[slot];
    firedMessage = messages[slot];
    targets[slot] = null;
    messages[slot] = null;
    freeSlots[freeCount++] = slot;
    int last = --size;
    if (last > 0) {
      siftDown(last, dueNanos[last], ordinals[last]);
    }
  }

  void clear() {
    Arrays.fill(targets, 0, slotsUsed, null);
    Arrays.fill(messages, 0, slotsUsed, null);
    size = 0;
    slotsUsed = 0;
    freeCount = 0;
    sequence = 0;
    firedTarget = null;
    firedMessage = null;
  }

  private void siftUp(int from, long due, long ordinal) {
    final long[] dues = dueNanos;
    final long[] ords = ordinals;
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >> 2;
      long parentDue = dues[parent];
      if (due > parentDue || (due == parentDue && ordinal > ords[parent])) {
        break;
      }
      dues[hole] = parentDue;
      ords[hole] = ords[parent];
      hole = parent;
    }
    dues[hole] = due;
    ords[hole] = ordinal;
  }

  private void siftDown(int length, long due, long ordinal) {
    final long[] dues = dueNanos;
    final long[] ords = ordinals;
    int hole = 0;
    int child = 1;
    while (child < length) {
      int end = Math.min(child + 4, length);
      int least = child;
      long leastDue = dues[child];
      for (int sibling = child + 1; sibling < end; sibling++) {
        long siblingDue = dues[sibling];
        if (siblingDue < leastDue || (siblingDue == leastDue && ords[sibling] < ords[least])) {
          least = sibling;
          leastDue = siblingDue;
        }
      }
      if (due < leastDue || (due == leastDue && ordinal < ords[least])) {
        break;
      }
      dues[hole] = leastDue;
      ords[hole] = ords[least];
      hole = least;
      child = (hole << 2) + 1;
    }
    dues[hole] = due;
    ords[hole] = ordinal;
  }

  private void grow() {
    int capacity = dueNanos.length * 2;
    if (capacity > MAX_PENDING) {
      throw new IllegalStateException("more than " + MAX_PENDING + " timers are pending at once");
    }
    dueNanos = Arrays.copyOf(dueNanos, capacity);
    ordinals = Arrays.copyOf(ordinals, capacity);
    targets = Arrays.copyOf(targets, capacity);
    messages = Arrays.copyOf(messages, capacity);
    freeSlots = Arrays.copyOf(freeSlots, capacity);
  }
}
