package footfall.reports.calibration;

import footfall.reports.calibration.LeastSquares.Solution;
import footfall.scenarios.pools.PoolSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What reading an input takes of a request that is alone: {@code time + tokens x perToken}, in
 * seconds.
 *
 * @param margin half the 95 % interval of {@code perToken}
 */
record PrefillFit(double time, double perToken, double margin) {
  private static final double ALONE = 1.5;
  private static final double BUSY = 0.5;
  private static final double SAME_TOKENS = 1.0;
  private static final double TINY = 1e-9;

  /**
   * By least squares over the requests that were alone, or over all where those are too few. Where
   * the inputs are all as long, a token takes as long as is stated.
   *
   * @param seconds that each of them would have taken alone, as far as that is known
   */
  static PrefillFit of(List<Observed> observed, double[] seconds, PoolSpec spec) {
    List<Integer> alone =
        IntStream.range(0, seconds.length)
            .filter(i -> observed.get(i).ownAtFirst() < ALONE)
            .filter(i -> observed.get(i).othersAtFirst() < BUSY)
            .boxed()
            .toList();
    List<Integer> used =
        alone.size() >= ServiceFit.FEWEST_REQUESTS
            ? alone
            : IntStream.range(0, seconds.length).boxed().toList();
    double perToken = spec.service().secondsPerInputToken();
    if (spread(used.stream().map(observed::get).toList()) > SAME_TOKENS) {
      LeastSquares squares = new LeastSquares();
      for (int i : used) {
        squares.add(new double[] {1, observed.get(i).readTokens()}, seconds[i], 1);
      }
      Solution solution = squares.solve();
      if (solution.factors()[1] >= 0 && solution.factors()[0] > 0) {
        return new PrefillFit(solution.factors()[0], solution.factors()[1], solution.margins()[1]);
      }
      perToken = 0; // Longer inputs were not slower.
    }
    double each = perToken;
    double[] times =
        used.stream()
            .mapToDouble(i -> seconds[i] - observed.get(i).readTokens() * each)
            .sorted()
            .toArray();
    return new PrefillFit(Math.max(TINY, times[times.length / 2]), perToken, 0);
  }

  /** Seconds of an input. */
  double of(Observed one) {
    return time + one.readTokens() * perToken;
  }

  private static double spread(List<Observed> requests) {
    double mean = requests.stream().mapToInt(Observed::readTokens).average().orElse(0);
    double squares =
        requests.stream().mapToDouble(o -> (o.readTokens() - mean) * (o.readTokens() - mean)).sum();
    return Math.sqrt(squares / requests.size());
  }
}
