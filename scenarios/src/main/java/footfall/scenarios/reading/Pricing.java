package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.reading.yaml.SourceTree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Prices from a file in the form of LiteLLM's price map, and prices of profiles in the currency of
 * the scenario.
 */
final class Pricing {
  private static final Map<String, String> COSTS =
      Map.of(
          "input_cost_per_token", "perMillionInputTokens",
          "cache_read_input_token_cost", "perMillionCachedTokens",
          "output_cost_per_token", "perMillionOutputTokens");
  private static final BigDecimal MILLION = new BigDecimal(1_000_000);
  private static final Map<String, String> SIGNS =
      Map.of("USD", "$", "EUR", "€", "GBP", "£", "INR", "₹");

  private Pricing() {}

  /**
   * Fills in what the file named by {@code prices} says of the pools' models, where the pools do
   * not state a cost themselves. Called before profiles are filled in: the file wins over them.
   */
  static List<Problem> fromFile(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    JsonNode named = tree.path("prices");
    if (!named.isTextual()) {
      return List.of();
    }
    ObjectNode prices;
    try {
      prices = SourceTree.read(folder.resolve(named.asText())).root();
    } catch (InvalidInputException e) {
      return List.of(
          problem(
              locate,
              "/prices",
              named.asText(),
              "cannot be read: " + e.problems().get(0).rule(),
              "name a file like LiteLLM's model_prices_and_context_window.json"));
    }
    int found = 0;
    for (JsonNode pool : tree.path("pools")) {
      if (pool instanceof ObjectNode node) {
        found += fill(node, prices, named.asText()) ? 1 : 0;
      }
    }
    return found > 0
        ? List.of()
        : List.of(
            problem(
                locate,
                "/prices",
                named.asText(),
                "has none of the pools' models",
                "write the models as the file does, after library/"));
  }

  private static boolean fill(ObjectNode pool, ObjectNode prices, String file) {
    String model = pool.path("model").asText().replaceFirst("^library/", "");
    JsonNode price = prices.path(model);
    for (Map.Entry<String, JsonNode> entry : prices.properties()) {
      if (price.isMissingNode() && !model.isEmpty() && entry.getKey().endsWith("/" + model)) {
        price = entry.getValue();
      }
    }
    if (!price.has("input_cost_per_token")) {
      return false;
    }
    ObjectNode cost = pool.get("cost") instanceof ObjectNode there ? there : pool.putObject("cost");
    ObjectNode provenance =
        pool.get("provenance") instanceof ObjectNode there ? there : pool.putObject("provenance");
    for (Map.Entry<String, String> key : COSTS.entrySet()) {
      if (price.path(key.getKey()).isNumber() && !cost.has(key.getValue())) {
        BigDecimal million = price.get(key.getKey()).decimalValue().multiply(MILLION);
        cost.put(key.getValue(), "$" + million.stripTrailingZeros().toPlainString());
        provenance.put("cost." + key.getValue(), "published: " + file);
      }
    }
    return true;
  }

  /**
   * Converts the prices of pools, and other costs, to {@code currency}, at the stated {@code
   * rates}.
   */
  static List<Problem> convert(ObjectNode tree, UnaryOperator<String> locate) {
    String currency = tree.path("currency").asText();
    if (!SIGNS.containsKey(currency)) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
      String pointer = "/pools/" + Paths.escape(pool.getKey());
      convert(pool.getValue().path("cost"), pointer + "/cost", tree, locate, problems);
      JsonNode device = pool.getValue().path("device");
      convert(device, pointer + "/device", tree, locate, problems);
      convert(device.path("contracts"), pointer + "/device/contracts", tree, locate, problems);
    }
    JsonNode costs = tree.path("sizing").path("costs");
    for (int i = 0; i < costs.size(); i++) {
      convert(costs.get(i), "/sizing/costs/" + i, tree, locate, problems);
    }
    return problems;
  }

  private static void convert(
      JsonNode node,
      String pointer,
      ObjectNode tree,
      UnaryOperator<String> locate,
      List<Problem> problems) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    String to = tree.get("currency").asText();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String text = field.getValue().asText();
      if (!field.getValue().isTextual() || !text.matches("[$€£₹][0-9]+(\\.[0-9]+)?")) {
        continue;
      }
      String from = Quantities.currency(text);
      JsonNode rate = tree.path("rates").path(from);
      if (!from.equals(to) && !rate.isNumber()) {
        problems.add(
            problem(
                locate,
                pointer + "/" + field.getKey(),
                text,
                "is not in the scenario's currency, " + to,
                "state the rate, as rates: {" + from + ": 0.92}, of one " + from + " in " + to));
      } else if (!from.equals(to)) {
        BigDecimal amount =
            new BigDecimal(text.substring(1)).multiply(rate.decimalValue(), new MathContext(9));
        field.setValue(new TextNode(SIGNS.get(to) + amount.stripTrailingZeros().toPlainString()));
      }
    }
  }

  private static Problem problem(
      UnaryOperator<String> locate, String pointer, String value, String rule, String hint) {
    return new Problem(
        locate.apply(pointer), Paths.dotted(pointer), "\"" + value + "\"", rule, hint);
  }
}
