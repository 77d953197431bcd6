package footfall.scenarios.distributions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** One of the observed values, each as likely as its weight says. */
public final class Empirical implements Distribution {
  private final double[] values;
  private final double[] cumulativeWeights;
  private final double mean;
  private final double squaredCv;

  /**
   * A distribution over the values.
   *
   * @param weights as many as values, at least one above zero; they need not sum to one
   */
  public Empirical(List<Double> values, List<Double> weights) {
    this.values = values.stream().mapToDouble(Double::doubleValue).toArray();
    cumulativeWeights = weights.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.parallelPrefix(cumulativeWeights, Double::sum);
    double total = cumulativeWeights[cumulativeWeights.length - 1];
    double first = 0;
    double second = 0;
    for (int i = 0; i < this.values.length; i++) {
      double probability = weights.get(i) / total;
      first += probability * this.values[i];
      second += probability * this.values[i] * this.values[i];
    }
    mean = first;
    squaredCv = first == 0 ? 0 : Math.max(0, second / (first * first) - 1);
  }

  Empirical scaled(double factor) {
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      weights.add(cumulativeWeights[i] - (i == 0 ? 0 : cumulativeWeights[i - 1]));
    }
    return new Empirical(Arrays.stream(values).map(v -> v * factor).boxed().toList(), weights);
  }

  @Override
  public double sample(UniformRandomProvider random) {
    double at = random.nextDouble() * cumulativeWeights[cumulativeWeights.length - 1];
    int found = Arrays.binarySearch(cumulativeWeights, at);
    int index = found < 0 ? -found - 1 : found + 1;
    return values[Math.min(index, values.length - 1)];
  }

  /** The values, in the order in which they were given. */
  public double[] values() {
    return values.clone();
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double squaredCv() {
    return squaredCv;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Empirical that
        && Arrays.equals(values, that.values)
        && Arrays.equals(cumulativeWeights, that.cumulativeWeights);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
