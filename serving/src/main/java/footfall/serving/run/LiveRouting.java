package footfall.serving.run;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.routing.ConfidenceMeasure;
import footfall.scenarios.routing.Policy;
import java.util.List;

/** Whether the routing of a scenario can do with what is known of real requests and answers. */
final class LiveRouting {
  private LiveRouting() {}

  /**
   * Checks it.
   *
   * @throws InvalidInputException if it wants to know more
   */
  static void check(Scenario scenario) {
    Policy policy = scenario.routing().policy();
    if (policy instanceof Policy.Cascade cascade) {
      check(scenario, cascade);
    }
    if (policy instanceof Policy.ByTrait byTrait
        && byTrait.trait() != Policy.Trait.PRIORITY
        && byTrait.otherwise().isEmpty()) {
      throw cannot(
          scenario,
          "not every request from outside is of a known "
              + (byTrait.trait() == Policy.Trait.INTENT ? "intent" : "language"),
          "add `otherwise: " + byTrait.pools().get(0) + "` to routing");
    }
  }

  /** An answer that is only played says nothing, and its confidence is drawn as in simulation. */
  private static void check(Scenario scenario, Policy.Cascade cascade) {
    List<String> weak = cascade.pools().subList(0, cascade.pools().size() - 1);
    for (PoolSpec pool : scenario.pools()) {
      if (!weak.contains(pool.name()) || pool.backend() instanceof Backend.Played) {
        continue;
      }
      if (cascade.measure().isEmpty()) {
        throw cannot(
            scenario,
            "its cascade does not say what tells how confident one can be in an answer of "
                + pool.name(),
            "add `confidenceBy: {logprobs: {}}`, or rules or a judge, to routing.cascade");
      }
      if (pool.backend() instanceof Backend.Gguf
          && cascade.measure().get() instanceof ConfidenceMeasure.Logprobs) {
        throw cannot(
            scenario,
            "the pool "
                + pool.name()
                + " does not tell the probabilities of tokens, since llama.cpp's binding has none",
            "take rules or a judge for confidenceBy, or serve the model from ONNX");
      }
    }
  }

  private static InvalidInputException cannot(Scenario scenario, String why, String hint) {
    return InvalidInputException.of(scenario.name(), "cannot be served: " + why, hint);
  }
}
