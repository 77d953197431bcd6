package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.yaml.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** That a month is stated in one way, and wherever something is said of a month. */
public final class MonthRules extends Rules {
  private static final String CHOICES =
      "add `month: {conversations: 1000000}`, `month: {volumes: {file: volumes.csv}}`, or `month:"
          + " steady` (this rate for 730 hours)";
  private static final double DAY_SECONDS = 86_400;

  MonthRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  /** Whether the measured time is whole days, of which a month can be made. */
  public static boolean isWholeDays(ObjectNode tree) {
    double warmUp = magnitude(tree.path("warmUp"));
    double measured = magnitude(tree.path("horizon")) - (Double.isNaN(warmUp) ? 0 : warmUp);
    return measured > 0 && measured % DAY_SECONDS == 0;
  }

  @Override
  void check() {
    JsonNode month = tree.path("month");
    if (month.has("conversations") && month.has("volumes")) {
      add("/month", "", "the volume of the month is stated twice", "remove one of them");
    }
    if (!month.isEmpty() && !month.has("conversations") && !month.has("volumes")) {
      add("/month", "", "states no volume", "write {conversations: 1000000, growth: 8%}");
    }
    List<String> growths = new ArrayList<>();
    for (String pointer : List.of("/month/growth", "/month/volumes/growth", "/sizing/growth")) {
      if (!tree.at(pointer).isMissingNode()) {
        growths.add(pointer);
      }
    }
    if (growths.size() > 1) {
      add(
          growths.get(1),
          tree.at(growths.get(1)).asText(),
          "growth is stated at " + Paths.dotted(growths.get(0)) + " too",
          "remove one of them");
    }
    if (month.asText().equals("days") && !isWholeDays(tree)) {
      add(
          "/month",
          "days",
          "the measured time (horizon less warm-up) is not whole days",
          "write horizon: 24h, or a week");
    }
    if (month.isMissingNode() && !isWholeDays(tree)) {
      checkNothingNeedsOne();
    }
  }

  private void checkNothingNeedsOne() {
    JsonNode slos = tree.path("slos");
    for (int i = 0; slos.isArray() && i < slos.size(); i++) {
      if (slos.get(i).path("metric").asText().equals("cost_per_month")) {
        add(
            "/slos/" + i + "/metric",
            "cost_per_month",
            "the scenario does not say what a month of it is",
            CHOICES);
      }
    }
    for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
      if (pool.getValue().path("api").path("budget").has("perMonth")) {
        add(
            "/pools/" + Paths.escape(pool.getKey()) + "/api/budget/perMonth",
            pool.getValue().at("/api/budget/perMonth").asText(),
            "the scenario does not say what a month of it is",
            CHOICES);
      }
    }
  }
}
