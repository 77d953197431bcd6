package footfall.serving.run;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.routing.ConfidenceMeasure;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Shadow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    scenario.routing().shadow().ifPresent(shadow -> check(scenario, shadow));
    if (policy instanceof Policy.ByTrait byTrait
        && byTrait.trait() != Policy.Trait.PRIORITY
        && byTrait.otherwise().isEmpty()) {
      throw cannot(
          "routing." + byTrait.key(),
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
            "routing.cascade",
            "its cascade does not say what tells how confident one can be in an answer of "
                + pool.name(),
            "add `confidenceBy: {logprobs: {}}`, or rules or a judge, to routing.cascade");
      }
      if (pool.backend() instanceof Backend.Gguf
          && cascade.measure().get() instanceof ConfidenceMeasure.Logprobs) {
        throw cannot(
            "routing.cascade.confidenceBy",
            "the pool "
                + pool.name()
                + " does not tell the probabilities of tokens, since llama.cpp's binding has none",
            "take rules or a judge for confidenceBy, or serve the model from ONNX");
      }
    }
  }

  /** Who compares must really answer. */
  private static void check(Scenario scenario, Shadow shadow) {
    Set<String> asked = new LinkedHashSet<>(shadow.pools());
    asked.remove(shadow.pool());
    for (String pool : asked) {
      if (scenario.pool(pool).backend() instanceof Backend.Played) {
        throw cannot(
            "routing.shadow.compare",
            "the pool " + pool + " is only played, so it cannot compare answers",
            "give it a backend, local or remote, or compare by rules");
      }
    }
  }

  private static InvalidInputException cannot(String path, String why, String hint) {
    return InvalidInputException.of(path, "cannot be served: " + why, hint);
  }
}
