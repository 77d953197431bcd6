package footfall.queueing.closedforms;

/**
 * A pool that is M/M/c, first come, first served, without rejections or abandonment: every
 * percentile of it is known exactly.
 *
 * @param share of all requests
 * @param lambda arrivals per second
 * @param mu services per second of one server
 */
public record MarkovPool(double share, double lambda, double mu, int servers) {
  /** Whether it has a steady state. */
  public boolean isStable() {
    return lambda < servers * mu;
  }

  /** Mean time in the queue; infinite without a steady state. */
  public double meanWait() {
    return isStable()
        ? WaitingTime.delayed(lambda / mu, servers) / (servers * mu - lambda)
        : Double.POSITIVE_INFINITY;
  }

  /** Mean time in the system. */
  public double meanSojourn() {
    return meanWait() + 1 / mu;
  }

  /** {@code P(W > t) = C exp(-(c mu - lambda) t)}. */
  public double waitExceeding(double seconds) {
    return isStable()
        ? WaitingTime.delayed(lambda / mu, servers) * Math.exp(-(servers * mu - lambda) * seconds)
        : 1;
  }

  /**
   * {@code P(T > t) = exp(-mu t) (1 + C (1 - exp(-mu t (c - 1 - a))) / (c - 1 - a))} with {@code a
   * = lambda/mu}, the sum of the wait and the service, which are independent.
   */
  public double sojournExceeding(double seconds) {
    if (!isStable()) {
      return 1;
    }
    double spare = servers - 1 - lambda / mu;
    double time = mu * seconds;
    double delayed = WaitingTime.delayed(lambda / mu, servers);
    double more = Math.abs(spare) < 1e-9 ? time : -Math.expm1(-time * spare) / spare;
    return Math.exp(-time) * (1 + delayed * more);
  }
}
