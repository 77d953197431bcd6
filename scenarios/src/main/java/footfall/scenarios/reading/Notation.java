package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other ways to write a value, changed to the one that the schema knows: {@code precision: fp8},
 * shares such as {@code 80%}, money without a sign, the short names of metrics.
 */
final class Notation {
  private static final Pattern PERCENT = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?) ?%");
  private static final Pattern MONEY = Pattern.compile("([$€£₹])[0-9.]+");
  private static final String USUAL_SIGN = "$";
  private static final String ANY = "";
  private static final Map<String, String> METRICS =
      Map.of(
          "ttft", "time_to_first_token",
          "itl", "inter_token_latency",
          "e2e", "request_latency",
          "rps", "request_throughput");

  private Notation() {}

  /** Changes the tree of a scenario. */
  static void settle(ObjectNode tree) {
    Optional<String> sign = Optional.empty();
    for (JsonNode pool : tree.path("pools")) {
      if (pool instanceof ObjectNode node && node.path("precision").isTextual()) {
        node.set("quantization", node.remove("precision"));
      }
      for (JsonNode amount : amounts(pool)) {
        Matcher money = MONEY.matcher(amount.asText());
        sign = sign.isEmpty() && money.matches() ? Optional.of(money.group(1)) : sign;
      }
    }
    for (JsonNode pool : tree.path("pools")) {
      addSigns(pool.path("cost"), ANY, sign.orElse(USUAL_SIGN));
      addSigns(pool.path("device"), "perHour", sign.orElse(USUAL_SIGN));
    }
    parts(tree.path("routing").path("ratio"));
    parts(tree.path("routing").path("split").path("shares"));
    part(tree.path("month"), "growth");
    part(tree.path("month").path("volumes"), "growth");
    part(tree.path("arrivals").path("volumes"), "growth");
    part(tree.path("sizing"), "growth");
    part(tree.path("sizing"), "reserve");
    part(tree.at("/routing/shadow"), "sample");
    part(tree.at("/routing/shadow"), "quality");
    parts(tree.path("sizing").path("priceTrends"));
    for (JsonNode line : tree.path("sizing").path("costs")) {
      addSigns(line, "perMonth", sign.orElse(USUAL_SIGN));
    }
    for (JsonNode shopper : tree.path("shoppers")) {
      part(shopper.path("purchase"), "margin");
    }
    for (JsonNode slo : tree.path("slos")) {
      part(slo, "threshold");
      String known = METRICS.get(slo.path("metric").asText());
      if (known != null && slo instanceof ObjectNode node) {
        node.put("metric", known);
      }
    }
  }

  /** Where the value at a pointer is after that. */
  static String settled(String pointer) {
    return pointer.replaceFirst("^(/pools/[^/]+)/precision$", "$1/quantization");
  }

  private static List<JsonNode> amounts(JsonNode pool) {
    List<JsonNode> amounts = new ArrayList<>();
    pool.path("cost").forEach(amounts::add);
    amounts.add(pool.path("device").path("perHour"));
    return amounts;
  }

  private static void addSigns(JsonNode node, String only, String sign) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean isAmount = field.getValue().isNumber() && field.getValue().asDouble() >= 0;
        if (isAmount && (only.isEmpty() || only.equals(field.getKey()))) {
          field.setValue(new TextNode(sign + field.getValue().decimalValue().toPlainString()));
        }
      }
    }
  }

  private static void parts(JsonNode shares) {
    shares.fieldNames().forEachRemaining(name -> part(shares, name));
  }

  private static void part(JsonNode of, String name) {
    Matcher percent = PERCENT.matcher(of.path(name).asText());
    if (of instanceof ObjectNode object && of.path(name).isTextual() && percent.matches()) {
      object.set(name, new DecimalNode(new BigDecimal(percent.group(1)).movePointLeft(2)));
    }
  }
}
