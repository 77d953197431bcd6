package footfall.reports.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * A curve of straight lines between knots, as a weighted sum: at any place the two knots beside it
 * count, each the more the nearer it is. Beyond the last knot it is level.
 */
record Hats(int[] knots) {
  /** A knot must be the nearest for this many requests, or nothing is known of it. */
  private static final double FEWEST = 30;

  /**
   * Knots at powers of two, as far as places of requests reach; one at least.
   *
   * @param most the greatest that is of interest
   */
  static Hats over(double[] places, int most) {
    List<Integer> knots = new ArrayList<>(List.of(1));
    for (int knot = 2; knot <= most; knot *= 2) {
      double near = 0;
      for (double place : places) {
        near += Math.abs(place - knot) <= knot / 4.0 || place > knot ? 1 : 0;
      }
      if (near >= FEWEST) {
        knots.add(knot);
      }
    }
    return new Hats(knots.stream().mapToInt(Integer::intValue).toArray());
  }

  /** How much each knot counts at a place. */
  double[] at(double place) {
    double[] weights = new double[knots.length];
    int right = 0;
    while (right < knots.length && knots[right] < place) {
      right++;
    }
    if (right == 0) {
      weights[0] = 1;
    } else if (right == knots.length) {
      weights[right - 1] = 1;
    } else {
      double part = (place - knots[right - 1]) / (knots[right] - knots[right - 1]);
      weights[right - 1] = 1 - part;
      weights[right] = part;
    }
    return weights;
  }
}
