package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** That every axis is one of the three kinds, and that no two change the same value. */
public final class ExperimentRules extends Rules {
  private ExperimentRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  /** Every problem that the rules find in the tree. */
  public static List<Problem> check(ObjectNode tree, UnaryOperator<String> locate) {
    return new ExperimentRules(tree, locate).find();
  }

  @Override
  void check() {
    Set<String> names = new TreeSet<>();
    Set<String> paths = new TreeSet<>();
    for (int i = 0; i < tree.path("axes").size(); i++) {
      JsonNode axis = tree.path("axes").get(i);
      String pointer = "/axes/" + i;
      checkKind(axis, pointer);
      String name = axis.path("name").asText(axis.path("path").asText("variant"));
      if (!names.add(name)) {
        add(pointer, "\"" + name + "\"", "another axis has this name", "add `name: ...`");
      }
      Set<String> own = new TreeSet<>();
      own.add(axis.path("path").asText(name));
      axis.path("variants").forEach(variant -> variant.fieldNames().forEachRemaining(own::add));
      for (String path : own) {
        if (!paths.add(path)) {
          add(pointer, "\"" + path + "\"", "another axis changes this value", "remove one");
        }
      }
    }
    checkPanels(names);
  }

  private void checkPanels(Set<String> axes) {
    for (Map.Entry<String, JsonNode> panel : tree.path("panels").properties()) {
      for (Map.Entry<String, JsonNode> axis : panel.getValue().properties()) {
        String pointer =
            "/panels/" + Paths.escape(panel.getKey()) + "/" + Paths.escape(axis.getKey());
        if (!axes.contains(axis.getKey())) {
          add(
              pointer,
              "\"" + axis.getKey() + "\"",
              "no axis has this name",
              "one of " + String.join(", ", axes));
        }
        Set<String> known = levels(axis.getKey());
        for (JsonNode level : axis.getValue()) {
          if (!known.isEmpty() && !known.contains(level.asText())) {
            add(
                pointer,
                level.toString(),
                "the axis has no such level",
                "one of " + String.join(", ", known));
          }
        }
      }
    }
  }

  /** The levels of an axis that states them; empty where it is a range. */
  private Set<String> levels(String name) {
    Set<String> levels = new TreeSet<>();
    for (JsonNode axis : tree.path("axes")) {
      if (axis.path("name").asText(axis.path("path").asText("variant")).equals(name)) {
        axis.path("values").forEach(value -> levels.add(value.asText()));
        axis.path("variants").fieldNames().forEachRemaining(levels::add);
      }
    }
    return levels;
  }

  private void checkKind(JsonNode axis, String pointer) {
    boolean range = axis.has("from") || axis.has("to") || axis.has("points");
    int kinds = (axis.has("values") ? 1 : 0) + (axis.has("variants") ? 1 : 0) + (range ? 1 : 0);
    boolean wholeRange = axis.has("from") && axis.has("to") && axis.has("points");
    if (kinds != 1 || (range && !wholeRange)) {
      add(
          pointer,
          "",
          kinds == 0
              ? "the axis is empty"
              : "must have either values, or from, to and points, or variants",
          "write {path: routing.ratio.slm, from: 0, to: 1, points: 11}");
    }
    Set<String> values = new TreeSet<>();
    for (JsonNode value : axis.path("values")) {
      if (!values.add(value.asText())) {
        add(pointer + "/values", value.toString(), "is a level twice", "remove one");
      }
    }
    if (wholeRange && axis.get("from").equals(axis.get("to"))) {
      add(pointer + "/to", axis.get("to").toString(), "must differ from `from`", "");
    }
    if (!axis.has("variants") && !axis.has("path")) {
      add(pointer, "", "an axis needs a path", "add `path: routing.ratio.slm`");
    } else if (axis.has("variants") && axis.has("path")) {
      add(pointer + "/path", axis.get("path").toString(), "variants have paths of their own", "");
    }
  }
}
