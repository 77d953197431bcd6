package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.claims.Arithmetic;
import footfall.scenarios.claims.StatedFigure;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.binding.ClaimBinder;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** That facts and claims are figures, and that formulas can be worked out. */
final class ClaimRules extends Rules {
  ClaimRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    boolean factsAreSound = checkFigures(tree.path("facts"), "/facts");
    JsonNode claims = tree.path("claims");
    for (int i = 0; claims.isArray() && i < claims.size(); i++) {
      JsonNode claim = claims.get(i);
      String pointer = "/claims/" + i;
      if (claim.has("stated")) {
        checkFigure(claim.get("stated"), pointer + "/stated");
      }
      if (claim.path("formula").isTextual() && factsAreSound) {
        checkFormula(claim.get("formula").asText(), pointer + "/formula");
      }
      JsonNode again = claim.path("again").path("formula");
      if (again.isTextual() && factsAreSound) {
        checkFormula(again.asText(), pointer + "/again/formula");
      }
      for (String key : List.of("byConstruction", "again")) {
        if (claim.has(key) && !claim.has("formula") && !claim.has("figure")) {
          add(
              pointer + "/" + key,
              Schema.written(claim.get(key)),
              "says nothing where neither formula nor figure tells whether the claim holds",
              "add a formula over the facts");
        }
      }
      if (claim.path("figure").isTextual()) {
        checkName(claim.get("figure").asText(), claim.path("stated"), pointer);
      }
    }
  }

  private boolean checkFigures(JsonNode nodes, String pointer) {
    boolean sound = true;
    for (var field : nodes.properties()) {
      String child = pointer + "/" + Paths.escape(field.getKey());
      sound &=
          field.getValue().isObject()
              ? checkFigures(field.getValue(), child)
              : checkFigure(field.getValue(), child);
    }
    return sound;
  }

  private boolean checkFigure(JsonNode figure, String pointer) {
    if (!figure.isValueNode()) {
      return false; // The schema says what is wrong with it.
    }
    try {
      StatedFigure.parse(ClaimBinder.text(figure));
      return true;
    } catch (IllegalArgumentException e) {
      if (figure.isTextual() && figure.asText().matches("~?[$€£₹]?-?[0-9].*")) {
        add(pointer, Schema.written(figure), "has no unit that is known", "write 1.5s or $2");
      }
      return false;
    }
  }

  private void checkFormula(String formula, String pointer) {
    try {
      new Arithmetic(ClaimBinder.facts(tree.path("facts"))).evaluate(formula);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      add(
          pointer,
          "\"" + formula + "\"",
          why.startsWith("is not") ? why : "cannot be worked out: " + why,
          "use + - * / ( ), MIN, MAX and the names under facts");
    }
  }

  private void checkName(String name, JsonNode stated, String pointer) {
    Optional<FigureName> figure = FigureName.parse(name);
    if (figure.isEmpty()) {
      add(pointer + "/figure", "\"" + name + "\"", "there is no such figure", FigureName.hint());
      return;
    }
    figure.get().pool().ifPresent(pool -> checkPoolName(pointer + "/figure", pool));
    String wanted = unit(figure.get());
    if (stated.isValueNode() && !ClaimBinder.text(stated).matches("~?" + wanted)) {
      add(
          pointer + "/stated",
          Schema.written(stated),
          "must be in the unit of " + name,
          "write " + example(figure.get()));
    }
  }

  private static String unit(FigureName figure) {
    String number = "-?[0-9][0-9,]*(\\.[0-9]+)?";
    if (figure.isTime()) {
      return number + "(ns|us|ms|s|min|h|d)";
    }
    if (figure.metric().startsWith("cost_")) {
      return "[$€£₹]" + number;
    }
    return figure.metric().equals("request_throughput") ? number + "/(s|min|h|d)" : number + "%?";
  }

  private static String example(FigureName figure) {
    return figure.isTime()
        ? "2s"
        : figure.metric().startsWith("cost_")
            ? "$1.50"
            : figure.metric().equals("request_throughput") ? "100/s" : "0.95";
  }
}
