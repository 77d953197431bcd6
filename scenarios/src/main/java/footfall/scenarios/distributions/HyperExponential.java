package footfall.scenarios.distributions;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** A mixture of exponentials, for times more variable than exponential. */
public record HyperExponential(List<Branch> branches) implements Distribution {
  /** An exponential of the given mean that is taken with the given probability. */
  public record Branch(double probability, double mean) {}

  /** Copies the list. */
  public HyperExponential {
    branches = List.copyOf(branches);
  }

  @Override
  public double sample(UniformRandomProvider random) {
    double left = random.nextDouble();
    Branch chosen = branches.get(branches.size() - 1);
    for (Branch branch : branches) {
      left -= branch.probability();
      if (left < 0) {
        chosen = branch;
        break;
      }
    }
    return new Exponential(chosen.mean()).sample(random);
  }

  @Override
  public double mean() {
    return branches.stream().mapToDouble(b -> b.probability() * b.mean()).sum();
  }

  @Override
  public double squaredCv() {
    double second =
        branches.stream().mapToDouble(b -> 2 * b.probability() * b.mean() * b.mean()).sum();
    return second / (mean() * mean()) - 1;
  }
}
