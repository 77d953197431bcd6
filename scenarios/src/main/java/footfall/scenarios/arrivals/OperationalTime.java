package footfall.scenarios.arrivals;

import java.util.List;

/**
 * Time in which a shaped process is an unshaped one: {@code Lambda(t) = integral from 0 to t of the
 * product of all factors}. An unshaped process whose n-th arrival is at s has it at {@code
 * Lambda^-1(s)} once shaped; for a Poisson process that is the inversion method of Cinlar (1975).
 *
 * <p>Walks forward in cells of at most one second (a minute beyond 100 days) that end at every edge
 * of a shape, and takes the factor as linear within a cell. Not thread-safe.
 */
final class OperationalTime {
  private static final double LONG_SECONDS = 100 * 86_400;

  private final double cellSeconds;
  private final List<RateShape> shapes;
  private final double[] edges;
  private int nextEdge;
  private double cellFrom;
  private double cellTo;
  private double factorFrom;
  private double factorTo;
  private double operationalFrom;

  OperationalTime(List<RateShape> shapes, double horizonSeconds) {
    this.cellSeconds = horizonSeconds > LONG_SECONDS ? 60 : 1;
    this.shapes = shapes;
    this.edges = shapes.stream().flatMapToDouble(RateShape::edges).sorted().toArray();
    openCell(0);
  }

  /** Operational seconds until the given time. */
  static double at(List<RateShape> shapes, long nanos) {
    double seconds = nanos / 1e9;
    if (shapes.isEmpty() || nanos == Long.MAX_VALUE) {
      return seconds;
    }
    OperationalTime time = new OperationalTime(shapes, seconds);
    while (time.cellTo < seconds) {
      time.nextCell();
    }
    return time.operationalFrom + time.within(seconds - time.cellFrom);
  }

  /**
   * The time at which so much operational time has passed, or infinity if that is after the limit;
   * the argument must not be less than in the call before.
   */
  double secondsAt(double operational, double limitSeconds) {
    while (operationalFrom + within(cellTo - cellFrom) < operational) {
      if (cellTo >= limitSeconds) {
        return Double.POSITIVE_INFINITY;
      }
      nextCell();
    }
    return cellFrom + inverseWithin(operational - operationalFrom);
  }

  private void nextCell() {
    operationalFrom += within(cellTo - cellFrom);
    openCell(cellTo);
  }

  private void openCell(double from) {
    cellFrom = from;
    cellTo = (Math.floor(from / cellSeconds) + 1) * cellSeconds;
    while (nextEdge < edges.length && edges[nextEdge] <= from) {
      nextEdge++;
    }
    if (nextEdge < edges.length) {
      cellTo = Math.min(cellTo, edges[nextEdge]);
    }
    factorFrom = factorAt(from);
    factorTo = factorAt(Math.nextDown(cellTo));
  }

  private double factorAt(double seconds) {
    double factor = 1;
    for (RateShape shape : shapes) {
      factor *= shape.factorAt(seconds);
    }
    return factor;
  }

  /** {@code f0 x + slope x^2/2}. */
  private double within(double x) {
    return factorFrom * x + slope() / 2 * x * x;
  }

  /** The x for which {@link #within} gives y, in the form that does not cancel. */
  private double inverseWithin(double y) {
    if (y <= 0) {
      return 0;
    }
    double root = Math.sqrt(Math.max(0, factorFrom * factorFrom + 2 * slope() * y));
    return Math.min(cellTo - cellFrom, 2 * y / (factorFrom + root));
  }

  private double slope() {
    return (factorTo - factorFrom) / (cellTo - cellFrom);
  }
}
