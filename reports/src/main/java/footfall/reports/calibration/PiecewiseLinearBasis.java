package footfall.reports.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * A curve of straight lines between knots, as a weighted sum: at any place the two knots beside it
 * count, each the more the nearer it is. Beyond the last knot it is level.
 */
record PiecewiseLinearBasis(int[] knots) {
  /** A knot must be the nearest for this many requests, or nothing is known of it. */
  private static final double FEWEST = 15;

  /** Of these knots those that places of requests are near to; one at least. */
  static PiecewiseLinearBasis over(double[] places, List<Integer> candidates) {
    List<Integer> knots = new ArrayList<>(candidates);
    while (knots.size() > 1) {
      PiecewiseLinearBasis hats =
          new PiecewiseLinearBasis(knots.stream().mapToInt(Integer::intValue).toArray());
      double[] counts = new double[knots.size()];
      for (double place : places) {
        double[] weights = hats.at(place);
        for (int i = 0; i < counts.length; i++) {
          counts[i] += weights[i];
        }
      }
      int least = 0;
      for (int i = 1; i < counts.length; i++) {
        least = counts[i] <= counts[least] ? i : least;
      }
      if (counts[least] >= FEWEST) {
        return hats;
      }
      knots.remove(least);
    }
    return new PiecewiseLinearBasis(new int[] {knots.get(0)});
  }

  /** The powers of two below a number, and the number. */
  static List<Integer> upTo(int most) {
    List<Integer> knots = new ArrayList<>();
    for (int knot = 1; knot < most; knot *= 2) {
      knots.add(knot);
    }
    knots.add(most);
    return knots;
  }

  /** The curve at a place, by its values at the knots. */
  double sum(double[] values, double place) {
    double[] weights = at(place);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
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
