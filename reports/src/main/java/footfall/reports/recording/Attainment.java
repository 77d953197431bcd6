package footfall.reports.recording;

import footfall.queueing.statistics.Durations;

/**
 * How the requests that arrived in a section fared against what one objective asks for: the times
 * of those that were answered, how many never were, and how long those took so far that are still
 * open. What was refused or cancelled is left out. Sections add up. Not thread-safe.
 */
public final class Attainment {
  private final Durations answered = new Durations();
  private final Durations open = new Durations();
  private long lost;
  private long kept;
  private long missed;

  void answer(long nanos, long times) {
    answered.record(nanos, times);
  }

  /** Answered, and all limits kept or not. */
  void judge(boolean keepsAll, long times) {
    if (keepsAll) {
      kept += times;
    } else {
      missed += times;
    }
  }

  void lose(long times) {
    lost += times;
  }

  void stillOpen(long nanos, long times) {
    open.record(Math.max(0, nanos), times);
  }

  void add(Attainment other) {
    answered.add(other.answered);
    open.add(other.open);
    lost += other.lost;
    kept += other.kept;
    missed += other.missed;
  }

  void pack() {
    answered.pack();
    open.pack();
  }

  /** Both together, anew. */
  public Attainment plus(Attainment other) {
    Attainment sum = new Attainment();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  /** The times of those that were answered. */
  public Durations answered() {
    return answered;
  }

  /** How old those are that are still open. */
  public Durations open() {
    return open;
  }

  /** How many were never answered. */
  public long lost() {
    return lost;
  }

  /** Of a share or of goodput: how many were answered within all limits. */
  public long kept() {
    return kept;
  }

  /** Of a share or of goodput: how many were answered, within the limits or not. */
  public long judged() {
    return kept + missed;
  }

  /** All that arrived, but for what was refused or cancelled. */
  public long arrived() {
    return answered.count() + kept + missed + lost + open.count();
  }
}
