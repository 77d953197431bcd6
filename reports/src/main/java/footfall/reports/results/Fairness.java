package footfall.reports.results;

import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How evenly tenants are served, by Jain's index: {@code (sum x)^2/(n sum x^2)}, which is 1 where
 * all fare alike and 1/n where one has everything (Jain, Chiu and Hawe, "A quantitative measure of
 * fairness and discrimination", DEC-TR-301, 1984).
 *
 * @param answered index of the parts of their requests that were answered
 * @param speed index of how fast they were, one over the mean request latency
 * @param tenants by name
 */
public record Fairness(double answered, double speed, Map<String, Tenant> tenants) {

  /**
   * One tenant.
   *
   * @param requestLatency mean, in seconds, of answered requests
   */
  public record Tenant(long arrived, double answeredShare, double requestLatency) {}

  /** Of these tenants. */
  public static Fairness of(Map<String, Tenant> tenants) {
    return new Fairness(
        jain(tenants.values(), Tenant::answeredShare),
        jain(tenants.values(), tenant -> 1 / tenant.requestLatency()),
        tenants);
  }

  private static double jain(Collection<Tenant> tenants, ToDoubleFunction<Tenant> of) {
    double sum = 0;
    double squares = 0;
    for (Tenant tenant : tenants) {
      double x = of.applyAsDouble(tenant);
      sum += x;
      squares += x * x;
    }
    return sum * sum / (tenants.size() * squares);
  }
}
