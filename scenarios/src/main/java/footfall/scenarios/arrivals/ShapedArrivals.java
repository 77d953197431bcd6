package footfall.scenarios.arrivals;

import java.util.List;

/** The arrivals of an unshaped process, moved to where the shapes put them. */
final class ShapedArrivals implements ArrivalTimes {
  private final ArrivalTimes unshaped;
  private final OperationalTime time;
  private final double horizonSeconds;

  ShapedArrivals(ArrivalTimes unshaped, List<RateShape> shapes, long horizonNanos) {
    this.unshaped = unshaped;
    this.horizonSeconds = horizonNanos / 1e9;
    this.time = new OperationalTime(shapes, horizonSeconds);
  }

  @Override
  public long nextNanos() {
    double seconds = time.secondsAt(unshaped.nextNanos() / 1e9, horizonSeconds);
    return Double.isInfinite(seconds) ? NEVER : Math.round(seconds * 1e9);
  }
}
