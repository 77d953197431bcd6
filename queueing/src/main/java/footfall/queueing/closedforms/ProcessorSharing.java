package footfall.queueing.closedforms;

/**
 * The steady state of a server that all its customers share, at a speed that depends on how many
 * there are: Poisson arrivals, death rate {@code mu(n)} for n in service, at most a cap in service
 * and the rest waiting, first come, first served. With {@code mu(n) = mu} it is M/M/1-PS.
 *
 * <p>A birth-death chain in which mu stays what it is at the cap. While no request waits, the
 * distribution of the work matters by its mean alone (insensitivity of symmetric queues; Kelly,
 * "Reversibility and stochastic networks", 1979, ch. 3). Summed relative to the most likely state,
 * so nothing overflows.
 */
public final class ProcessorSharing {
  private static final double NEGLIGIBLE = 1e-17;
  private static final int MAX_STATES = 50_000_000;

  private final double lambda;
  private final int cap;
  private double total;
  private double inService;
  private double waiting;
  private double delayed;

  private ProcessorSharing(double lambda, int cap) {
    this.lambda = lambda;
    this.cap = cap;
  }

  /**
   * Solves the chain.
   *
   * @param lambda arrivals per second
   * @param deathRates departures per second by how many are in service, from 0 to the cap
   * @throws IllegalArgumentException if there is no steady state
   */
  public static ProcessorSharing solve(double lambda, double[] deathRates) {
    int cap = deathRates.length - 1;
    if (lambda >= deathRates[cap]) {
      throw new IllegalArgumentException(
          "arrival rate " + lambda + ": must be below " + deathRates[cap] + " for a steady state");
    }
    ProcessorSharing queue = new ProcessorSharing(lambda, cap);
    queue.sum(deathRates);
    return queue;
  }

  private void sum(double[] deathRates) {
    double[] logs = new double[cap + 1];
    double greatest = 0;
    for (int n = 1; n <= cap; n++) {
      logs[n] = logs[n - 1] + Math.log(lambda / deathRates[n]);
      greatest = Math.max(greatest, logs[n]);
    }
    for (int n = 0; n < cap; n++) {
      add(n, Math.exp(logs[n] - greatest));
    }
    double ratio = lambda / deathRates[cap];
    double weight = Math.exp(logs[cap] - greatest);
    for (long n = cap; weight > NEGLIGIBLE * total && n < MAX_STATES; n++) {
      add(n, weight);
      weight *= ratio;
    }
  }

  private void add(long n, double weight) {
    total += weight;
    inService += weight * Math.min(n, cap);
    if (n >= cap) {
      delayed += weight;
      waiting += weight * (n - cap);
    }
  }

  /** Mean time from coming to leaving, by Little's law. */
  public double meanSojourn() {
    return (inService + waiting) / total / lambda;
  }

  /** Mean time in the queue, by Little's law. */
  public double meanWait() {
    return waiting / total / lambda;
  }

  /** The part of the customers that cannot be served at once. */
  public double probabilityOfWait() {
    return delayed / total;
  }

  /** Mean number in service over the cap. */
  public double utilization() {
    return inService / total / cap;
  }
}
