package footfall.queueing.closedforms;

/** One server, Poisson arrivals, any distribution of the service time. */
public final class SingleServer {
  private SingleServer() {}

  /**
   * Mean wait of M/G/1 (Pollaczek and Khinchine): {@code lambda E[S^2] / (2 (1 - rho))}.
   *
   * @param secondMoment E[S^2]
   */
  public static double meanWait(double lambda, double meanService, double secondMoment) {
    return lambda * secondMoment / (2 * (1 - lambda * meanService));
  }

  /**
   * Mean wait of each class under non-preemptive priority (Cobham 1954): {@code W0 / ((1 - s_(k-1))
   * (1 - s_k))} with {@code W0 = sum(lambda_i E[S_i^2]) / 2} and s_k the load of the classes up to
   * k.
   *
   * @param lambdas arrivals per second of each class, the most urgent first
   * @param meanService the same for all classes
   */
  public static double[] priorityWaits(double[] lambdas, double meanService, double secondMoment) {
    double residual = 0;
    for (double lambda : lambdas) {
      residual += lambda * secondMoment / 2;
    }
    double[] waits = new double[lambdas.length];
    double load = 0;
    for (int k = 0; k < lambdas.length; k++) {
      double before = load;
      load += lambdas[k] * meanService;
      waits[k] = residual / ((1 - before) * (1 - load));
    }
    return waits;
  }

  /**
   * Mean sojourn of each class under preemptive-resume priority: {@code E[S]/(1 - s_(k-1)) + sum_(i
   * <= k)(lambda_i E[S^2])/2 / ((1 - s_(k-1)) (1 - s_k))}.
   *
   * @param lambdas arrivals per second of each class, the most urgent first
   * @param meanService the same for all classes
   */
  public static double[] preemptiveSojourns(
      double[] lambdas, double meanService, double secondMoment) {
    double[] sojourns = new double[lambdas.length];
    double residual = 0;
    double load = 0;
    for (int k = 0; k < lambdas.length; k++) {
      double before = load;
      residual += lambdas[k] * secondMoment / 2;
      load += lambdas[k] * meanService;
      sojourns[k] = meanService / (1 - before) + residual / ((1 - before) * (1 - load));
    }
    return sojourns;
  }
}
