package footfall.scenarios.distributions;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/** One of the observed values, each as likely as its weight says. */
public record Empirical(List<Double> values, List<Double> weights) implements Distribution {
  /** Copies the lists; weights need not sum to one. */
  public Empirical {
    values = List.copyOf(values);
    weights = List.copyOf(weights);
  }

  @Override
  public double sample(UniformRandomProvider random) {
    double left = random.nextDouble() * totalWeight();
    for (int i = 0; i < values.size(); i++) {
      left -= weights.get(i);
      if (left < 0) {
        return values.get(i);
      }
    }
    return values.get(values.size() - 1);
  }

  @Override
  public double mean() {
    return moment(1);
  }

  @Override
  public double squaredCv() {
    double mean = mean();
    return mean == 0 ? 0 : Math.max(0, moment(2) / (mean * mean) - 1);
  }

  private double moment(int order) {
    return IntStream.range(0, values.size())
            .mapToDouble(i -> weights.get(i) * Math.pow(values.get(i), order))
            .sum()
        / totalWeight();
  }

  private double totalWeight() {
    return weights.stream().mapToDouble(Double::doubleValue).sum();
  }
}
