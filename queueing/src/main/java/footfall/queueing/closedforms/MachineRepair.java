package footfall.queueing.closedforms;

/**
 * A closed population of N customers that think for an exponential time and are then served by c
 * exponential servers: M/M/c//N, the machine-repair model.
 *
 * <p>Birth rate {@code (N - n)/Z}, death rate {@code mu min(n, c)}; solved in logarithms, because
 * the state probabilities span hundreds of orders of magnitude.
 */
public record MachineRepair(
    double throughput,
    double meanWait,
    double meanSojourn,
    double probabilityOfWait,
    double utilization) {

  /** Solves the chain; an arriving customer sees the system with one customer fewer. */
  public static MachineRepair solve(int population, double thinking, double mu, int servers) {
    double[] states = states(population, thinking, mu, servers);
    double[] seen = states(population - 1, thinking, mu, servers);
    double inSystem = 0;
    double busy = 0;
    double delayed = 0;
    for (int n = 0; n <= population; n++) {
      inSystem += n * states[n];
      busy += Math.min(n, servers) * states[n];
    }
    for (int n = servers; n < population; n++) {
      delayed += seen[n];
    }
    double throughput = mu * busy;
    double sojourn = inSystem / throughput;
    return new MachineRepair(throughput, sojourn - 1 / mu, sojourn, delayed, busy / servers);
  }

  private static double[] states(int population, double thinking, double mu, int servers) {
    double[] states = new double[population + 1];
    double greatest = 0;
    for (int n = 1; n <= population; n++) {
      states[n] =
          states[n - 1]
              + Math.log((population - n + 1) / thinking)
              - Math.log(mu * Math.min(n, servers));
      greatest = Math.max(greatest, states[n]);
    }
    double total = 0;
    for (int n = 0; n <= population; n++) {
      states[n] = Math.exp(states[n] - greatest);
      total += states[n];
    }
    for (int n = 0; n <= population; n++) {
      states[n] /= total;
    }
    return states;
  }
}
