package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.binding.SizingBinder;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** That every decision is bounded, that its bounds agree, and that no two decide the same. */
final class SizingRules extends Rules {
  private static final String RANGE = "write {path: pools.slm.workers, from: 1, to: 40}";
  private static final int MAX_CHOICES = 100_000;

  SizingRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    JsonNode variables = tree.path("sizing").path("variables");
    Set<String> names = new TreeSet<>();
    Set<String> paths = new TreeSet<>();
    for (int i = 0; variables.isArray() && i < variables.size(); i++) {
      JsonNode variable = variables.get(i);
      String pointer = "/sizing/variables/" + i;
      checkKind(variable, pointer);
      if (!names.add(SizingBinder.name(variable))) {
        add(
            pointer,
            "\"" + SizingBinder.name(variable) + "\"",
            "another has this name",
            "add `name: ...`");
      }
      Set<String> own = new TreeSet<>();
      if (variable.has("path")) {
        own.add(variable.get("path").asText());
      }
      variable.path("variants").forEach(v -> v.fieldNames().forEachRemaining(own::add));
      for (String path : own) {
        checkSpeeds(path, pointer);
        if (!paths.add(path)) {
          add(pointer, "\"" + path + "\"", "another variable decides this value", "remove one");
        }
      }
    }
    checkObjectives();
    checkSurvive(tree.path("sizing").path("survive"));
  }

  /** Workers that are named one by one are not a matter of their number. */
  private void checkSpeeds(String path, String pointer) {
    String pool = path.replaceFirst("^pools\\.(.*)\\.workers$", "$1");
    if (!pool.equals(path) && tree.path("pools").path(pool).has("speeds")) {
      add(
          pointer,
          "\"" + path + "\"",
          "the pool lists a speed for each worker, so their number cannot vary",
          "vary pools." + pool + ".speeds, with values such as [1, 0.4] and [1, 1]");
    }
  }

  private void checkSurvive(JsonNode survive) {
    String pointer = "/sizing/survive";
    if (survive.has("pool") && survive.has("region")) {
      add(pointer, "", "names a pool and a region", "remove one: the objectives hold without it");
    }
    if (survive.has("pool")) {
      checkPoolName(pointer + "/pool", survive.get("pool").asText());
    }
    if (survive.has("region")
        && SizingBinder.poolsOf(survive.get("region").asText(), tree.path("pools")).isEmpty()) {
      Set<String> regions = new TreeSet<>();
      tree.path("pools").forEach(pool -> regions.add(pool.path("region").asText()));
      regions.remove("");
      add(
          pointer + "/region",
          survive.get("region").toString(),
          "no pool is there",
          regions.isEmpty()
              ? "add `region: " + survive.get("region").asText() + "` to a pool"
              : "one of " + String.join(", ", regions));
    }
    for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
      int most = most(pool.getKey(), pool.getValue());
      if (most > 0 && survive.path("workers").asInt(0) >= most && !pool.getValue().has("api")) {
        add(
            pointer + "/workers",
            survive.get("workers").toString(),
            "pool "
                + pool.getKey()
                + " has at most "
                + most
                + (most == 1 ? " worker" : " workers")
                + ": none would be left",
            "allow it more, or survive fewer");
      }
    }
  }

  /** The most workers that a pool may have; zero where that is not a matter of its number alone. */
  private int most(String name, JsonNode pool) {
    int most = pool.path("workers").asInt(1);
    for (JsonNode variable : tree.path("sizing").path("variables")) {
      if (variable.path("path").asText().equals("pools." + name + ".workers")) {
        most = Math.max(most, variable.path("to").asInt(0));
        for (JsonNode value : variable.path("values")) {
          most = Math.max(most, value.asInt(0));
        }
      }
      if (variable.has("variants")) {
        return 0;
      }
    }
    boolean isPaidByUse = pool.has("model") && !pool.has("hardware") && !pool.has("device");
    return pool.has("autoscale") || (isPaidByUse && most == 1) ? 0 : most;
  }

  private void checkKind(JsonNode variable, String pointer) {
    boolean range = variable.has("from") || variable.has("to") || variable.has("step");
    int kinds =
        (variable.has("values") ? 1 : 0) + (variable.has("variants") ? 1 : 0) + (range ? 1 : 0);
    if (kinds > 1) {
      add(pointer, "", "must have either from and to, or values, or variants", "remove the others");
    } else if (kinds == 0 || (range && !(variable.has("from") && variable.has("to")))) {
      String missing = kinds == 0 ? "" : variable.has("from") ? "`to` " : "`from` ";
      add(
          pointer,
          variable.has("path") ? variable.get("path").toString() : "",
          "the variable is unbounded: "
              + (missing.isEmpty() ? "from and to are" : missing + "is")
              + " missing",
          "write {path: "
              + variable.path("path").asText("pools.slm.workers")
              + ", from: 1, to: 40}");
    } else if (range) {
      checkRange(variable, pointer);
    }
    if (variable.has("variants") == variable.has("path")) {
      add(
          pointer,
          "",
          variable.has("path") ? "variants have paths of their own" : "a variable needs a path",
          variable.has("path") ? "remove path" : RANGE);
    }
    Set<String> values = new TreeSet<>();
    for (JsonNode value : variable.path("values")) {
      if (!values.add(value.asText())) {
        add(pointer + "/values", value.toString(), "is a choice twice", "remove one");
      }
    }
  }

  private void checkRange(JsonNode variable, String pointer) {
    double from = variable.get("from").asDouble();
    double to = variable.get("to").asDouble();
    double step = variable.path("step").asDouble(1);
    if (from > to) {
      add(
          pointer,
          "from " + variable.get("from") + " to " + variable.get("to"),
          "the bounds contradict each other: nothing is between them",
          "swap them");
      return;
    }
    double steps = (to - from) / step;
    if (Math.abs(steps - Math.rint(steps)) > 1e-9 * Math.max(1, steps)) {
      add(
          pointer + "/step",
          variable.path("step").asText("1"),
          "steps from " + variable.get("from") + " must end at " + variable.get("to"),
          "write from: 0.5, to: 0.9, step: 0.1; or from: 1, to: 7, step: 2");
    } else if (steps >= MAX_CHOICES) {
      add(pointer, "", "more than " + MAX_CHOICES + " values", "take larger steps");
    }
  }

  private void checkObjectives() {
    if (tree.path("sizing").path("objective").asText().equals("energy")) {
      for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
        JsonNode own = pool.getValue();
        boolean isToBeFilledIn = own.has("model") || own.has("hardware");
        if (!own.has("power") && (own.has("provenance") || !isToBeFilledIn)) {
          add(
              "/sizing/objective",
              "energy",
              "pool " + pool.getKey() + " states no power: what it draws would count as nothing",
              "add `power: {idle: 30W, busy: 70W}` to it");
        }
      }
    }
  }
}
