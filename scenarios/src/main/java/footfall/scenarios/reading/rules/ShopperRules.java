package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** That shares and probabilities sum to one, and that intents lead to intents. */
final class ShopperRules extends Rules {
  /** What a resolved scenario has where nothing was stated. */
  private static final Map<String, String> UNSTATED =
      new TreeMap<>(Map.of("turns", "1", "messageTokens", "16", "replyTokens", "60"));

  ShopperRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    tree.path("shoppers")
        .properties()
        .forEach(
            shopper -> check(shopper.getValue(), "/shoppers/" + Paths.escape(shopper.getKey())));
  }

  private void check(JsonNode shopper, String pointer) {
    checkArrivals(shopper, pointer);
    JsonNode context = shopper.path("context");
    long limit = context.path("limit").asLong(Long.MAX_VALUE);
    if (limit > 0 && context.path("system").asLong(0) >= limit) {
      add(
          pointer + "/context/limit",
          context.get("limit").toString(),
          "must leave room for more than the " + context.get("system") + " tokens of the system",
          "raise it");
    }
    JsonNode languages = shopper.path("languages");
    if (languages.isObject() && areNumbers(languages, "share")) {
      double sum = 0;
      for (JsonNode language : languages) {
        sum += language.path("share").asDouble();
      }
      checkSum(pointer + "/languages", sum, "the shares must sum to 1");
    }
    JsonNode states = shopper.path("intents").path("states");
    if (states.isObject()) {
      checkIntents(shopper.path("intents"), states, pointer + "/intents");
    }
    if (tree.path("arrivals").has("trace")) {
      checkReplayed(shopper, pointer);
    }
  }

  private void checkArrivals(JsonNode shopper, String pointer) {
    JsonNode own = shopper.path("arrivals");
    if (own.isMissingNode()) {
      for (String key : List.of("group", "timeZone")) {
        if (shopper.has(key)) {
          add(
              pointer + "/" + key,
              Schema.written(shopper.get(key)),
              "is of arrivals of their own",
              "add `arrivals: {poisson: {rate: 100/h}}` to the class");
        }
      }
      return;
    }
    if (shopper.path("share").asDouble(1) != 1) {
      add(
          pointer + "/share",
          shopper.get("share").asText(),
          "who comes in a way of their own has no share of the others",
          "remove it");
    }
    for (String key : List.of("trace", "volumes")) {
      if (own.has(key)) {
        add(
            pointer + "/arrivals/" + key,
            "",
            "only all shoppers together can follow a file",
            "write it as arrivals of the scenario");
      }
    }
    if (tree.path("arrivals").has("trace")) {
      add(
          pointer + "/arrivals",
          "",
          "a trace has the requests of everybody",
          "remove them, or replace the trace by its fit: footfall import");
    }
    boolean isDiurnal = false;
    for (JsonNode shape :
        own.path(own.fieldNames().hasNext() ? own.fieldNames().next() : "").path("shape")) {
      isDiurnal |= shape.has("diurnal");
    }
    if (shopper.has("timeZone") && !isDiurnal) {
      add(
          pointer + "/timeZone",
          Schema.written(shopper.get("timeZone")),
          "nothing of their arrivals goes by a clock",
          "add a diurnal shape, or remove it");
    }
    if (shopper.path("group").isNumber() && shopper.get("group").asDouble() < 1) {
      add(
          pointer + "/group",
          Schema.written(shopper.get("group")),
          "nobody comes in a group of less than one",
          "lower the rate of the arrivals instead");
    }
    if (shopper.has("group") && own.has("closed")) {
      add(
          pointer + "/group",
          Schema.written(shopper.get("group")),
          "a closed population comes one by one",
          "remove it");
    }
    if (own.has("closed") && !hasPauses(shopper)) {
      add(
          pointer + "/thinking",
          "",
          "a closed population needs a thinking time above zero",
          "add `thinking: {exponential: {mean: 45s}}`");
    }
  }

  private static boolean hasPauses(JsonNode shopper) {
    JsonNode thinking = shopper.path("thinking");
    return !thinking.isMissingNode() && !(thinking.isTextual() && magnitude(thinking) == 0);
  }

  private void checkIntents(JsonNode intents, JsonNode states, String pointer) {
    checkRow(intents.path("start"), states, pointer + "/start", true);
    states
        .properties()
        .forEach(
            state -> {
              String at = pointer + "/states/" + Paths.escape(state.getKey());
              checkRow(state.getValue().path("next"), states, at + "/next", false);
              JsonNode reasons = state.getValue().path("reasons");
              if (!reasons.isEmpty() && areNumbers(reasons, null)) {
                checkSum(at + "/reasons", sum(reasons), "the probabilities must sum to 1");
              }
            });
  }

  private void checkRow(JsonNode row, JsonNode states, String pointer, boolean whole) {
    row.fieldNames()
        .forEachRemaining(
            name -> {
              if (!states.has(name)) {
                add(
                    pointer + "/" + Paths.escape(name),
                    "\"" + name + "\"",
                    "there is no such intent",
                    "name it under states");
              }
            });
    if (!areNumbers(row, null)) {
      return; // The schema says what is wrong with it.
    }
    double sum = sum(row);
    if (whole || sum > 1 + SUM_TOLERANCE) {
      checkSum(
          pointer,
          sum,
          whole
              ? "the probabilities must sum to 1"
              : "the probabilities must not sum to more than 1");
    }
  }

  /** What the trace says cannot be said by the shoppers too. */
  private void checkReplayed(JsonNode shopper, String pointer) {
    for (Map.Entry<String, String> unstated : UNSTATED.entrySet()) {
      String key = unstated.getKey();
      if (shopper.has(key) && !shopper.get(key).asText().equals(unstated.getValue())) {
        add(
            pointer + "/" + key,
            Schema.written(shopper.get(key)),
            "a trace has requests of one turn with their own tokens",
            "remove " + key);
      }
    }
    for (String key : new String[] {"context", "intents", "languages"}) {
      if (shopper.has(key)) {
        add(
            pointer + "/" + key,
            "",
            "a trace has requests of one turn with their own tokens",
            "remove " + key);
      }
    }
  }

  private void checkSum(String pointer, double sum, String rule) {
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      add(pointer, plain(sum), rule, "change one of them by " + plain(1 - sum));
    }
  }

  private static boolean areNumbers(JsonNode row, @Nullable String key) {
    for (JsonNode value : row) {
      if (!(key == null ? value : value.path(key)).isNumber()) {
        return false;
      }
    }
    return row.isObject();
  }

  private static double sum(JsonNode row) {
    double sum = 0;
    for (JsonNode probability : row) {
      sum += probability.asDouble();
    }
    return sum;
  }
}
