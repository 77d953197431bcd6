package footfall.reports.calibration;

import footfall.reports.calibration.LeastSquares.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times as a product of two curves: one over how many requests the worker had, and one, from one
 * on, over how many the other workers of its machine had. By least squares of relative errors, one
 * curve after the other until both stand still; the intervals of each hold the other for known.
 *
 * @param own seconds, or whatever the times are in, at the knots of {@code ownHats}
 * @param others factors at the knots of {@code othersHats}, of which the first is none; empty where
 *     others make no difference that can be told
 */
record ContentionFit(
    PiecewiseLinearBasis ownHats, Solution own, PiecewiseLinearBasis othersHats, Solution others) {
  private static final int ROUNDS = 10;
  private static final double TINY = 1e-9;

  /** Times so far below another that they are mistakes of the measurement. */
  private static final double LEAST = 0.02;

  /** A time, above zero, its weight, and how many there were. */
  record Sample(double own, double others, double time, double weight) {}

  /**
   * The curves.
   *
   * @param samples enough of them
   * @param mostOwn greatest number of requests of the worker that is of interest
   * @param mostOthers of the other workers; 0 where there are none
   */
  static ContentionFit fit(List<Sample> samples, int mostOwn, int mostOthers) {
    PiecewiseLinearBasis ownHats =
        PiecewiseLinearBasis.over(
            samples.stream().mapToDouble(Sample::own).toArray(),
            PiecewiseLinearBasis.upTo(mostOwn));
    List<Integer> fromNone = new ArrayList<>(List.of(0));
    if (mostOthers > 0) {
      fromNone.addAll(PiecewiseLinearBasis.upTo(mostOthers));
    }
    PiecewiseLinearBasis othersHats =
        PiecewiseLinearBasis.over(samples.stream().mapToDouble(Sample::others).toArray(), fromNone);
    if (othersHats.knots()[0] != 0) {
      othersHats =
          new PiecewiseLinearBasis(
              new int[] {0}); // Others were always there: their part cannot be told.
    }
    ContentionFit sharing =
        new ContentionFit(
            ownHats, level(ownHats, median(samples)), othersHats, level(othersHats, 1));
    for (int round = 0; round < ROUNDS; round++) {
      sharing = sharing.withOwn(samples);
      if (othersHats.knots().length > 1) {
        sharing = sharing.withOthers(samples);
      }
    }
    return sharing;
  }

  private static double median(List<Sample> samples) {
    double[] times = samples.stream().mapToDouble(Sample::time).sorted().toArray();
    return Math.max(TINY, times[times.length / 2]);
  }

  private static Solution level(PiecewiseLinearBasis hats, double value) {
    double[] values = new double[hats.knots().length];
    Arrays.fill(values, value);
    return new Solution(values, new double[values.length]);
  }

  private ContentionFit withOwn(List<Sample> samples) {
    LeastSquares squares = new LeastSquares();
    for (Sample sample : samples) {
      double level = at(sample.own(), sample.others());
      double factor = othersAt(sample.others()) / level;
      double[] weights = ownHats.at(sample.own());
      squares.add(
          Arrays.stream(weights).map(w -> w * factor).toArray(),
          sample.time() / level,
          sample.weight());
    }
    Solution next = squares.solve();
    double[] rising = next.factors().clone();
    double least = LEAST * Arrays.stream(rising).max().orElseThrow();
    for (int i = 0; i < rising.length; i++) {
      least = Math.max(least, rising[i]);
      rising[i] = least;
    }
    return new ContentionFit(ownHats, new Solution(rising, next.margins()), othersHats, others);
  }

  private ContentionFit withOthers(List<Sample> samples) {
    LeastSquares squares = new LeastSquares();
    for (Sample sample : samples) {
      double[] weights = othersHats.at(sample.others());
      squares.add(
          Arrays.copyOfRange(weights, 1, weights.length),
          sample.time() / ownAt(sample.own()) - 1,
          sample.weight());
    }
    Solution excess = squares.solve();
    double[] factors = new double[othersHats.knots().length];
    double[] margins = new double[factors.length];
    factors[0] = 1;
    for (int i = 1; i < factors.length; i++) {
      factors[i] = Math.max(factors[i - 1], 1 + excess.factors()[i - 1]);
      margins[i] = excess.margins()[i - 1];
    }
    return new ContentionFit(ownHats, own, othersHats, new Solution(factors, margins));
  }

  /** The same, scaled so that the weighted sum of all times is that of the samples. */
  ContentionFit withMeanOf(List<Sample> samples) {
    double took = 0;
    double expected = 0;
    for (Sample sample : samples) {
      took += sample.weight() * sample.time();
      expected += sample.weight() * at(sample.own(), sample.others());
    }
    return new ContentionFit(ownHats, own.dividedBy(expected / took), othersHats, others);
  }

  /** The time where the worker and the others have so many. */
  double at(double own, double others) {
    return ownAt(own) * othersAt(others);
  }

  double ownAt(double place) {
    return ownHats.sum(own.factors(), place);
  }

  double othersAt(double place) {
    return othersHats.sum(others.factors(), place);
  }

  /** Whether the other workers slow a request, beyond doubt. */
  boolean isContended() {
    int last = othersHats.knots().length - 1;
    return last > 0 && others.factors()[last] - others.margins()[last] > 1;
  }
}
