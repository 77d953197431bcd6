package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.reading.yaml.Quantities;
import footfall.scenarios.sizing.Conditions;
import footfall.scenarios.sizing.Decision;
import footfall.scenarios.sizing.Decision.Choice;
import footfall.scenarios.sizing.Outlook;
import footfall.scenarios.sizing.Outlook.CostLine;
import footfall.scenarios.sizing.Sizing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Turns a checked and completed {@code sizing} into its record. */
public final class SizingBinder {
  private SizingBinder() {}

  /** Binds the sizing of a complete scenario. */
  public static Sizing bind(JsonNode tree) {
    JsonNode node = tree.get("sizing");
    List<Decision> decisions = new ArrayList<>();
    for (JsonNode variable : node.get("variables")) {
      List<Choice> choices = choices(variable);
      decisions.add(new Decision(name(variable), choices, pools(choices, tree)));
    }
    JsonNode surge = node.get("flashSale");
    return new Sizing(
        decisions,
        objective(node.get("objective").asText(), tree),
        node.get("confidence").asDouble(),
        node.get("indifference").asDouble(),
        node.get("maxReplications").asInt(),
        conditions(node, tree.get("pools")),
        outlook(node, MonthBinder.growth(tree)),
        node.get("uncertainty").get("demand").asDouble(),
        node.get("uncertainty").get("service").asDouble(),
        new Sizing.Surge(
            surge.get("peak").asDouble(),
            Quantities.seconds(surge.get("ramp").asText()),
            Quantities.seconds(surge.get("decay").asText())));
  }

  private static Conditions conditions(JsonNode node, JsonNode pools) {
    JsonNode survive = node.path("survive");
    List<String> lost = new ArrayList<>();
    String words = "";
    if (survive.has("pool")) {
      lost.add(survive.get("pool").asText());
      words = "pool " + lost.get(0);
    } else if (survive.has("region")) {
      lost.addAll(poolsOf(survive.get("region").asText(), pools));
      words = "region " + survive.get("region").asText();
    }
    return new Conditions(
        survive.path("workers").asInt(0), lost, words, node.path("reserve").asDouble(0));
  }

  private static Optional<Outlook> outlook(JsonNode node, OptionalDouble growth) {
    if (growth.isEmpty() && !node.has("phases") && !node.has("priceTrends") && !node.has("costs")) {
      return Optional.empty();
    }
    List<CostLine> costs = new ArrayList<>();
    for (JsonNode line : node.path("costs")) {
      costs.add(
          new CostLine(
              line.get("name").asText(),
              PoolBinder.money(line.get("perMonth")),
              line.get("from").asInt()));
    }
    JsonNode trends = node.path("priceTrends");
    return Optional.of(
        new Outlook(
            growth.orElse(0),
            trends.path("tokens").asDouble(),
            trends.path("workerHours").asDouble(),
            costs));
  }

  /** The pools of a region. */
  public static List<String> poolsOf(String region, JsonNode pools) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> pool : pools.properties()) {
      if (pool.getValue().path("region").asText().equals(region)) {
        names.add(pool.getKey());
      }
    }
    return names;
  }

  private static Sizing.Objective objective(String stated, JsonNode tree) {
    if (stated.equals("energy")) {
      return Sizing.Objective.ENERGY;
    }
    return tree.has("month") ? Sizing.Objective.COST : Sizing.Objective.COST_OF_AN_HOUR;
  }

  /** Whose values all choices set; none where one sets anything else. Names may hold dots. */
  private static List<String> pools(List<Choice> choices, JsonNode tree) {
    Set<String> pools = new LinkedHashSet<>();
    for (Choice choice : choices) {
      for (String path : choice.settings().keySet()) {
        String of = "";
        for (Map.Entry<String, JsonNode> pool : tree.get("pools").properties()) {
          String name = pool.getKey();
          if (path.startsWith("pools." + name + ".") && name.length() > of.length()) {
            of = name;
          }
        }
        if (of.isEmpty()) {
          return List.of();
        }
        pools.add(of);
      }
    }
    return List.copyOf(pools);
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

  /** What a variable is called: by its name, or else by its path. */
  public static String name(JsonNode variable) {
    return variable.path("name").asText(variable.path("path").asText("variant"));
  }
}
