package footfall.queueing.closedforms;

/**
 * The steady state of M/M/c/K+M: Poisson arrivals, exponential service, room for K, exponential
 * patience in the queue. With unbounded room and no patience it is Erlang C, with no queue Erlang
 * B, with patience Erlang A.
 *
 * <p>A birth-death chain: birth rate lambda below K, death rate {@code mu min(n,c) + theta (n-c)+}.
 * The probabilities are summed outward from the most likely state, relative to it, so nothing
 * overflows; the chain is cut where a state is 1e-16 as likely as the most likely one.
 */
public final class MarkovQueue {
  private static final double NEGLIGIBLE = 1e-16;
  private static final int MAX_STATES = 20_000_000;

  private final double lambda;
  private final double mu;
  private final int servers;

  private double blocked;
  private double delayed;
  private double waiting;
  private double busy;

  private MarkovQueue(double lambda, double mu, int servers) {
    this.lambda = lambda;
    this.mu = mu;
    this.servers = servers;
  }

  /**
   * Solves the chain.
   *
   * @param lambda arrivals per second
   * @param mu services per second of one server
   * @param room how many may be in the system; {@link Long#MAX_VALUE} for no bound
   * @param theta rate at which one waiting customer gives up; zero for never
   * @throws IllegalArgumentException if there is no steady state
   */
  public static MarkovQueue solve(double lambda, double mu, int servers, long room, double theta) {
    if (room == Long.MAX_VALUE && theta == 0 && lambda >= servers * mu) {
      throw new IllegalArgumentException(
          "utilisation " + lambda / (servers * mu) + ": must be below 1 for a steady state");
    }
    MarkovQueue queue = new MarkovQueue(lambda, mu, servers);
    queue.sum(room, theta);
    return queue;
  }

  private double deathRate(long n, double theta) {
    return mu * Math.min(n, servers) + theta * Math.max(0, n - servers);
  }

  private void sum(long room, double theta) {
    long mode = 0;
    while (mode < room && lambda > deathRate(mode + 1, theta)) {
      mode++;
    }
    double total = 0;
    double last = 0;
    double relative = 1;
    for (long n = mode; n <= room && relative > NEGLIGIBLE && n - mode < MAX_STATES; n++) {
      total += relative;
      add(n, relative);
      last = n == room ? relative : 0;
      relative *= lambda / deathRate(n + 1, theta);
    }
    relative = 1;
    for (long n = mode; n > 0 && relative > NEGLIGIBLE; n--) {
      relative *= deathRate(n, theta) / lambda;
      total += relative;
      add(n - 1, relative);
    }
    blocked = last / total;
    delayed = delayed / total - blocked;
    waiting /= total;
    busy /= total;
    if (room == servers) {
      delayed = 0;
    }
  }

  private void add(long n, double weight) {
    busy += weight * Math.min(n, servers);
    if (n >= servers) {
      delayed += weight;
      waiting += weight * (n - servers);
    }
  }

  /** The part of the arrivals that is turned away. */
  public double probabilityOfBlocking() {
    return blocked;
  }

  /** The part of those admitted that cannot be served at once. */
  public double probabilityOfWait() {
    return delayed / (1 - blocked);
  }

  /** The part of those admitted that gives up. */
  public double probabilityOfAbandonment() {
    return Math.max(0, 1 - mu * busy / (lambda * (1 - blocked)));
  }

  /** Mean time in the queue of those admitted, whether served or not, by Little's law. */
  public double meanWait() {
    return waiting / (lambda * (1 - blocked));
  }

  /** Mean time in the system of those admitted, whether served or not, by Little's law. */
  public double meanSojourn() {
    return (waiting + busy) / (lambda * (1 - blocked));
  }

  /** The part of the servers that is busy. */
  public double utilization() {
    return busy / servers;
  }
}
