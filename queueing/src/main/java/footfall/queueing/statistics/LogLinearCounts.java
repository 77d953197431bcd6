package footfall.queueing.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often which whole number was seen, to three significant digits: the classes of HdrHistogram
 * (G. Tene), of which every power of two from 2,048 on has 1,024. Unlike there, room is taken only
 * where something was counted, as a run has thousands of them that hold little. Not thread-safe.
 */
public final class LogLinearCounts {
  private static final int EXACT_BITS = 11;
  private static final int EXACT = 1 << EXACT_BITS;
  private static final int PER_OCTAVE = EXACT / 2;
  private static final int PAGE_BITS = 4;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int COUNT_BITS = 48;
  private static final long MOST_PACKED = (1L << COUNT_BITS) - 1;
  private static final long[] @Nullable [] NO_PAGES = {};

  private long[] @Nullable [] pages = NO_PAGES;

  /** The classes that are not empty, each with its count in the lower bits; null if not packed. */
  private long @Nullable [] packed;

  private long total;

  /** Told of every class that is not empty, ascending. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A class and how many values are in it.
     *
     * @return whether to go on
     */
    boolean visit(int index, long count);
  }

  /**
   * Counts a value.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void record(long value, long times) {
    if (value < 0) {
      throw new IllegalArgumentException(value + " is negative");
    }
    count(indexOf(value), times);
  }

  /** Adds all that the other holds. */
  public void add(LogLinearCounts other) {
    other.forEach(
        (index, count) -> {
          count(index, count);
          return true;
        });
  }

  private void count(int index, long times) {
    unpack();
    int at = index >>> PAGE_BITS;
    if (at >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(at + 1, 2 * pages.length));
    }
    long[] page = pages[at];
    if (page == null) {
      page = new long[PAGE];
      pages[at] = page;
    }
    page[index & (PAGE - 1)] += times;
    total += times;
  }

  private void unpack() {
    if (packed != null) {
      long[] all = packed;
      packed = null;
      total = 0;
      for (long each : all) {
        count((int) (each >>> COUNT_BITS), each & MOST_PACKED);
      }
    }
  }

  /** Takes less room from now on; more can still be counted. */
  public void pack() {
    if (packed == null) {
      int[] size = new int[1];
      boolean fits =
          forEach(
              (index, count) -> {
                size[0]++;
                return count <= MOST_PACKED;
              });
      if (fits) {
        long[] all = new long[size[0]];
        int[] at = new int[1];
        forEach(
            (index, count) -> {
              all[at[0]++] = (long) index << COUNT_BITS | count;
              return true;
            });
        packed = all;
        pages = NO_PAGES;
      }
    }
  }

  /** Whether the visitor wanted to see them all. */
  boolean forEach(Visitor visitor) {
    if (packed != null) {
      for (long each : packed) {
        if (!visitor.visit((int) (each >>> COUNT_BITS), each & MOST_PACKED)) {
          return false;
        }
      }
      return true;
    }
    for (int at = 0; at < pages.length; at++) {
      long[] page = pages[at];
      for (int i = 0; page != null && i < PAGE; i++) {
        if (page[i] != 0 && !visitor.visit(at << PAGE_BITS | i, page[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many values were counted. */
  public long total() {
    return total;
  }

  /** The value that the given percentage does not exceed: the middle of its class; NaN of none. */
  public double percentile(double percent) {
    double part = Math.max(0, Math.nextDown(Math.min(percent, 100)));
    long wanted = Math.max(1, (long) Math.ceil(part * total / 100));
    double[] found = {Double.NaN};
    long[] seen = new long[1];
    forEach(
        (index, count) -> {
          seen[0] += count;
          found[0] = middle(index);
          return seen[0] < wanted;
        });
    return found[0];
  }

  private static int indexOf(long value) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - EXACT_BITS);
    return shift * PER_OCTAVE + (int) (value >>> shift);
  }

  /** The middle of a class. */
  static double middle(int index) {
    if (index < EXACT) {
      return index;
    }
    int shift = index / PER_OCTAVE - 1;
    long low = (long) (index - shift * PER_OCTAVE) << shift;
    return low + ((1L << shift) - 1) / 2.0;
  }
}
