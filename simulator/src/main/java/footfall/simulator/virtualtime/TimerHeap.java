package footfall.simulator.virtualtime;

import java.util.Arrays;

/**
 * A four-ary heap of pairs (due time, ordinal) over primitive arrays, least first; ordinals are
 * unique and decide among pairs due at the same instant. Not thread-safe.
 */
final class TimerHeap {
  private static final int INITIAL_CAPACITY = 256;

  private long[] dueNanos = new long[INITIAL_CAPACITY];
  private long[] ordinals = new long[INITIAL_CAPACITY];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The least due time; only where not empty. */
  long leastDueNanos() {
    return dueNanos[0];
  }

  void add(long due, long ordinal) {
    if (size == dueNanos.length) {
      dueNanos = Arrays.copyOf(dueNanos, 2 * size);
      ordinals = Arrays.copyOf(ordinals, 2 * size);
    }
    siftUp(size++, due, ordinal);
  }

  /** Removes the least pair and returns its ordinal; only where not empty. */
  long removeLeast() {
    long least = ordinals[0];
    int last = --size;
    if (last > 0) {
      siftDown(last, dueNanos[last], ordinals[last]);
    }
    return least;
  }

  void clear() {
    size = 0;
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
}
