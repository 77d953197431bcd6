package footfall.scenarios.pools;

import java.util.List;

/**
 * Where electricity is drawn.
 *
 * @param pue power usage effectiveness, at least 1
 * @param gramsPerKilowattHour carbon intensity of the grid hour by hour from the start of the run,
 *     over and over, in g CO2e; one figure where it is always the same
 * @param perKilowattHour price at the wall, in currency units; zero where it is paid with the hours
 *     of workers
 */
public record Site(double pue, List<Double> gramsPerKilowattHour, double perKilowattHour) {
  private static final double HOUR_NANOS = 3_600e9;

  /** Copies the list. */
  public Site {
    gramsPerKilowattHour = List.copyOf(gramsPerKilowattHour);
  }

  /** Whether the grid is the same all the time. */
  public boolean isSteady() {
    return gramsPerKilowattHour.size() == 1;
  }

  /** The mean over all of its hours. */
  public double meanGrams() {
    return gramsPerKilowattHour.stream().mapToDouble(g -> g).average().orElseThrow();
  }

  /** The mean intensity from one instant of the run to another. */
  public double gramsPerKilowattHour(long fromNanos, long toNanos) {
    if (isSteady() || toNanos <= fromNanos) {
      return at((long) (fromNanos / HOUR_NANOS));
    }
    double sum = 0;
    double from = fromNanos;
    while (from < toNanos) {
      long hour = (long) Math.floor(from / HOUR_NANOS);
      double to = Math.min(toNanos, (hour + 1) * HOUR_NANOS);
      sum += (to - from) * at(hour);
      from = to;
    }
    return sum / (toNanos - fromNanos);
  }

  private double at(long hour) {
    return gramsPerKilowattHour.get((int) (hour % gramsPerKilowattHour.size()));
  }
}
