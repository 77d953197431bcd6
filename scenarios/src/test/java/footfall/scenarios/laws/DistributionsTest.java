package footfall.scenarios.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.distributions.Clamped;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.distributions.Gamma;
import footfall.scenarios.distributions.HyperExponential;
import footfall.scenarios.distributions.HyperExponential.Branch;
import footfall.scenarios.distributions.LogNormal;
import footfall.scenarios.distributions.Pareto;
import footfall.scenarios.distributions.Uniform;
import footfall.scenarios.distributions.Weibull;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.WeibullDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionsTest {
  private static final int DRAWS = 200_000;

  /** Each draw comes from a stream of its own, as in a run. */
  private static double[] draws(Distribution distribution, int count) {
    RandomStream random = new RandomStream();
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      long shopper = Streams.entity(Streams.run(7, 0), i);
      draws[i] = distribution.sample(random.at(Streams.draw(shopper, Purpose.SERVICE, 0)));
    }
    return draws;
  }

  static Stream<Arguments> continuous() {
    double sigma = Math.sqrt(Math.log1p(0.25));
    DoubleUnaryOperator hyper = x -> 0.3 * (1 - Math.exp(-x / 4)) + 0.7 * (1 - Math.exp(-x / 0.5));
    return Stream.of(
        Arguments.of(new Exponential(2), cdf(ExponentialDistribution.of(2)::cumulativeProbability)),
        Arguments.of(
            new LogNormal(2, 1),
            cdf(
                LogNormalDistribution.of(Math.log(2) - sigma * sigma / 2, sigma)
                    ::cumulativeProbability)),
        Arguments.of(
            Gamma.ofSd(1, 1.5), cdf(GammaDistribution.of(1 / 2.25, 2.25)::cumulativeProbability)),
        Arguments.of(
            new Pareto(3, 5), cdf(ParetoDistribution.of(3 * 4.0 / 5, 5)::cumulativeProbability)),
        Arguments.of(
            new Weibull(2, 0.7),
            cdf(
                WeibullDistribution.of(0.7, 2 / Math.exp(LogGamma.value(1 + 1 / 0.7)))
                    ::cumulativeProbability)),
        Arguments.of(new Gamma(2, 4), cdf(GammaDistribution.of(4, 0.5)::cumulativeProbability)),
        Arguments.of(
            new HyperExponential(List.of(new Branch(0.3, 4), new Branch(0.7, 0.5))), hyper),
        Arguments.of(new Uniform(1, 3), cdf(x -> Math.min(1, Math.max(0, (x - 1) / 2)))));
  }

  private static DoubleUnaryOperator cdf(DoubleUnaryOperator cdf) {
    return cdf;
  }

  @ParameterizedTest
  @MethodSource("continuous")
  void agreesWithItsDistributionFunction(Distribution distribution, DoubleUnaryOperator cdf) {
    double p =
        KolmogorovSmirnovTest.withDefaults().test(draws(distribution, 20_000), cdf).getPValue();

    assertThat(p).isGreaterThan(0.001);
  }

  static Stream<Distribution> all() {
    return Stream.concat(
        continuous().map(arguments -> (Distribution) arguments.get()[0]),
        Stream.of(
            new Constant(3),
            new Empirical(List.of(1.0, 2.0, 10.0), List.of(1.0, 2.0, 1.0)),
            new Clamped(new LogNormal(45, 40), 5, 300)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheMomentsThatItStates(Distribution distribution) {
    double sum = 0;
    double squares = 0;
    for (double draw : draws(distribution, DRAWS)) {
      sum += draw;
      squares += draw * draw;
    }
    double mean = sum / DRAWS;
    double squaredCv = squares / DRAWS / (mean * mean) - 1;

    // Five standard errors of the mean, and 6 % for the second moment of the most skewed.
    double error = 5 * Math.sqrt(distribution.squaredCv() / DRAWS) * mean + 1e-12 + mean * 0.005;
    assertThat(mean).isCloseTo(distribution.mean(), within(error));
    assertThat(squaredCv).isCloseTo(distribution.squaredCv(), within(0.06 * (1 + squaredCv)));
  }

  @Test
  void clampedValuesStayWithinTheirBounds() {
    for (double draw : draws(new Clamped(new Exponential(10), 5, 20), 10_000)) {
      assertThat(draw).isBetween(5.0, 20.0);
    }
  }

  @Test
  void streamsOfDifferentPurposesAreUncorrelated() {
    int n = 100_000;
    double product = 0;
    RandomStream random = new RandomStream();
    for (int i = 0; i < n; i++) {
      long shopper = Streams.entity(Streams.run(1, 0), i);
      double a = random.at(Streams.draw(shopper, Purpose.THINKING, 0)).nextDouble() - 0.5;
      double b = random.at(Streams.draw(shopper, Purpose.SERVICE, 0)).nextDouble() - 0.5;
      product += a * b;
    }
    double correlation = product / n * 12;

    assertThat(correlation).isCloseTo(0, within(4 / Math.sqrt(n)));
  }
}
