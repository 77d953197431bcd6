package footfall.scenarios.volumes;

/**
 * Additive exponential smoothing with level, trend and season (Winters, "Forecasting sales by
 * exponentially weighted moving averages", Management Science 6, 1960). The smoothing factors are
 * those of a grid with the least squared errors one step ahead. Immutable once fitted.
 */
final class HoltWinters {
  private final int period;
  private final double[] season;
  private double level;
  private double trend;
  private double squaredErrors;
  private double weeklySquares;
  private int periods;
  private int size;

  private HoltWinters(double[] values, int period, double alpha, double beta, double gamma) {
    this.period = period;
    this.season = new double[period];
    for (int i = 0; i < period; i++) {
      level += values[i] / period;
    }
    for (int i = 0; i < period; i++) {
      season[i] = values[i] - level;
    }
    double surprise = 0;
    for (int i = period; i < values.length; i++) {
      double error = values[i] - (level + trend + season[i % period]);
      squaredErrors += error * error;
      surprise += error;
      double before = level;
      level = alpha * (values[i] - season[i % period]) + (1 - alpha) * (level + trend);
      trend = beta * (level - before) + (1 - beta) * trend;
      season[i % period] = gamma * (values[i] - level) + (1 - gamma) * season[i % period];
      if (i % period == period - 1) {
        weeklySquares += surprise * surprise;
        periods++;
        surprise = 0;
      }
    }
    size = values.length;
  }

  /**
   * The best of a grid.
   *
   * @param period of the season; there are at least two of them
   * @param grid of smoothing factors
   */
  static HoltWinters fit(double[] values, int period, double[] grid) {
    HoltWinters best = new HoltWinters(values, period, grid[0], grid[0], grid[0]);
    for (double alpha : grid) {
      for (double beta : grid) {
        for (double gamma : grid) {
          HoltWinters other = new HoltWinters(values, period, alpha, beta, gamma);
          best = other.squaredErrors < best.squaredErrors ? other : best;
        }
      }
    }
    return best;
  }

  /** The forecast for a step after the last value; the first is one. */
  double ahead(int steps) {
    return level + steps * trend + season[(size + steps - 1) % period];
  }

  /** Root mean square of what a period was more or less than its one-step forecasts. */
  double weeklyError() {
    return Math.sqrt(weeklySquares / Math.max(1, periods));
  }
}
