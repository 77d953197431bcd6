package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The rules that no schema can state because they concern several values at once. They look only at
 * what is there and well-formed, so that they can be told together with the schema's complaints.
 */
final class CrossRules {
  private static final double SUM_TOLERANCE = 1e-9;
  private static final double MAX_SECONDS = 30_000 * 86_400.0;
  private static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
  private static final Set<String> TIMES =
      Set.of(
          "request_latency",
          "time_to_first_token",
          "inter_token_latency",
          "queue_wait",
          "conversation_duration");

  private final ObjectNode tree;
  private final UnaryOperator<String> locate;
  private final List<Problem> problems = new ArrayList<>();

  private CrossRules(ObjectNode tree, UnaryOperator<String> locate) {
    this.tree = tree;
    this.locate = locate;
  }

  static List<Problem> check(ObjectNode tree, UnaryOperator<String> locate) {
    CrossRules rules = new CrossRules(tree, locate);
    rules.checkDistributions(tree, "");
    rules.checkShares();
    rules.checkRouting();
    rules.checkPools();
    rules.checkTimes();
    rules.checkClosed();
    rules.checkSlos();
    rules.checkCurrencies();
    rules.checkDurations(tree, "");
    return rules.problems;
  }

  private void checkShares() {
    JsonNode shoppers = tree.path("shoppers");
    if (!shoppers.isObject() || shoppers.isEmpty()) {
      return;
    }
    double sum = 0;
    for (JsonNode shopper : shoppers) {
      sum += shopper.path("share").asDouble(1);
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      add(
          "/shoppers",
          plain(sum),
          "the shares must sum to 1",
          "change one share by " + plain(1 - sum));
    }
  }

  private void checkRouting() {
    JsonNode routing = tree.path("routing");
    if (!routing.isObject()) {
      return;
    }
    if (routing.has("ratio") == routing.has("leastLoaded")) {
      add("/routing", "", "must have exactly one of ratio, leastLoaded", "keep one of them");
    }
    Set<String> routed = new TreeSet<>();
    double sum = 0;
    boolean summable = routing.path("ratio").isObject();
    for (Map.Entry<String, JsonNode> share : routing.path("ratio").properties()) {
      routed.add(share.getKey());
      summable &= share.getValue().isNumber();
      sum += share.getValue().asDouble();
      checkPoolName("/routing/ratio/" + Paths.escape(share.getKey()), share.getKey());
    }
    if (summable && Math.abs(sum - 1) > SUM_TOLERANCE) {
      add(
          "/routing/ratio",
          plain(sum),
          "the ratio must sum to 1",
          "change one share by " + plain(1 - sum));
    }
    JsonNode candidates = routing.path("leastLoaded");
    for (int i = 0; i < candidates.size(); i++) {
      if (!routed.add(candidates.get(i).asText())) {
        add(
            "/routing/leastLoaded/" + i,
            candidates.get(i).toString(),
            "is named twice",
            "remove it");
      }
      checkPoolName("/routing/leastLoaded/" + i, candidates.get(i).asText());
    }
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

  private void checkPoolName(String pointer, String name) {
    if (tree.path("pools").isObject() && !tree.path("pools").has(name)) {
      List<String> names = new ArrayList<>();
      tree.path("pools").fieldNames().forEachRemaining(names::add);
      add(
          pointer,
          "\"" + name + "\"",
          "there is no such pool",
          "one of " + String.join(", ", names));
    }
  }

  private void checkPools() {
    tree.path("pools")
        .properties()
        .forEach(
            pool -> {
              String pointer = "/pools/" + Paths.escape(pool.getKey());
              JsonNode spec = pool.getValue();
              if (spec.isObject() && !spec.has("service") && !spec.has("model")) {
                add(
                    pointer,
                    "",
                    "needs a service or a model",
                    "add `service: {time: {exponential: {mean: 1s}}}`");
              }
              double idle = watts(spec.path("power").path("idle"));
              double busy = watts(spec.path("power").path("busy"));
              if (idle > busy) {
                add(
                    pointer + "/power/idle",
                    spec.at("/power/idle").toString(),
                    "must not be above busy",
                    "swap them");
              }
              long servers = spec.path("workers").asLong(1) * spec.path("slots").asLong(1);
              if (servers > 10_000_000) {
                add(
                    pointer,
                    servers + " slots",
                    "a pool has at most 10000000 slots in all",
                    "use fewer");
              }
            });
  }

  private void checkTimes() {
    String warmUp = tree.path("warmUp").asText("none");
    double horizon = magnitude(tree.path("horizon"));
    if (!warmUp.equals("none") && !warmUp.equals("auto")) {
      double seconds = magnitude(tree.path("warmUp"));
      if (!Double.isNaN(seconds) && !Double.isNaN(horizon) && seconds >= horizon) {
        add("/warmUp", "\"" + warmUp + "\"", "must be shorter than the horizon", "use auto");
      }
    }
    JsonNode times = tree.path("arrivals").path("times");
    for (int i = 1; i < times.size(); i++) {
      if (magnitude(times.get(i)) < magnitude(times.get(i - 1))) {
        add(
            "/arrivals/times/" + i,
            times.get(i).asText(),
            "times must be in ascending order",
            "sort them");
        break;
      }
    }
  }

  private void checkClosed() {
    if (!tree.path("arrivals").has("closed")) {
      return;
    }
    if (tree.path("drain").asBoolean()) {
      add("/drain", "true", "a closed population never ends, so it cannot drain", "drain: false");
    }
    tree.path("shoppers")
        .properties()
        .forEach(
            shopper -> {
              if (isZero(shopper.getValue().path("thinking"))) {
                add(
                    "/shoppers/" + Paths.escape(shopper.getKey()) + "/thinking",
                    "",
                    "a closed population needs a thinking time above zero",
                    "add `thinking: {exponential: {mean: 45s}}`");
              }
            });
    if (!tree.path("shoppers").isObject()) {
      add(
          "/arrivals/closed",
          "",
          "a closed population needs a thinking time above zero",
          "add `shoppers: {everyone: {thinking: {exponential: {mean: 45s}}}}`");
    }
  }

  private void checkSlos() {
    JsonNode slos = tree.path("slos");
    for (int i = 0; slos.isArray() && i < slos.size(); i++) {
      JsonNode slo = slos.get(i);
      if (!slo.path("metric").isTextual()) {
        continue;
      }
      String pointer = "/slos/" + i;
      String metric = slo.path("metric").asText();
      boolean time = TIMES.contains(metric);
      if (!time && !slo.path("stat").asText("mean").equals("mean")) {
        add(
            pointer + "/stat",
            slo.path("stat").toString(),
            metric + " has a mean only",
            "stat: mean");
      }
      if (metric.equals("utilization")) {
        checkPoolName(slo.has("pool") ? pointer + "/pool" : pointer, slo.path("pool").asText());
      }
      String pattern =
          time
              ? NUMBER + "(ns|us|ms|s|min|h|d)"
              : metric.startsWith("cost_")
                  ? "[$€£₹]" + NUMBER
                  : metric.equals("request_throughput") ? NUMBER + "/(s|min|h|d)" : null;
      JsonNode threshold = slo.path("threshold");
      boolean part = threshold.isNumber() && threshold.asDouble() >= 0 && threshold.asDouble() <= 1;
      if (pattern == null ? !part : !threshold.asText().matches(pattern)) {
        add(
            pointer + "/threshold",
            Schema.written(threshold),
            "must be in the unit of " + metric,
            "write "
                + (time
                    ? "2s"
                    : pattern == null ? "0.95" : metric.startsWith("cost_") ? "$1.50" : "100/s"));
      }
    }
  }

  private void checkCurrencies() {
    List<String> signs = new ArrayList<>();
    List<String> places = new ArrayList<>();
    collectMoney(tree, "", signs, places);
    for (int i = 1; i < signs.size(); i++) {
      if (!signs.get(i).equals(signs.get(0))) {
        add(
            places.get(i),
            signs.get(i),
            "all amounts must be in one currency",
            "use " + signs.get(0));
        return;
      }
    }
  }

  private static void collectMoney(
      JsonNode node, String pointer, List<String> signs, List<String> places) {
    if (node.isTextual() && node.asText().matches("[$€£₹][0-9].*")) {
      signs.add(node.asText().substring(0, 1));
      places.add(pointer);
    }
    node.properties()
        .forEach(
            field ->
                collectMoney(
                    field.getValue(), pointer + "/" + Paths.escape(field.getKey()), signs, places));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collectMoney(node.get(i), pointer + "/" + i, signs, places);
    }
  }

  /** Longer ones would not fit into a count of nanoseconds. */
  private void checkDurations(JsonNode node, String pointer) {
    if (node.isTextual() && magnitude(node) > MAX_SECONDS) {
      add(pointer, "\"" + node.asText() + "\"", "must be at most 30000d", "use a shorter one");
    }
    node.properties()
        .forEach(
            field ->
                checkDurations(field.getValue(), pointer + "/" + Paths.escape(field.getKey())));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkDurations(node.get(i), pointer + "/" + i);
    }
  }

  private void checkDistributions(JsonNode node, String pointer) {
    node.properties()
        .forEach(
            field -> {
              String child = pointer + "/" + Paths.escape(field.getKey());
              checkDistribution(field.getKey(), field.getValue(), child);
              checkDistributions(field.getValue(), child);
            });
  }

  private void checkDistribution(String family, JsonNode parameters, String pointer) {
    if (parameters.has("min") && parameters.has("max")) {
      double min = magnitude(parameters.get("min"));
      double max = magnitude(parameters.get("max"));
      if (min > max) {
        add(pointer + "/min", parameters.get("min").asText(), "must not be above max", "swap them");
      }
    }
    if (family.equals("hyperexponential")) {
      double sum = 0;
      for (JsonNode branch : parameters.path("branches")) {
        sum += branch.path("probability").asDouble();
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        add(pointer + "/branches", plain(sum), "the probabilities must sum to 1", "");
      }
    }
    if (family.equals("empirical") && parameters.has("weights")) {
      double sum = 0;
      for (JsonNode weight : parameters.path("weights")) {
        sum += weight.asDouble();
      }
      if (parameters.path("weights").size() != parameters.path("values").size()) {
        add(pointer + "/weights", "", "there must be as many weights as values", "");
      } else if (sum <= 0) {
        add(pointer + "/weights", "", "at least one weight must be above zero", "");
      }
    }
  }

  private static boolean isZero(JsonNode distribution) {
    if (distribution.isMissingNode()) {
      return true;
    }
    JsonNode constant =
        distribution.isObject() ? distribution.path("constant").path("value") : distribution;
    return constant.isTextual() && magnitude(constant) == 0;
  }

  /** Watts; NaN where it is no power. */
  private static double watts(JsonNode value) {
    return value.asText().matches(NUMBER + "k?W") ? Quantities.watts(value.asText()) : Double.NaN;
  }

  /** Seconds or a plain number; NaN where it is neither. */
  private static double magnitude(JsonNode value) {
    try {
      return value.isNumber() ? value.asDouble() : Quantities.seconds(value.asText());
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private static String plain(double value) {
    return Double.toString(Math.round(value * 1e9) / 1e9);
  }

  private void add(String pointer, String value, String rule, String hint) {
    problems.add(new Problem(locate.apply(pointer), Paths.dotted(pointer), value, rule, hint));
  }
}
