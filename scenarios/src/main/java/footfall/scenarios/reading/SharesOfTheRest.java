package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an experiment changes one share of a ratio, the pools that it does not name share what is
 * left, in proportion to what they have in the scenario.
 */
final class SharesOfTheRest {
  private static final List<String> SHARES = List.of("routing.ratio.", "routing.split.shares.");

  private SharesOfTheRest() {}

  /** The values with the shares of the other pools added. */
  static Map<String, String> fill(Map<String, String> values, JsonNode base) {
    Map<String, String> filled = new LinkedHashMap<>(values);
    for (String prefix : SHARES) {
      if (values.keySet().stream().anyMatch(path -> path.startsWith(prefix))) {
        JsonNode shares = base.at("/" + prefix.substring(0, prefix.length() - 1).replace('.', '/'));
        fill(filled, prefix, shares);
      }
    }
    return filled;
  }

  private static void fill(Map<String, String> values, String prefix, JsonNode shares) {
    BigDecimal left = BigDecimal.ONE;
    double others = 0;
    int count = 0;
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      String stated = values.get(prefix + share.getKey());
      if (stated == null) {
        others += share.getValue().asDouble();
        count++;
      } else if (stated.matches("[0-9]+(\\.[0-9]+)?")) {
        left = left.subtract(new BigDecimal(stated));
      }
    }
    if (left.signum() < 0) {
      return; // The rules say what is wrong with it.
    }
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      double part = others > 0 ? share.getValue().asDouble() / others : 1.0 / count;
      if (!values.containsKey(prefix + share.getKey())) {
        values.put(
            prefix + share.getKey(),
            count == 1 ? left.toPlainString() : Double.toString(left.doubleValue() * part));
      }
    }
  }
}
