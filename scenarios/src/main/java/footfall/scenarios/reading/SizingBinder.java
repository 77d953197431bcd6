package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.sizing.Decision;
import footfall.scenarios.sizing.Decision.Choice;
import footfall.scenarios.sizing.Sizing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Turns a checked and completed {@code sizing} into its record. */
final class SizingBinder {
  private SizingBinder() {}

  static Sizing bind(JsonNode node) {
    List<Decision> decisions = new ArrayList<>();
    node.get("variables")
        .forEach(v -> decisions.add(new Decision(SizingRules.name(v), choices(v))));
    JsonNode surge = node.get("flashSale");
    return new Sizing(
        decisions,
        Sizing.Objective.valueOf(node.get("objective").asText().toUpperCase(Locale.ROOT)),
        node.get("confidence").asDouble(),
        node.get("indifference").asDouble(),
        node.get("maxReplications").asInt(),
        node.has("growth")
            ? OptionalDouble.of(node.get("growth").asDouble())
            : OptionalDouble.empty(),
        node.get("uncertainty").get("demand").asDouble(),
        node.get("uncertainty").get("service").asDouble(),
        new Sizing.Surge(
            surge.get("peak").asDouble(),
            Quantities.seconds(surge.get("ramp").asText()),
            Quantities.seconds(surge.get("decay").asText())));
  }

  private static List<Choice> choices(JsonNode variable) {
    List<Choice> choices = new ArrayList<>();
    String path = variable.path("path").asText();
    if (variable.has("variants")) {
      for (Map.Entry<String, JsonNode> variant : variable.get("variants").properties()) {
        Map<String, String> settings = new LinkedHashMap<>();
        variant
            .getValue()
            .properties()
            .forEach(value -> settings.put(value.getKey(), ClaimBinder.text(value.getValue())));
        choices.add(new Choice(variant.getKey(), settings));
      }
    } else if (variable.has("values")) {
      variable.get("values").forEach(value -> choices.add(choice(path, ClaimBinder.text(value))));
    } else {
      BigDecimal step = new BigDecimal(variable.path("step").asText("1"));
      BigDecimal value = new BigDecimal(variable.get("from").asText());
      double steps = (variable.get("to").asDouble() - value.doubleValue()) / step.doubleValue();
      for (long i = Math.round(steps); i >= 0; i--) {
        choices.add(choice(path, value.stripTrailingZeros().toPlainString()));
        value = value.add(step);
      }
    }
    return choices;
  }

  private static Choice choice(String path, String value) {
    return new Choice(value, Map.of(path, value));
  }
}
