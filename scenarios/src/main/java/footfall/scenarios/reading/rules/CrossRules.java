package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rules that no schema can state because they concern several values at once. They look only at
 * what is there and well-formed, so that they can be told together with the schema's complaints.
 */
public final class CrossRules extends Rules {

  private CrossRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  /** Every problem that these and the other rules across values find. */
  public static List<Problem> check(ObjectNode tree, UnaryOperator<String> locate) {
    return Stream.of(
            new DistributionRules(tree, locate),
            new CrossRules(tree, locate),
            new RoutingRules(tree, locate),
            new QualityRules(tree, locate),
            new ScheduleRules(tree, locate),
            new ShopperRules(tree, locate),
            new PoolRules(tree, locate),
            new PowerRules(tree, locate),
            new EngineRules(tree, locate),
            new SloRules(tree, locate),
            new ClaimRules(tree, locate),
            new MonthRules(tree, locate),
            new SizingRules(tree, locate),
            new EvaluationRules(tree, locate))
        .flatMap(rules -> rules.find().stream())
        .toList();
  }

  @Override
  void check() {
    checkThatAllArrive();
    checkShares();
    checkHorizon();
    checkTrace();
    checkTimes();
    checkClosed();
    checkCurrencies();
  }

  private void checkThatAllArrive() {
    JsonNode shoppers = tree.path("shoppers");
    int common = shoppers.isObject() && !shoppers.isEmpty() ? 0 : 1;
    for (JsonNode shopper : shoppers) {
      common += shopper.has("arrivals") ? 0 : 1;
    }
    if (common > 0 && !tree.has("arrivals")) {
      add("/arrivals", "", "is missing", "add `arrivals: {poisson: {rate: 100/h}}`");
    }
    if (common == 0 && tree.has("arrivals")) {
      add(
          "/arrivals",
          "",
          "every class has arrivals of its own: nobody comes by these",
          "remove them, or those of a class");
    }
  }

  private void checkShares() {
    JsonNode shoppers = tree.path("shoppers");
    if (!shoppers.isObject() || shoppers.isEmpty()) {
      return;
    }
    double sum = 0;
    int common = 0;
    for (JsonNode shopper : shoppers) {
      if (!shopper.has("arrivals")) {
        sum += shopper.path("share").asDouble(1);
        common++;
      }
    }
    if (common == 0) {
      return;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      add(
          "/shoppers",
          plain(sum),
          "the shares must sum to 1",
          "change one share by " + plain(1 - sum));
    }
  }

  private void checkTrace() {
    JsonNode trace = tree.path("arrivals").path("trace");
    if (trace.path("sessions").asBoolean() && trace.path("loop").asBoolean()) {
      add("/arrivals/trace/loop", "true", "sessions are replayed once", "remove one of the two");
    }
  }

  private void checkHorizon() {
    boolean isRecorded = tree.path("arrivals").has("trace") || tree.path("arrivals").has("volumes");
    if (!tree.has("horizon") && !isRecorded) {
      add("/horizon", "", "is missing", "add `horizon: 1h`");
    }
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
    for (int i = 1; times.isArray() && i < times.size(); i++) {
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

  private static boolean isZero(JsonNode distribution) {
    if (distribution.isMissingNode()) {
      return true;
    }
    JsonNode constant =
        distribution.isObject() ? distribution.path("constant").path("value") : distribution;
    return constant.isTextual() && magnitude(constant) == 0;
  }
}
