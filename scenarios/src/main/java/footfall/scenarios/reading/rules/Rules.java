package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What sets of rules have in common: the tree they look at and the problems they find. */
abstract class Rules {
  static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
  static final double SUM_TOLERANCE = 1e-9;

  final ObjectNode tree;
  private final UnaryOperator<String> locate;
  private final List<Problem> problems = new ArrayList<>();

  Rules(ObjectNode tree, UnaryOperator<String> locate) {
    this.tree = tree;
    this.locate = locate;
  }

  /** Looks at the whole tree and returns what it found wrong. */
  final List<Problem> find() {
    check();
    return problems;
  }

  abstract void check();

  /** Looks at every pool, given with the pointer to it. */
  final void eachPool(BiConsumer<JsonNode, String> look) {
    for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
      if (pool.getValue().isObject()) {
        look.accept(pool.getValue(), "/pools/" + Paths.escape(pool.getKey()));
      }
    }
  }

  final void add(String pointer, String value, String rule, String hint) {
    problems.add(new Problem(locate.apply(pointer), Paths.dotted(pointer), value, rule, hint));
  }

  final void checkPoolName(String pointer, String name) {
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

  /** Seconds or a plain number; NaN where it is neither. */
  static double magnitude(JsonNode value) {
    try {
      return value.isNumber() ? value.asDouble() : Quantities.seconds(value.asText());
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  static String plain(double value) {
    return Double.toString(Math.round(value * 1e9) / 1e9);
  }

  /** A curve over requests must not fall. */
  final void checkRising(JsonNode table, String pointer) {
    TreeMap<Integer, JsonNode> points = new TreeMap<>();
    for (Map.Entry<String, JsonNode> point : table.properties()) {
      if (point.getKey().matches("[1-9][0-9]{0,5}")) {
        points.put(Integer.parseInt(point.getKey()), point.getValue());
      }
    }
    double before = 0;
    for (Map.Entry<Integer, JsonNode> point : points.entrySet()) {
      double figure = figure(point.getValue());
      if (figure < before) {
        add(
            pointer + "/" + point.getKey(),
            point.getValue().asText(),
            "must not be less than at fewer requests",
            "check the curve: more requests are never faster for each, and never draw less");
        return;
      }
      before = figure;
    }
  }

  private static double figure(JsonNode value) {
    return value.asText().endsWith("W") ? watts(value) : magnitude(value);
  }

  static double watts(JsonNode value) {
    return value.asText().matches(NUMBER + "k?W") ? Quantities.watts(value.asText()) : Double.NaN;
  }
}
