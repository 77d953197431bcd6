package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.routing.AbTest;
import footfall.scenarios.routing.Classifier;
import footfall.scenarios.routing.ConfidenceMeasure;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Routing;
import footfall.scenarios.routing.Shadow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds {@code routing}. */
public final class RoutingBinder {
  /** The keys of {@code routing} that are policies, of which there is one. */
  public static final List<String> POLICIES =
      List.of(
          "ratio",
          "split",
          "byIntent",
          "byPriority",
          "byLanguage",
          "leastLoaded",
          "shortestQueue",
          "powerOfTwo",
          "leastCost",
          "predictedLatency",
          "cascade",
          "spillOver",
          "fallback",
          "budgetAware");

  /** Those of them that go by what is known of a shopper or a request. */
  public static final List<String> BY_TRAIT = List.of("byIntent", "byPriority", "byLanguage");

  private final JsonNode routing;
  private final JsonNode shoppers;

  private RoutingBinder(JsonNode routing, JsonNode shoppers) {
    this.routing = routing;
    this.shoppers = shoppers;
  }

  static Routing bind(JsonNode routing, JsonNode shoppers) {
    RoutingBinder binder = new RoutingBinder(routing, shoppers);
    return new Routing(
        binder.policy(),
        Quantities.nanos(routing.get("staleness").asText()),
        Optional.ofNullable(routing.get("classifier")).map(binder::classifier),
        Optional.ofNullable(routing.get("shadow")).map(RoutingBinder::shadow));
  }

  private Policy policy() {
    if (routing.has("fallback")) {
      return fallback(routing.get("fallback"));
    }
    String name = POLICIES.stream().filter(routing::has).findFirst().orElseThrow();
    JsonNode node = routing.get(name);
    return switch (name) {
      case "ratio" -> new Policy.FixedRatio(shares(node), per());
      case "split" ->
          new Policy.StickySplit(
              shares(node.get("shares")),
              new AbTest(
                  PoolBinder.choice(AbTest.Measure.class, node.get("measure")),
                  node.get("significance").asDouble(),
                  node.get("power").asDouble()));
      case "byIntent", "byPriority", "byLanguage" ->
          new Policy.ByTrait(
              trait(name),
              texts(node),
              Optional.ofNullable(routing.get("otherwise")).map(JsonNode::asText));
      case "leastLoaded" -> new Policy.LeastLoaded(list(node));
      case "shortestQueue" -> new Policy.ShortestQueue(list(node));
      case "powerOfTwo" -> new Policy.PowerOfTwo(list(node));
      case "leastCost" -> new Policy.LeastCost(list(node));
      case "predictedLatency" ->
          new Policy.PredictedLatency(
              list(node.get("pools")), Quantities.nanos(node.get("within").asText()));
      case "cascade" ->
          new Policy.Cascade(
              list(node.get("pools")),
              Distributions.bind(node.get("confidence")),
              node.get("threshold").asDouble(),
              node.get("correlation").asDouble(),
              Optional.ofNullable(node.get("confidenceBy")).map(RoutingBinder::measure),
              Optional.ofNullable(node.get("joint")).map(RoutingBinder::joint));
      case "spillOver" -> new Policy.SpillOver(list(node.get("pools")), node.get("queued").asInt());
      case "budgetAware" ->
          new Policy.BudgetAware(
              node.get("prefer").asText(),
              node.get("otherwise").asText(),
              Quantities.amount(node.get("budget").asText()),
              Quantities.nanos(node.get("per").asText()));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A list in the list is a rank; beside a ratio a list of pools alone is one rank. */
  private Policy.Fallback fallback(JsonNode node) {
    JsonNode pools = node.get("pools");
    List<List<String>> ranks = new ArrayList<>();
    boolean isOneRank = routing.has("ratio") && !hasRanks(pools);
    if (isOneRank) {
      ranks.add(list(pools));
    } else {
      pools.forEach(rank -> ranks.add(rank.isArray() ? list(rank) : List.of(rank.asText())));
    }
    return new Policy.Fallback(
        ranks,
        routing.has("ratio") ? shares(routing.get("ratio")) : Map.of(),
        per(),
        OperationsBinder.circuit(node.get("circuit")));
  }

  /** Whether some of the pools are in a list of their own. */
  public static boolean hasRanks(JsonNode pools) {
    for (JsonNode pool : pools) {
      if (pool.isArray()) {
        return true;
      }
    }
    return false;
  }

  private Policy.Granularity per() {
    return PoolBinder.choice(Policy.Granularity.class, routing.get("per"));
  }

  private Classifier classifier(JsonNode node) {
    String by = BY_TRAIT.stream().filter(routing::has).findFirst().orElseThrow();
    List<String> labels = labels(trait(by));
    List<List<Double>> confusion = new ArrayList<>();
    for (String truth : labels) {
      List<Double> row = new ArrayList<>();
      for (String told : labels) {
        row.add(told(node, truth, told, labels.size()));
      }
      confusion.add(row);
    }
    return new Classifier(
        node.get("pool").asText(),
        labels,
        confusion,
        rules(node.path("rules")),
        node.get("errorCost").asDouble());
  }

  private static Map<String, List<String>> rules(JsonNode node) {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    node.properties().forEach(rule -> rules.put(rule.getKey(), list(rule.getValue())));
    return rules;
  }

  private static ConfidenceMeasure measure(JsonNode node) {
    if (node.has("logprobs")) {
      return new ConfidenceMeasure.Logprobs();
    }
    if (node.has("judge")) {
      return new ConfidenceMeasure.Judge(node.at("/judge/pool").asText());
    }
    return words(node.get("rules"));
  }

  private static Shadow shadow(JsonNode node) {
    JsonNode by = node.get("compare");
    return new Shadow(
        node.get("pool").asText(),
        node.get("sample").asDouble(),
        by.has("rules")
            ? new Shadow.Rules(by.at("/rules/sameTools").asBoolean(false), words(by.get("rules")))
            : by.has("similarity")
                ? new Shadow.Similarity(
                    by.at("/similarity/pool").asText(), by.at("/similarity/atLeast").asDouble())
                : new Shadow.Judge(
                    by.at("/judge/pool").asText(), by.at("/judge/atLeast").asDouble()),
        node.get("quality").asDouble());
  }

  private static ConfidenceMeasure.Rules words(JsonNode rules) {
    return new ConfidenceMeasure.Rules(
        list(rules.path("unsure")),
        rules.path("minCharacters").asInt(0),
        rules.path("maxCharacters").asInt(Integer.MAX_VALUE));
  }

  private static Policy.Cascade.Joint joint(JsonNode node) {
    return Policy.Cascade.Joint.ofCounts(
        node.get("both").asDouble(),
        node.get("first").asDouble(),
        node.get("second").asDouble(),
        node.get("neither").asDouble());
  }

  private static double told(JsonNode node, String truth, String told, int labels) {
    if (node.has("accuracy") && labels > 1) {
      double accuracy = node.get("accuracy").asDouble();
      return told.equals(truth) ? accuracy : (1 - accuracy) / (labels - 1);
    }
    JsonNode row = node.path("confusion").path(truth);
    return row.isObject() ? row.path(told).asDouble() : told.equals(truth) ? 1 : 0;
  }

  /** Every intent, priority or language of any shopper, in order of mention. */
  private List<String> labels(Policy.Trait trait) {
    Set<String> labels = new LinkedHashSet<>();
    for (JsonNode shopper : shoppers) {
      switch (trait) {
        case INTENT -> shopper.at("/intents/states").fieldNames().forEachRemaining(labels::add);
        case LANGUAGE -> shopper.path("languages").fieldNames().forEachRemaining(labels::add);
        case PRIORITY -> labels.add(shopper.get("priority").asText());
        default -> throw new IllegalArgumentException(trait.name());
      }
    }
    return List.copyOf(labels);
  }

  private static Policy.Trait trait(String key) {
    return switch (key) {
      case "byIntent" -> Policy.Trait.INTENT;
      case "byPriority" -> Policy.Trait.PRIORITY;
      default -> Policy.Trait.LANGUAGE;
    };
  }

  private static Map<String, Double> shares(JsonNode node) {
    Map<String, Double> shares = new LinkedHashMap<>();
    node.properties().forEach(share -> shares.put(share.getKey(), share.getValue().asDouble()));
    return shares;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static List<String> list(JsonNode node) {
    List<String> list = new ArrayList<>();
    node.forEach(item -> list.add(item.asText()));
    return list;
  }
}
