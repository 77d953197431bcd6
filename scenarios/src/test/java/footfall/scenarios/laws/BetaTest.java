package footfall.scenarios.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.distributions.Bernoulli;
import footfall.scenarios.distributions.Beta;
import footfall.scenarios.randomness.RandomStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaTest {
  private static final int CLASSES = 1024;

  /** The middle of one of the equally likely classes. */
  private record Place(double place) implements UniformRandomProvider {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double nextDouble() {
      return place;
    }
  }

  /** Steep at the ends, narrow in the middle, U-shaped: as profiles and people state them. */
  @ParameterizedTest
  @CsvSource({
    "0.8, 0.15",
    "0.5, 0.1",
    "0.9, 0.2",
    "0.95, 0.2",
    "0.5, 0.45",
    "0.9, 0.005",
    "0.9, 0.001",
    "0.05, 0.15",
    "0.667, 0.15",
    "0.99, 0.05",
    "0.999, 0.0001"
  })
  void hasTheMeanAndTheDeviationThatAreStated(double mean, double sd) {
    Beta beta = new Beta(mean, sd);
    double sum = 0;
    double squares = 0;
    double before = 0;
    for (int i = 0; i < CLASSES; i++) {
      double value = beta.sample(new Place((i + 0.5) / CLASSES));
      assertThat(value).isBetween(before, 1.0);
      before = value;
      sum += value;
      squares += (value - mean) * (value - mean);
    }

    assertThat(sum / CLASSES).isCloseTo(mean, within(1e-12));
    assertThat(Math.sqrt(squares / CLASSES)).isCloseTo(sd, within(sd * 0.01));
  }

  /** With a + b = .16/.0225 - 1 = 6.111: a = 4.889, b = 1.222. */
  @Test
  void itsQuantilesAreThoseOfAnotherImplementation() {
    Beta beta = new Beta(0.8, 0.15);
    BetaDistribution other =
        BetaDistribution.of(0.8 * (0.16 / 0.0225 - 1), 0.2 * (0.16 / 0.0225 - 1));
    for (int i = 10; i < CLASSES - 10; i++) {
      double place = (i + 0.5) / CLASSES;
      assertThat(beta.sample(new Place(place)))
          .isCloseTo(other.inverseCumulativeProbability(place), within(2e-4));
    }
  }

  @Test
  void rightOrWrongAsOftenAsStated() {
    RandomStream random = new RandomStream().at(3);
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      sum += new Bernoulli(0.85).sample(random);
    }

    assertThat(sum / 100_000).isCloseTo(0.85, within(0.0046));
    assertThat(new Bernoulli(0.85).sample(new Place(0.1))).isZero();
    assertThat(new Bernoulli(0.85).sample(new Place(0.2))).isOne();
  }
}
