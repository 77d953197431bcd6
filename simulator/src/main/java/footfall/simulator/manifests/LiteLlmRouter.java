package footfall.simulator.manifests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.pools.Circuit;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.routing.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of the LiteLLM router that sends requests as the plan does, as far as it can:
 * weights, least busy, cheapest, quickest, and the next on failure. What looks at the request or at
 * its answer stays with the application, which then names the model of a pool.
 */
final class LiteLlmRouter {
  /** The one name under which shoppers' requests come. */
  private static final String SHOP = "shop";

  /** The quotas that the router can keep. */
  private static final Map<Quota.Unit, String> RATES =
      Map.of(Quota.Unit.REQUESTS, "rpm", Quota.Unit.TOKENS, "tpm");

  private final List<BoughtPool> pools;
  private final Policy policy;
  private final ObjectNode config = JsonNodeFactory.instance.objectNode();

  LiteLlmRouter(List<BoughtPool> pools, Policy policy) {
    this.pools = pools;
    this.policy = policy;
  }

  /** The file's tree. */
  ObjectNode config() {
    ArrayNode models = config.putArray("model_list");
    for (BoughtPool pool : pools) {
      ObjectNode model = models.addObject();
      model.put("model_name", isShared() ? SHOP : pool.label());
      parameters(model.putObject("litellm_params"), pool);
    }
    ObjectNode router = config.putObject("router_settings");
    router.put("routing_strategy", strategy());
    pools.stream()
        .flatMap(pool -> pool.spec().api().stream())
        .mapToInt(api -> api.retries().max())
        .max()
        .ifPresent(retries -> router.put("num_retries", retries));
    circuit()
        .ifPresent(
            circuit ->
                router
                    .put("allowed_fails", circuit.failures())
                    .put("cooldown_time", circuit.openNanos() / 1e9));
    fallbacks(router);
    return config;
  }

  /** Whether all pools answer to one name, and the router chooses between them. */
  private boolean isShared() {
    return policy instanceof Policy.FixedRatio
        || policy instanceof Policy.StickySplit
        || policy instanceof Policy.LeastLoaded
        || policy instanceof Policy.ShortestQueue
        || policy instanceof Policy.PowerOfTwo
        || policy instanceof Policy.LeastCost
        || policy instanceof Policy.PredictedLatency
        || (policy instanceof Policy.Fallback fallback && isOneRank(fallback));
  }

  private static boolean isOneRank(Policy.Fallback fallback) {
    return fallback.ranks().size() == 1;
  }

  private String strategy() {
    if (policy instanceof Policy.LeastLoaded
        || policy instanceof Policy.ShortestQueue
        || policy instanceof Policy.PowerOfTwo) {
      return "least-busy";
    }
    if (policy instanceof Policy.LeastCost) {
      return "cost-based-routing";
    }
    return policy instanceof Policy.PredictedLatency ? "latency-based-routing" : "simple-shuffle";
  }

  private void parameters(ObjectNode node, BoughtPool pool) {
    if (pool.isServed()) {
      node.put("model", "hosted_vllm/" + pool.label());
      node.put("api_base", KubernetesManifests.address(pool));
    } else {
      String vendor = pool.model().vendor().orElse("openai");
      node.put("model", vendor + "/" + pool.model().name());
      node.put("api_key", "os.environ/" + vendor.toUpperCase(Locale.ROOT) + "_API_KEY");
    }
    shares().map(shares -> shares.get(pool.name())).ifPresent(share -> node.put("weight", share));
    if (pool.spec().api().isPresent()) {
      VendorApi api = pool.spec().api().get();
      for (Quota quota : api.quotas().limits()) {
        if (quota.period() == Quota.Period.MINUTE && RATES.containsKey(quota.unit())) {
          node.put(RATES.get(quota.unit()), Math.round(quota.amount()));
        }
      }
      api.quotas().concurrent().ifPresent(most -> node.put("max_parallel_requests", most));
      api.timeoutNanos().ifPresent(timeout -> node.put("timeout", timeout / 1e9));
      api.monthlyBudget()
          .ifPresent(budget -> node.put("max_budget", budget).put("budget_duration", "30d"));
    }
  }

  private Optional<Map<String, Double>> shares() {
    if (policy instanceof Policy.FixedRatio ratio) {
      return Optional.of(ratio.shares());
    }
    if (policy instanceof Policy.Fallback fallback && isOneRank(fallback)) {
      return Optional.of(fallback.weights());
    }
    return policy instanceof Policy.StickySplit split
        ? Optional.of(split.shares())
        : Optional.empty();
  }

  private Optional<Circuit> circuit() {
    if (policy instanceof Policy.Fallback fallback) {
      return Optional.of(fallback.circuit());
    }
    return pools.stream()
        .flatMap(pool -> pool.spec().api().stream())
        .flatMap(api -> api.circuit().stream())
        .findFirst();
  }

  /** Each pool's requests go to those after it, in their order. */
  private void fallbacks(ObjectNode router) {
    List<String> order =
        policy instanceof Policy.Fallback || policy instanceof Policy.SpillOver
            ? policy.pools()
            : List.of();
    if (order.size() < 2 || isShared()) {
      return;
    }
    ArrayNode fallbacks = router.putArray("fallbacks");
    for (int i = 0; i + 1 < order.size(); i++) {
      ArrayNode others = fallbacks.addObject().putArray(label(order.get(i)));
      order.subList(i + 1, order.size()).forEach(name -> others.add(label(name)));
    }
  }

  private String label(String name) {
    return pools.stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .map(BoughtPool::label)
        .orElse(name);
  }
}
