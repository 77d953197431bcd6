package footfall.simulator.virtualtime;

import java.util.Arrays;

/**
 * Pending timers, ordered by (due time in nanoseconds, order of scheduling): two timers due at the
 * same instant fire first come, first served, which is what makes a run repeatable.
 *
 * <p>Three tiers, as in a ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005): a small {@link
 * TimerHeap} for what is due soon, unsorted buckets of equal width for what is due later, and an
 * unsorted list for what lies beyond the buckets. A timer is sorted only once its bucket's time has
 * come, among the few others of that bucket, so the cost of a timer hardly grows with their number.
 * Where due times are spread so unevenly that all fall into one bucket, it is a plain heap.
 *
 * <p>Nothing is allocated once the arrays have grown. Holds at most 2^24 timers and counts at most
 * 2^39 of them in its life. Not thread-safe.
 */
final class TimerQueue {
  static final int MAX_PENDING = 1 << 24;
  private static final int SLOT_BITS = 24;
  private static final int SLOT_MASK = MAX_PENDING - 1;
  private static final int INITIAL_CAPACITY = 1024;
  private static final int MIN_BUCKETS = 64;
  private static final int MAX_BUCKETS = 1 << 20;
  private static final int NONE = -1;

  private final TimerHeap near = new TimerHeap();

  /** The timers by slot; {@code next} chains those of a bucket or of the list beyond. */
  private long[] dueNanos = new long[INITIAL_CAPACITY];

  private long[] ordinals = new long[INITIAL_CAPACITY];
  private Object[] targets = new Object[INITIAL_CAPACITY];
  private Object[] messages = new Object[INITIAL_CAPACITY];
  private int[] next = new int[INITIAL_CAPACITY];
  private int firstFree = NONE;
  private int slotsUsed;

  private int[] buckets = new int[0];
  private long bucketsFrom;
  private int bucketShift;
  private int currentBucket = NONE;
  private long nearUntil;
  private int inBuckets;

  private int firstBeyond = NONE;
  private int beyond;
  private long leastBeyond;
  private long greatestBeyond;

  private int size;
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
    if (near.isEmpty()) {
      refillNear();
    }
    return near.leastDueNanos();
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
    int slot = takeSlot();
    long ordinal = (sequence++ << SLOT_BITS) | slot;
    targets[slot] = target;
    messages[slot] = message;
    size++;
    long bucket = (due - bucketsFrom) >>> bucketShift;
    // At the end of time the current bucket has no end that a long could hold.
    if (due < nearUntil || bucket == currentBucket) {
      near.add(due, ordinal);
      return;
    }
    dueNanos[slot] = due;
    ordinals[slot] = ordinal;
    if (bucket < buckets.length) {
      next[slot] = buckets[(int) bucket];
      buckets[(int) bucket] = slot;
      inBuckets++;
    } else {
      addBeyond(slot, due);
    }
  }

  /** Removes the timer that is due next; its payload is then in {@code fired...()}. */
  void removeNext() {
    if (near.isEmpty()) {
      refillNear();
    }
    int slot = (int) near.removeLeast() & SLOT_MASK;
    firedTarget = targets[slot];
    firedMessage = messages[slot];
    targets[slot] = null;
    messages[slot] = null;
    next[slot] = firstFree;
    firstFree = slot;
    size--;
  }

  void clear() {
    near.clear();
    Arrays.fill(targets, 0, slotsUsed, null);
    Arrays.fill(messages, 0, slotsUsed, null);
    buckets = new int[0];
    bucketsFrom = 0;
    bucketShift = 0;
    currentBucket = NONE;
    nearUntil = 0;
    inBuckets = 0;
    firstBeyond = NONE;
    beyond = 0;
    firstFree = NONE;
    slotsUsed = 0;
    size = 0;
    sequence = 0;
    firedTarget = null;
    firedMessage = null;
  }

  private void addBeyond(int slot, long due) {
    if (beyond++ == 0) {
      leastBeyond = due;
      greatestBeyond = due;
    }
    leastBeyond = Math.min(leastBeyond, due);
    greatestBeyond = Math.max(greatestBeyond, due);
    next[slot] = firstBeyond;
    firstBeyond = slot;
  }

  /** Sorts the next bucket that is not empty; only where the queue is not empty but near is. */
  private void refillNear() {
    if (inBuckets == 0) {
      spreadBeyond();
    }
    do {
      currentBucket++;
    } while (buckets[currentBucket] == NONE);
    int slot = buckets[currentBucket];
    buckets[currentBucket] = NONE;
    while (slot != NONE) {
      near.add(dueNanos[slot], ordinals[slot]);
      inBuckets--;
      slot = next[slot];
    }
    nearUntil = bucketsFrom + ((currentBucket + 1L) << bucketShift);
    if (nearUntil < 0) {
      nearUntil = Long.MAX_VALUE;
    }
  }

  /** Lays out buckets anew, over all that lies beyond them. */
  private void spreadBeyond() {
    int wanted = Integer.highestOneBit(Math.max(beyond, 2) - 1);
    int count = Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, wanted));
    if (buckets.length != count) {
      buckets = new int[count];
    }
    Arrays.fill(buckets, NONE);
    bucketsFrom = leastBeyond;
    currentBucket = NONE;
    bucketShift = 0;
    while ((greatestBeyond - leastBeyond) >>> bucketShift >= count) {
      bucketShift++;
    }
    int slot = firstBeyond;
    while (slot != NONE) {
      int following = next[slot];
      int bucket = (int) ((dueNanos[slot] - bucketsFrom) >>> bucketShift);
      next[slot] = buckets[bucket];
      buckets[bucket] = slot;
      slot = following;
    }
    inBuckets = beyond;
    beyond = 0;
    firstBeyond = NONE;
  }

  private int takeSlot() {
    if (firstFree != NONE) {
      int slot = firstFree;
      firstFree = next[slot];
      return slot;
    }
    if (slotsUsed == dueNanos.length) {
      grow();
    }
    return slotsUsed++;
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
    next = Arrays.copyOf(next, capacity);
  }
}
