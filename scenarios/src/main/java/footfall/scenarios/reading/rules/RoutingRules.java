package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.binding.RoutingBinder;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** That there is one routing policy, that it leads to every pool, and that shares sum to one. */
final class RoutingRules extends Rules {
  private final JsonNode routing;
  private final Set<String> routed = new TreeSet<>();

  RoutingRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
    this.routing = tree.path("routing");
  }

  @Override
  void check() {
    if (!routing.isObject()) {
      return;
    }
    List<String> policies = RoutingBinder.POLICIES.stream().filter(routing::has).toList();
    if (policies.size() != 1 && !policies.equals(List.of("ratio", "fallback"))) {
      add(
          "/routing",
          String.join(", ", policies),
          "must have exactly one of "
              + String.join(", ", RoutingBinder.POLICIES)
              + "; fallback may stand beside ratio",
          policies.isEmpty() ? "write ratio: {slm: 0.8, llm: 0.2}" : "keep one of them");
    }
    checkShares(routing.path("ratio"), "/routing/ratio", "the ratio must sum to 1");
    checkShares(routing.at("/split/shares"), "/routing/split/shares", "the shares must sum to 1");
    checkList(routing.path("leastLoaded"), "/routing/leastLoaded");
    checkList(routing.path("shortestQueue"), "/routing/shortestQueue");
    checkList(routing.path("powerOfTwo"), "/routing/powerOfTwo");
    checkList(routing.path("leastCost"), "/routing/leastCost");
    for (String policy : List.of("predictedLatency", "cascade", "spillOver")) {
      checkList(routing.path(policy).path("pools"), "/routing/" + policy + "/pools");
    }
    checkRanks(routing.at("/fallback/pools"));
    checkName(routing.at("/budgetAware/prefer"), "/routing/budgetAware/prefer");
    checkName(routing.at("/budgetAware/otherwise"), "/routing/budgetAware/otherwise");
    if (routing.path("budgetAware").path("prefer").isTextual()
        && routing.at("/budgetAware/prefer").equals(routing.at("/budgetAware/otherwise"))) {
      add(
          "/routing/budgetAware/otherwise",
          routing.at("/budgetAware/otherwise").toString(),
          "must be another pool than the preferred one",
          "name the pool to use when the budget is spent");
    }
    checkJoint(routing.at("/cascade/joint"), routing.at("/cascade/pools"));
    checkMeasure(routing.at("/cascade/confidenceBy"), "/routing/cascade/confidenceBy");
    checkShadow(routing.path("shadow"), "/routing/shadow");
    checkTraits();
    checkClassifier();
    checkTools();
    checkThatAllAreRouted();
  }

  private void checkJoint(JsonNode joint, JsonNode pools) {
    if (!joint.isObject()) {
      return;
    }
    if (pools.size() != 2) {
      add(
          "/routing/cascade/joint",
          Schema.written(joint),
          "tells how the answers of two pools go together, and the cascade has " + pools.size(),
          "remove joint");
    }
    double all = 0;
    for (JsonNode count : joint) {
      all += count.asDouble();
    }
    if (all == 0) {
      add(
          "/routing/cascade/joint",
          Schema.written(joint),
          "must count at least one question",
          "{both: 739, first: 94, second: 382, neither: 92}");
    }
  }

  private void checkMeasure(JsonNode measure, String pointer) {
    checkName(measure.at("/judge/pool"), pointer + "/judge/pool");
    checkWords(measure.path("rules"), pointer);
  }

  private void checkShadow(JsonNode shadow, String pointer) {
    checkName(shadow.path("pool"), pointer + "/pool");
    checkMeasure(shadow.path("compare"), pointer + "/compare");
    checkName(shadow.at("/compare/similarity/pool"), pointer + "/compare/similarity/pool");
  }

  private void checkWords(JsonNode rules, String pointer) {
    checkPatterns(rules.path("unsure"), pointer + "/rules/unsure");
    int least = rules.path("minCharacters").asInt(0);
    if (rules.has("maxCharacters") && rules.get("maxCharacters").asInt(least) < least) {
      add(
          pointer + "/rules/maxCharacters",
          Schema.written(rules.get("maxCharacters")),
          "must not be less than minCharacters, " + least,
          "leave one of them out");
    }
  }

  private void checkPatterns(JsonNode patterns, String pointer) {
    for (int i = 0; patterns.isArray() && i < patterns.size(); i++) {
      try {
        Pattern.compile(patterns.get(i).asText());
      } catch (PatternSyntaxException e) {
        add(
            pointer + "/" + i,
            patterns.get(i).toString(),
            "is no regular expression: " + e.getDescription(),
            "a \\ before what is meant literally, such as \\?");
      }
    }
  }

  private void checkShares(JsonNode shares, String pointer, String rule) {
    double sum = 0;
    boolean summable = shares.isObject() && !shares.isEmpty();
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      routed.add(share.getKey());
      summable &= share.getValue().isNumber();
      sum += share.getValue().asDouble();
      checkPoolName(pointer + "/" + Paths.escape(share.getKey()), share.getKey());
    }
    if (summable && Math.abs(sum - 1) > SUM_TOLERANCE) {
      add(pointer, plain(sum), rule, "change one share by " + plain(1 - sum));
    }
  }

  private void checkList(JsonNode pools, String pointer) {
    Set<String> named = new TreeSet<>();
    for (int i = 0; pools.isArray() && i < pools.size(); i++) {
      if (!named.add(pools.get(i).asText())) {
        add(pointer + "/" + i, pools.get(i).toString(), "is named twice", "remove it");
      }
      checkName(pools.get(i), pointer + "/" + i);
    }
  }

  /** Every pool once, and each of the ratio among them. */
  private void checkRanks(JsonNode ranks) {
    if (!ranks.isArray()) {
      return;
    }
    ArrayNode all = tree.arrayNode();
    for (int i = 0; i < ranks.size(); i++) {
      JsonNode rank = ranks.get(i);
      if (rank.isArray()) {
        checkList(rank, "/routing/fallback/pools/" + i);
        rank.forEach(all::add);
      } else {
        checkName(rank, "/routing/fallback/pools/" + i);
        all.add(rank);
      }
    }
    List<String> names = new ArrayList<>();
    all.forEach(pool -> names.add(pool.asText()));
    if (names.size() < 2) {
      add("/routing/fallback/pools", Schema.written(ranks), "there is no other pool", "name two");
    }
    Set<String> unlike = new TreeSet<>(names);
    if (unlike.size() < names.size()) {
      add("/routing/fallback/pools", Schema.written(ranks), "names a pool twice", "remove one");
    }
    for (Map.Entry<String, JsonNode> share : routing.path("ratio").properties()) {
      if (!unlike.contains(share.getKey()) && share.getValue().asDouble() > 0) {
        add(
            "/routing/ratio/" + Paths.escape(share.getKey()),
            Schema.written(share.getValue()),
            "fallback.pools does not name it",
            "add it there: it says which pools there are to turn to");
      }
    }
  }

  private void checkName(JsonNode pool, String pointer) {
    if (pool.isTextual()) {
      routed.add(pool.asText());
      checkPoolName(pointer, pool.asText());
    }
  }

  private void checkTraits() {
    List<String> stated = RoutingBinder.BY_TRAIT.stream().filter(routing::has).toList();
    checkName(routing.path("otherwise"), "/routing/otherwise");
    for (String trait : stated) {
      Set<String> known = known(trait);
      for (Map.Entry<String, JsonNode> entry : routing.path(trait).properties()) {
        String pointer = "/routing/" + trait + "/" + Paths.escape(entry.getKey());
        checkName(entry.getValue(), pointer);
        if (!known.contains(entry.getKey())) {
          add(
              pointer,
              "\"" + entry.getKey() + "\"",
              "no shopper has such " + article(trait),
              known.isEmpty() ? "state it under shoppers" : "one of " + String.join(", ", known));
        }
      }
      known.removeIf(name -> routing.path(trait).has(name));
      boolean someHaveNone = !trait.equals("byPriority") && somebodyHasNo(trait);
      if (!routing.has("otherwise") && routing.path(trait).isObject()) {
        if (!known.isEmpty() || someHaveNone) {
          add(
              "/routing/" + trait,
              String.join(", ", known),
              known.isEmpty()
                  ? "some shoppers have no " + trait.substring(2).toLowerCase(Locale.ROOT)
                  : "does not name a pool for all",
              "add `otherwise: <pool>`");
        }
      }
    }
    if (stated.isEmpty() && routing.has("otherwise")) {
      add(
          "/routing/otherwise",
          routing.get("otherwise").toString(),
          "belongs to byIntent, byPriority or byLanguage",
          "remove it");
    }
  }

  private static String article(String trait) {
    return switch (trait) {
      case "byIntent" -> "an intent";
      case "byPriority" -> "a priority";
      default -> "a language";
    };
  }

  private Set<String> known(String trait) {
    Set<String> known = new TreeSet<>();
    for (JsonNode shopper : shoppers()) {
      switch (trait) {
        case "byIntent" -> shopper.at("/intents/states").fieldNames().forEachRemaining(known::add);
        case "byLanguage" -> shopper.path("languages").fieldNames().forEachRemaining(known::add);
        default -> known.add(shopper.path("priority").asText("0"));
      }
    }
    return known;
  }

  private boolean somebodyHasNo(String trait) {
    for (JsonNode shopper : shoppers()) {
      if (!shopper.has(trait.equals("byIntent") ? "intents" : "languages")) {
        return true;
      }
    }
    return false;
  }

  private List<JsonNode> shoppers() {
    List<JsonNode> shoppers = new ArrayList<>();
    tree.path("shoppers").forEach(shoppers::add);
    return shoppers.isEmpty() ? List.of(tree.objectNode()) : shoppers;
  }

  private void checkClassifier() {
    JsonNode classifier = routing.path("classifier");
    if (!classifier.isObject()) {
      return;
    }
    String pointer = "/routing/classifier";
    checkName(classifier.path("pool"), pointer + "/pool");
    List<String> traits = RoutingBinder.BY_TRAIT.stream().filter(routing::has).toList();
    if (traits.isEmpty()) {
      add(
          pointer,
          "",
          "only byIntent, byPriority and byLanguage ask a classifier",
          "remove it, or route by one of them");
      return;
    }
    if (classifier.has("accuracy") == classifier.has("confusion")) {
      add(pointer, "", "must have exactly one of accuracy, confusion", "keep one of them");
    }
    Set<String> known = known(traits.get(0));
    for (Map.Entry<String, JsonNode> rule : classifier.path("rules").properties()) {
      String at = pointer + "/rules/" + Paths.escape(rule.getKey());
      checkLabel(rule.getKey(), known, at);
      checkPatterns(rule.getValue(), at);
    }
    for (Map.Entry<String, JsonNode> row : classifier.path("confusion").properties()) {
      String at = pointer + "/confusion/" + Paths.escape(row.getKey());
      checkLabel(row.getKey(), known, at);
      double sum = 0;
      for (Map.Entry<String, JsonNode> told : row.getValue().properties()) {
        checkLabel(told.getKey(), known, at + "/" + Paths.escape(told.getKey()));
        sum += told.getValue().asDouble();
      }
      if (row.getValue().isObject() && Math.abs(sum - 1) > SUM_TOLERANCE) {
        add(
            at,
            plain(sum),
            "the probabilities must sum to 1",
            "change one of them by " + plain(1 - sum));
      }
    }
  }

  /** Pools that tools call need no share of the shoppers' requests. */
  private void checkTools() {
    for (Map.Entry<String, JsonNode> shopper : tree.path("shoppers").properties()) {
      for (Map.Entry<String, JsonNode> state :
          shopper.getValue().path("intents").path("states").properties()) {
        checkName(
            state.getValue().at("/toolCalls/pool"),
            "/shoppers/"
                + Paths.escape(shopper.getKey())
                + "/intents/states/"
                + Paths.escape(state.getKey())
                + "/toolCalls/pool");
      }
    }
  }

  private void checkLabel(String label, Set<String> known, String pointer) {
    if (!known.contains(label)) {
      add(
          pointer,
          "\"" + label + "\"",
          "the classifier cannot tell what no shopper has",
          known.isEmpty()
              ? "state it under shoppers"
              : "one of " + known.stream().collect(Collectors.joining(", ")));
    }
  }

  private void checkThatAllAreRouted() {
    tree.path("pools")
        .fieldNames()
        .forEachRemaining(
            pool -> {
              if (!routed.contains(pool)) {
                add(
                    "/pools/" + Paths.escape(pool),
                    "",
                    "nobody routes to this pool",
                    "name it under routing, with share 0 if need be, or remove it");
              }
            });
  }
}
