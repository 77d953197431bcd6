package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The default of {@code warmUp}: {@code auto} if nothing in the scenario changes over time, else
 * {@code none}.
 */
final class WarmUpDefault {
  private static final String KEY = "warmUp";
  private static final List<String> TIMED = List.of("outages", "rollingRestart");

  /** What an account has used up at some time of a day or month. */
  private static final List<String> DAILY =
      List.of(
          "outages",
          "budget",
          "requestsPerDay",
          "tokensPerDay",
          "inputTokensPerDay",
          "outputTokensPerDay");

  private WarmUpDefault() {}

  /** Fills it in. */
  static void fill(ObjectNode tree) {
    if (!tree.has(KEY)) {
      tree.put(KEY, changesOverTime(tree) ? "none" : "auto");
    }
  }

  private static boolean changesOverTime(ObjectNode tree) {
    boolean timed = changesOverTime(tree.path("arrivals"));
    for (JsonNode shopper : tree.path("shoppers")) {
      timed |= changesOverTime(shopper.path("arrivals"));
    }
    for (JsonNode pool : tree.path("pools")) {
      timed |= TIMED.stream().anyMatch(pool::has);
      timed |= pool.path("autoscale").has("schedule") || pool.path("autoscale").has("forecast");
      timed |= DAILY.stream().anyMatch(pool.path("api")::has);
    }
    return timed;
  }

  private static boolean changesOverTime(JsonNode arrivals) {
    for (JsonNode kind : arrivals) {
      if (!kind.isObject() || !kind.path("shape").isEmpty()) {
        return true;
      }
    }
    return Stream.of("trace", "piecewise", "times", "volumes").anyMatch(arrivals::has);
  }
}
