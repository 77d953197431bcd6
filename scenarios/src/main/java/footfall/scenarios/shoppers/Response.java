package footfall.scenarios.shoppers;

import java.util.Map;
import java.util.TreeMap;

/**
 * How something responds to something: a curve through stated points, straight between them and
 * level beyond the first and the last. Immutable.
 */
public final class Response {
  /** One, whatever happens. */
  public static final Response NONE = through(Map.of(0.0, 1.0));

  /** Zero, whatever happens. */
  public static final Response NEVER = through(Map.of(0.0, 0.0));

  private final TreeMap<Double, Double> points;
  private final double[] x;
  private final double[] y;

  private Response(TreeMap<Double, Double> points) {
    this.points = points;
    this.x = points.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    this.y = points.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A curve through these points, of which there is at least one. */
  public static Response through(Map<Double, Double> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a curve needs a point");
    }
    return new Response(new TreeMap<>(points));
  }

  /** Where the curve stands at this place. */
  public double at(double place) {
    int right = 0;
    while (right < x.length && x[right] < place) {
      right++;
    }
    if (right == 0) {
      return y[0];
    }
    if (right == x.length) {
      return y[right - 1];
    }
    double part = (place - x[right - 1]) / (x[right] - x[right - 1]);
    return y[right - 1] + part * (y[right] - y[right - 1]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Response response && response.points.equals(points);
  }

  @Override
  public int hashCode() {
    return points.hashCode();
  }

  @Override
  public String toString() {
    return points.toString();
  }
}
