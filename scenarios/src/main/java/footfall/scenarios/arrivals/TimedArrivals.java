package footfall.scenarios.arrivals;

import java.util.List;

/** Arrivals at given instants, and none after the last. */
public record TimedArrivals(List<Long> atNanos) implements Arrivals.Open {
  /** Copies the list, which must be in ascending order. */
  public TimedArrivals {
    atNanos = List.copyOf(atNanos);
  }

  @Override
  public TimedArrivals atLoad(double factor) {
    return new TimedArrivals(atNanos.stream().map(at -> Math.round(at / factor)).toList());
  }

  @Override
  public boolean isRecorded() {
    return true;
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    var left = atNanos.iterator();
    return () -> left.hasNext() ? left.next() : ArrivalTimes.NEVER;
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    return atNanos.stream().filter(at -> at < horizonNanos).count();
  }
}
