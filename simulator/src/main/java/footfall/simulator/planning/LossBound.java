package footfall.simulator.planning;

import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Quality;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.shoppers.SlowAnswers;

/**
 * Which conversations a deployment may lose: what is lost asks for nothing more, so reasoning from
 * what all of them ask has to know.
 */
final class LossBound {
  private LossBound() {}

  /** Whether the pools' shares are the same whatever their load. */
  static boolean sharesAreFixed(Scenario scenario) {
    Policy policy = scenario.routing().policy();
    return policy instanceof Policy.FixedRatio
        || policy instanceof Policy.StickySplit
        || policy instanceof Policy.ByTrait;
  }

  /** Whether shoppers may leave of their own. */
  static boolean shoppersLeave(Scenario scenario) {
    return scenario.shoppers().stream()
        .anyMatch(s -> !s.isPatient() || !s.slowAnswers().equals(SlowAnswers.NEVER_MIND));
  }

  /** Whether requests may be turned away or fail. */
  static boolean requestsFail(Scenario scenario) {
    return scenario.pools().stream()
        .anyMatch(
            pool ->
                pool.queue().capacity().isPresent()
                    || pool.queue().expiryNanos().isPresent()
                    || pool.api().isPresent()
                    || !pool.operations().isUneventful());
  }

  /** Whether every conversation is served to its end. */
  static boolean none(Scenario scenario) {
    return !shoppersLeave(scenario) && !requestsFail(scenario);
  }

  /**
   * The greatest part of the conversations that a configuration may lose if it meets the
   * objectives; 1 where they do not say.
   */
  static double limit(Scenario scenario) {
    double kept = 1;
    double left = 1;
    double failed = 1;
    for (Slo slo : scenario.slos()) {
      switch (slo.metric()) {
        case "completion_rate" -> kept = slo.threshold();
        case "abandonment_rate" -> left = slo.threshold();
        case "rejection_rate" -> failed = slo.threshold();
        default -> {}
      }
    }
    double limit = (shoppersLeave(scenario) ? left : 0) + (requestsFail(scenario) ? failed : 0);
    boolean stated = scenario.slos().stream().anyMatch(s -> s.metric().equals("completion_rate"));
    return Math.min(1, stated ? Math.min(limit, 1 - kept) : limit);
  }

  /** By how much what is lost can shift the mean of a quality: by where the answers come from. */
  static double shift(Scenario scenario, String measure) {
    double least = 1;
    double most = 0;
    for (PoolSpec pool : scenario.pools()) {
      Quality quality = pool.quality();
      double mean = quality.of(measure, null, null).map(d -> d.mean()).orElse(Double.NaN);
      least = Math.min(least, mean);
      most = Math.max(most, mean);
    }
    boolean one = scenario.pools().size() == 1 && !Double.isNaN(least);
    boolean plain = !Double.isNaN(least) && !Double.isNaN(most);
    return one ? 0 : limit(scenario) * (plain ? most - least : 1);
  }
}
