package footfall.queueing.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * The fully sequential procedure KN of Kim and Nelson ("A fully sequential procedure for
 * indifference-zone selection in simulation", ACM TOMACS 11(3), 2001), for the least mean: one
 * observation of each system after the other, and a system is dropped as soon as its sum exceeds
 * another's by more than {@code W(r) = max(0, delta/2 (h^2 S^2/delta^2 - r))}, where {@code h^2 = 2
 * eta (n0 - 1)} and {@code eta = ((2 alpha/(k-1))^(-2/(n0-1)) - 1)/2}. If the best is better than
 * all others by delta, it is chosen with probability {@code 1 - alpha}; common random numbers are
 * allowed and help. Not thread-safe.
 */
public final class KimNelson {
  private final int firstStage;
  private final double alpha;
  private final double delta;

  /** Where observations come from. */
  public interface Source {
    /** The observation of a system in this replication, from zero. */
    double observe(int system, int replication);
  }

  /**
   * A procedure.
   *
   * @param firstStage observations of each system before any is dropped, at least two
   * @param alpha probability of a wrong choice
   * @param delta difference that does not matter, above zero
   */
  public KimNelson(int firstStage, double alpha, double delta) {
    this.firstStage = firstStage;
    this.alpha = alpha;
    this.delta = delta;
  }

  /**
   * The systems that are left: one, if no more than {@code most} observations of each were needed.
   *
   * @param systems how many there are
   */
  public List<Integer> select(int systems, Source source, int most) {
    List<Integer> left = new ArrayList<>();
    double[][] values = new double[systems][most];
    for (int system = 0; system < systems; system++) {
      left.add(system);
      for (int r = 0; r < firstStage; r++) {
        values[system][r] = source.observe(system, r);
      }
    }
    double[][] variances = variances(values, systems);
    double eta = (Math.pow(2 * alpha / Math.max(1, systems - 1), -2.0 / (firstStage - 1)) - 1) / 2;
    double h2 = 2 * eta * (firstStage - 1);
    double[] sums = new double[systems];
    for (int r = 1; r <= most && left.size() > 1; r++) {
      for (int system : left) {
        if (r > firstStage) {
          values[system][r - 1] = source.observe(system, r - 1);
        }
        sums[system] += values[system][r - 1];
      }
      if (r >= firstStage) {
        left = survivors(left, sums, variances, h2, r);
      }
    }
    return left;
  }

  private List<Integer> survivors(
      List<Integer> left, double[] sums, double[][] variances, double h2, int r) {
    List<Integer> survivors = new ArrayList<>();
    for (int i : left) {
      boolean stays = true;
      for (int other : left) {
        double reach = Math.max(0, delta / 2 * (h2 * variances[i][other] / (delta * delta) - r));
        stays &= sums[i] <= sums[other] + reach;
      }
      if (stays) {
        survivors.add(i);
      }
    }
    return survivors;
  }

  /** Variances of the differences in the first stage. */
  private double[][] variances(double[][] values, int systems) {
    double[][] variances = new double[systems][systems];
    for (int i = 0; i < systems; i++) {
      for (int j = 0; j < systems; j++) {
        double mean = 0;
        for (int r = 0; r < firstStage; r++) {
          mean += (values[i][r] - values[j][r]) / firstStage;
        }
        for (int r = 0; r < firstStage; r++) {
          double off = values[i][r] - values[j][r] - mean;
          variances[i][j] += off * off / (firstStage - 1);
        }
      }
    }
    return variances;
  }
}
