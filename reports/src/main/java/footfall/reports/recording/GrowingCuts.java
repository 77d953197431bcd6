package footfall.reports.recording;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts for a run of unknown length: it begins with ticks of a second, and whenever there are too
 * many, both ticks and sections become twice as long. Not thread-safe.
 */
final class GrowingCuts implements WindowBounds {
  static final int MOST_SECTIONS = 64;
  private static final int SECTION_TICKS = 8;

  private long tickLengthNanos = 1_000_000_000L;

  @Override
  public long tickNanos(int tick) {
    return tick * tickLengthNanos;
  }

  @Override
  public long sectionEndNanos(int section) {
    return (section + 1) * SECTION_TICKS * tickLengthNanos;
  }

  /** Whether the section is complete that ends with the tick of that number. */
  boolean endsSection(int tick) {
    return tick > 0 && tick % SECTION_TICKS == 0;
  }

  /** Everything is twice as long from now on. */
  void grow() {
    tickLengthNanos *= 2;
  }

  /** Every other one: what is left of what was kept at ticks. */
  static <T> List<T> everyOther(List<T> atTicks) {
    return IntStream.range(0, (atTicks.size() + 1) / 2).mapToObj(i -> atTicks.get(2 * i)).toList();
  }

  /**
   * The plan as it has become.
   *
   * @param ticks that were read, without the end
   */
  WindowPlan until(long endNanos, int ticks) {
    long[] tickNanos =
        IntStream.rangeClosed(0, ticks)
            .mapToLong(i -> i == ticks ? endNanos : tickNanos(i))
            .toArray();
    int[] sectionTicks =
        IntStream.concat(
                IntStream.range(0, ticks).filter(tick -> tick % SECTION_TICKS == 0),
                IntStream.of(ticks))
            .toArray();
    return new WindowPlan(tickNanos, sectionTicks);
  }
}
