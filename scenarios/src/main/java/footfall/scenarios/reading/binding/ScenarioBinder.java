package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Turns a checked and completed tree into the records that the rest of Footfall works with. */
public final class ScenarioBinder {
  private ScenarioBinder() {}

  /** The scenario of a tree that the schema and the rules have checked. */
  public static Scenario bind(JsonNode tree, NamedData data) {
    long horizonNanos = Quantities.nanos(tree.get("horizon").asText());
    CohortBinder cohorts =
        new CohortBinder(tree, named(tree.get("shoppers"), ShopperBinder::bind), data);
    Arrivals arrivals = cohorts.arrivals();
    return new Scenario(
        tree.get("name").asText(),
        tree.get("description").asText(),
        tree.get("seed").asLong(),
        tree.get("replications").asInt(),
        horizonNanos,
        warmUp(tree.get("warmUp").asText()),
        tree.get("drain").asBoolean(),
        MonthBinder.bind(tree.path("month"), data.month()),
        arrivals,
        cohorts.shares(arrivals, horizonNanos),
        named(tree.get("pools"), PoolBinder::bind),
        RoutingBinder.bind(tree.get("routing"), tree.get("shoppers")),
        SloBinder.slos(tree.get("slos")),
        currency(tree),
        ClaimBinder.facts(tree.get("facts")),
        ClaimBinder.claims(tree.get("claims")),
        tree.path("requests").asText().equals("all")
            ? Integer.MAX_VALUE
            : tree.path("requests").asInt(Scenario.SAMPLE));
  }

  private static WarmUp warmUp(String text) {
    return switch (text) {
      case "none" -> new WarmUp.None();
      case "auto" -> new WarmUp.Auto();
      default -> new WarmUp.Fixed(Quantities.nanos(text));
    };
  }

  /** That of the first amount; all amounts are in one. */
  private static String currency(JsonNode tree) {
    String found = currencyOrNull(tree);
    return found == null ? tree.path("currency").asText("USD") : found;
  }

  private static @Nullable String currencyOrNull(JsonNode node) {
    if (node.isTextual() && node.asText().matches("[$€£₹][0-9].*")) {
      return Quantities.currency(node.asText());
    }
    for (JsonNode child : node) {
      String found = currencyOrNull(child);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static <T> List<T> named(JsonNode nodes, BiFunction<String, JsonNode, T> bind) {
    List<T> bound = new ArrayList<>();
    nodes.properties().forEach(field -> bound.add(bind.apply(field.getKey(), field.getValue())));
    return bound;
  }
}
