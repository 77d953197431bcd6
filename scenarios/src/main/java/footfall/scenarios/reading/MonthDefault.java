package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.rules.MonthRules;

/**
 * The default of {@code month}: the volumes that the arrivals follow, {@code days} if whole days
 * are simulated, else nothing.
 */
final class MonthDefault {
  private static final String KEY = "month";

  private MonthDefault() {}

  /** Fills it in. */
  static void fill(ObjectNode tree) {
    if (tree.has(KEY)) {
      return;
    }
    if (tree.path("arrivals").path("volumes") instanceof ObjectNode counted) {
      tree.putObject(KEY).set("volumes", counted.deepCopy());
    } else if (MonthRules.isWholeDays(tree)) {
      tree.put(KEY, "days");
    }
  }
}
