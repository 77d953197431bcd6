package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.pools.Circuit;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.pools.Quotas;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Binds what a vendor allows, and what happens to workers while a pool runs. */
final class OperationsBinder {
  private OperationsBinder() {}

  static VendorApi api(JsonNode api) {
    JsonNode retries = api.get("retries");
    JsonNode budget = api.path("budget");
    return new VendorApi(
        quotas(api),
        api.get("errorRate").asDouble(),
        nanos(api, "errorAfter"),
        optionalNanos(api, "timeout"),
        new VendorApi.Retries(
            retries.get("max").asInt(),
            nanos(retries, "base"),
            nanos(retries, "cap"),
            PoolBinder.choice(VendorApi.Jitter.class, retries.get("jitter")),
            nanos(retries, "longestRetryAfter")),
        Optional.ofNullable(api.get("circuit")).map(OperationsBinder::circuit),
        list(
            api.get("outages"),
            outage -> new VendorApi.Window(nanos(outage, "from"), nanos(outage, "to"))),
        budget.isMissingNode()
            ? OptionalDouble.empty()
            : OptionalDouble.of(PoolBinder.money(budget.get("perMonth"))),
        PoolBinder.money(budget.path("spent")));
  }

  private static Quotas quotas(JsonNode api) {
    List<Quota> limits = new ArrayList<>();
    for (Quota.Period period : Quota.Period.values()) {
      for (Quota.Unit unit : Quota.Unit.values()) {
        JsonNode amount = api.path(new Quota(unit, period, 1).key());
        if (amount.isNumber()) {
          limits.add(new Quota(unit, period, amount.asDouble()));
        }
      }
    }
    return new Quotas(
        limits,
        api.get("countsCachedTokens").asBoolean(),
        optionalCount(api, "maxTokens"),
        optionalCount(api, "concurrentRequests"),
        api.get("retryAfter").asBoolean());
  }

  static Circuit circuit(JsonNode node) {
    return new Circuit(node.get("failures").asInt(), nanos(node, "open"));
  }

  static Operations operations(JsonNode node) {
    return new Operations(
        nanos(node, "loadTime"),
        PoolBinder.choice(Operations.InFlight.class, node.get("inFlight")),
        Optional.ofNullable(node.get("failures"))
            .map(
                failures ->
                    new Operations.Failures(
                        Distributions.bind(failures.get("uptime")),
                        Distributions.bind(failures.get("repair")))),
        list(
            node.get("outages"),
            outage ->
                new Operations.Outage(
                    nanos(outage, "from"), nanos(outage, "to"), outage.get("workers").asInt())),
        optionalNanos(node.path("rollingRestart"), "at"),
        Optional.ofNullable(node.get("autoscale")).map(OperationsBinder::autoscaling));
  }

  private static Operations.Autoscaling autoscaling(JsonNode scale) {
    return new Operations.Autoscaling(
        scale.get("min").asInt(),
        scale.get("max").asInt(),
        rule(scale),
        nanos(scale, "every"),
        nanos(scale, "delay"),
        nanos(scale, "cooldown"));
  }

  private static Operations.Rule rule(JsonNode scale) {
    if (scale.has("utilization")) {
      return new Operations.TargetUtilization(scale.get("utilization").asDouble());
    }
    if (scale.has("inSystem")) {
      return new Operations.TargetInSystem(scale.get("inSystem").asDouble());
    }
    if (scale.has("forecast")) {
      JsonNode forecast = scale.get("forecast");
      return new Operations.Forecast(
          nanos(forecast, "ahead"), Quantities.perSecond(forecast.get("perWorker").asText()));
    }
    return new Operations.Timetable(
        list(
            scale.get("schedule"),
            stretch ->
                new Operations.Timetable.Stretch(
                    nanos(stretch, "from"), nanos(stretch, "to"), stretch.get("workers").asInt())));
  }

  private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> bind) {
    List<T> bound = new ArrayList<>();
    nodes.forEach(item -> bound.add(bind.apply(item)));
    return bound;
  }

  private static long nanos(JsonNode node, String key) {
    return Quantities.nanos(node.get(key).asText());
  }

  private static OptionalLong optionalNanos(JsonNode node, String key) {
    return node.has(key) ? OptionalLong.of(nanos(node, key)) : OptionalLong.empty();
  }

  private static OptionalInt optionalCount(JsonNode node, String key) {
    return node.has(key) ? OptionalInt.of(node.get(key).asInt()) : OptionalInt.empty();
  }
}
