package footfall.reports.recording;

import footfall.scenarios.WarmUp;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run is cut: into ticks, at which the levels of the pools are read, and sections of whole
 * ticks, of which the first can be left out as warm-up. The first sections are short, so that a
 * short warm-up costs little.
 *
 * @param tickNanos instants in ascending order, zero first and the horizon last
 * @param sectionTicks tick at which each section begins, and the last tick
 */
public record WindowPlan(long[] tickNanos, int[] sectionTicks) implements WindowBounds {
  private static final int TICKS = 200;
  private static final int WARM_UP_TICKS = 20;
  private static final int[] SECTION_PERCENTS = {
    0, 1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100
  };

  /** Cuts at the end of a stated warm-up too. */
  public static WindowPlan of(long horizonNanos, WarmUp warmUp) {
    long startNanos = warmUp instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
    List<Long> ticks = new ArrayList<>();
    for (int tick = 0; startNanos > 0 && tick < WARM_UP_TICKS; tick++) {
      ticks.add(startNanos / WARM_UP_TICKS * tick);
    }
    int offset = ticks.size();
    for (int tick = 0; tick <= TICKS; tick++) {
      double part = (double) tick / TICKS;
      ticks.add(startNanos + Math.round((horizonNanos - startNanos) * part));
    }
    List<Integer> sections = new ArrayList<>();
    if (startNanos > 0) {
      sections.add(0);
    }
    for (int percent : SECTION_PERCENTS) {
      sections.add(offset + percent * TICKS / 100);
    }
    return new WindowPlan(
        ticks.stream().mapToLong(Long::longValue).toArray(),
        sections.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public long tickNanos(int tick) {
    return tick < tickNanos.length ? tickNanos[tick] : NEVER;
  }

  @Override
  public long sectionEndNanos(int section) {
    return section < sections() ? sectionNanos(section + 1) : NEVER;
  }

  /** How many sections there are. */
  public int sections() {
    return sectionTicks.length - 1;
  }

  /** When the section begins; for the number of sections, when the last one ends. */
  public long sectionNanos(int section) {
    return tickNanos[sectionTicks[section]];
  }
}
