package footfall.scenarios.pools;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * A figure that depends on how many requests run together: straight lines between the points of a
 * table, and on along the last line beyond it. Immutable.
 */
public final class Curve {
  private final TreeMap<Integer, Double> points;

  private Curve(TreeMap<Integer, Double> points) {
    this.points = points;
  }

  /** Through these points, at least one. */
  public static Curve through(Map<Integer, Double> table) {
    return new Curve(new TreeMap<>(table));
  }

  /** {@code base + perRequest n}. */
  public static Curve affine(double base, double perRequest) {
    return through(Map.of(0, base, 1, base + perRequest));
  }

  /** The figure where so many run together. */
  public double at(int n) {
    Map.Entry<Integer, Double> left = points.floorEntry(n);
    Map.Entry<Integer, Double> right = points.ceilingEntry(n);
    if (left == null) {
      return right.getValue();
    }
    if (right == null) {
      right = left;
      left = points.lowerEntry(left.getKey());
      if (left == null) {
        return right.getValue();
      }
    }
    if (left.getKey().equals(right.getKey())) {
      return left.getValue();
    }
    double part = (double) (n - left.getKey()) / (right.getKey() - left.getKey());
    return left.getValue() + part * (right.getValue() - left.getValue());
  }

  /** The figures for 0 to n, by index. */
  public double[] upTo(int n) {
    double[] figures = new double[n + 1];
    for (int i = 0; i <= n; i++) {
      figures[i] = at(i);
    }
    return figures;
  }

  /** The same curve with every figure changed. */
  public Curve map(DoubleUnaryOperator change) {
    TreeMap<Integer, Double> changed = new TreeMap<>();
    points.forEach((n, figure) -> changed.put(n, change.applyAsDouble(figure)));
    return new Curve(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Curve curve && curve.points.equals(points);
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
