package footfall.simulator.planning;

/**
 * What theory says of a configuration before it is simulated.
 *
 * @param objective what it is expected to cost, or to draw
 * @param leastObjective what it costs or draws at the very least
 * @param isCertain whether the objective is known to the cent
 * @param violations by objective of the scenario: what is expected over what is allowed, at the
 *     stated load; above 1 where it is not met, NaN where theory does not say
 * @param surely by objective: above 1 where theory is sure that it is not met; NaN where it is
 *     silent
 * @param unhindered by objective: its figure without waiting, which for a time nothing can beat
 * @param exact by objective: whether a closed form is exact
 * @param utilization of the busiest pool, offered
 */
record Forecast(
    double objective,
    double leastObjective,
    boolean isCertain,
    double[] violations,
    double[] surely,
    double[] unhindered,
    boolean[] exact,
    double utilization) {

  /**
   * The same where the objectives have to hold under a condition besides.
   *
   * @param stressed forecast under it
   * @param asked by objective: whether it is asked for under the condition
   */
  Forecast under(Forecast stressed, boolean[] asked) {
    double[] worse = violations.clone();
    double[] surer = surely.clone();
    for (int slo = 0; slo < asked.length; slo++) {
      if (asked[slo]) {
        worse[slo] = worse(worse[slo], stressed.violations[slo]);
        surer[slo] = worse(surer[slo], stressed.surely[slo]);
      }
    }
    return new Forecast(
        objective,
        leastObjective,
        isCertain,
        worse,
        surer,
        unhindered,
        exact,
        Math.max(utilization, stressed.utilization));
  }

  private static double worse(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
  }

  /** The objective that theory is surest is not met; -1 where it is sure of none. */
  int impossible() {
    int worst = -1;
    for (int slo = 0; slo < surely.length; slo++) {
      if (surely[slo] > 1 && (worst < 0 || surely[slo] > surely[worst])) {
        worst = slo;
      }
    }
    return worst;
  }

  /**
   * How far it is from meeting all, for saying which of two is the likelier to do: the greatest
   * violation; the utilisation where theory is silent.
   */
  double violation() {
    double greatest = Double.NaN;
    for (double violation : violations) {
      if (!(violation <= greatest) && !Double.isNaN(violation)) {
        greatest = violation;
      }
    }
    // With hardly any waiting, the emptier pools are still the safer ones.
    return (Double.isNaN(greatest) ? utilization : greatest) + 1e-9 * utilization;
  }
}
