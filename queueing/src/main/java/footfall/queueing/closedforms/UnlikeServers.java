package footfall.queueing.closedforms;

import java.util.Arrays;

/**
 * Poisson arrivals at exponential servers of unlike rates behind one queue, where the fastest free
 * server takes the next customer.
 *
 * <p>The states with a free server are the sets of busy ones; beyond them the queue is geometric
 * with ratio {@code lambda / sum mu}. The balance equations of the sets are solved by Gauss-Seidel
 * (two servers: Gumbel, "Waiting lines with heterogeneous servers", Operations Research 8, 1960).
 */
public record UnlikeServers(
    double meanWait, double meanSojourn, double probabilityOfWait, double utilization) {
  /** More servers than this have too many sets. */
  public static final int MOST = 10;

  private static final double PRECISION = 1e-14;
  private static final int ROUNDS = 1_000_000;

  /**
   * Solves the balance equations.
   *
   * @param rates of the servers, the fastest first; at most {@link #MOST}
   * @param lambda less than their sum
   */
  public static UnlikeServers solve(double lambda, double[] rates) {
    int all = (1 << rates.length) - 1;
    double total = rate(all, rates);
    double[] sets = sets(lambda, rates);
    double rho = lambda / total;
    double ofWaiting = sets[all] / (1 - rho);
    double norm = -sets[all] + ofWaiting;
    double busy = 0;
    for (int set = 0; set <= all; set++) {
      norm += sets[set];
      busy += sets[set] * Integer.bitCount(set);
    }
    busy += (ofWaiting - sets[all]) * rates.length;
    double delayed = ofWaiting / norm;
    double wait = delayed / (total - lambda);
    return new UnlikeServers(
        wait, wait + busy / norm / lambda, delayed, busy / norm / rates.length);
  }

  /** Of each set of busy servers and nobody waiting, how likely it is, to a common factor. */
  private static double[] sets(double lambda, double[] rates) {
    int all = (1 << rates.length) - 1;
    double[] sets = new double[all + 1];
    Arrays.fill(sets, 1);
    for (int round = 0; round < ROUNDS; round++) {
      double change = 0;
      for (int set = 0; set <= all; set++) {
        double before = sets[set];
        sets[set] = inflow(set, sets, lambda, rates) / outflow(set, all, lambda, rates);
        change = Math.max(change, Math.abs(sets[set] - before) / Math.max(before, sets[set]));
      }
      if (change < PRECISION) {
        break;
      }
    }
    return sets;
  }

  /** What the queue behind the full set takes it gives back. */
  private static double outflow(int set, int all, double lambda, double[] rates) {
    return rate(set, rates) + (set == all ? 0 : lambda);
  }

  private static double inflow(int set, double[] sets, double lambda, double[] rates) {
    double in = 0;
    for (int server = 0; server < rates.length; server++) {
      int one = 1 << server;
      boolean fasterAreBusy = (set & (one - 1)) == one - 1;
      if ((set & one) == 0) {
        in += rates[server] * sets[set | one];
      } else if (fasterAreBusy) {
        in += lambda * sets[set & ~one];
      }
    }
    return in;
  }

  private static double rate(int set, double[] rates) {
    double sum = 0;
    for (int server = 0; server < rates.length; server++) {
      sum += (set >> server & 1) * rates[server];
    }
    return sum;
  }
}
