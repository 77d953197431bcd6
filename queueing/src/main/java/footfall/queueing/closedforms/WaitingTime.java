package footfall.queueing.closedforms;

/** How long a request waits in a queue, as theory has it; seconds. */
public sealed interface WaitingTime {
  /** No waiting at all. */
  WaitingTime NONE = new Exponential(0, 0);

  /** The part of the requests that wait longer than this; 1 for times below zero. */
  double exceeding(double seconds);

  /** The mean over all requests. */
  double mean();

  /**
   * Some wait, and those an exponential time: exact for M/M/c, and where many wait a good
   * approximation for others.
   *
   * @param probability of waiting at all
   * @param mean of all, those who do not wait included
   */
  record Exponential(double probability, double mean) implements WaitingTime {
    @Override
    public double exceeding(double seconds) {
      if (seconds < 0) {
        return 1;
      }
      return probability <= 0 || mean <= 0
          ? 0
          : probability * Math.exp(-seconds * probability / mean);
    }
  }

  /**
   * More comes than can be served, and the queue grows from the start to the end of a run: {@code
   * W(t) = growth x t}.
   *
   * @param growth by how much the wait grows in a second: offered utilisation less one
   * @param runSeconds how long the run is
   */
  record Growing(double growth, double runSeconds) implements WaitingTime {
    @Override
    public double exceeding(double seconds) {
      return seconds < 0 ? 1 : Math.max(0, 1 - seconds / (growth * runSeconds));
    }

    @Override
    public double mean() {
      return growth * runSeconds / 2;
    }
  }

  /**
   * G/G/c by Allen and Cunneen: the wait of M/M/c times {@code (ca^2 + cs^2) / 2}. An
   * approximation, exact for M/M/c and M/G/1; ten percent off is normal, more where few wait.
   *
   * <p>Source: Allen, "Probability, Statistics, and Queueing Theory", 2nd ed. 1990, sec. 5.3.6.
   *
   * @param lambda arrivals per second
   * @param meanService seconds
   * @param arrivalCv2 squared coefficient of variation of the gaps between arrivals
   * @param serviceCv2 the same of the service
   * @param runSeconds how long the run is, in which a queue without a steady state grows
   */
  static WaitingTime allenCunneen(
      double lambda,
      double meanService,
      double arrivalCv2,
      double serviceCv2,
      int servers,
      double runSeconds) {
    double load = lambda * meanService;
    if (load == 0) {
      return NONE;
    }
    if (load >= servers) {
      return new Growing(Math.max(1e-12, load / servers - 1), runSeconds);
    }
    double delayed = delayed(load, servers);
    double markov = delayed / (servers / meanService - lambda);
    return new Exponential(delayed, markov * (arrivalCv2 + serviceCv2) / 2);
  }

  /**
   * The probability of waiting in M/M/c (Erlang C), from the loss recursion {@code B(k) = a B(k-1)
   * / (k + a B(k-1))}: {@code C = B / (1 - rho (1 - B))}.
   *
   * @param load in Erlang, below the number of servers
   */
  static double delayed(double load, int servers) {
    double blocked = 1;
    for (int k = 1; k <= servers; k++) {
      blocked = load * blocked / (k + load * blocked);
    }
    return blocked / (1 - load / servers * (1 - blocked));
  }
}
