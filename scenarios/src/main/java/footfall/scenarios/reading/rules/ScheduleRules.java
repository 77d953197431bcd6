package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.yaml.Paths;
import java.util.function.UnaryOperator;

/** That every stretch of time ends after it begins and before the next of its list begins. */
final class ScheduleRules extends Rules {
  ScheduleRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    check(tree, "");
  }

  private void check(JsonNode node, String pointer) {
    if (pointer.equals("/sizing")) {
      return; // Its bounds are no stretches of time.
    }
    checkStretch(node, pointer);
    node.properties()
        .forEach(field -> check(field.getValue(), pointer + "/" + Paths.escape(field.getKey())));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      check(node.get(i), pointer + "/" + i);
      if (i > 0 && !pointer.equals("/slos")) { // Objectives may be about the same time.
        checkOrder(node.get(i - 1), node.get(i), pointer + "/" + i);
      }
    }
  }

  private void checkStretch(JsonNode stretch, String pointer) {
    if (magnitude(stretch.path("from")) >= magnitude(stretch.path("to"))) {
      add(pointer + "/to", stretch.get("to").toString(), "must be after from", "swap them");
    }
  }

  private void checkOrder(JsonNode before, JsonNode stretch, String pointer) {
    if (magnitude(stretch.path("from")) < magnitude(before.path("to"))) {
      add(
          pointer + "/from",
          stretch.get("from").toString(),
          "overlaps with the stretch before, which goes on to " + before.get("to").asText(),
          "sort them, and let each begin where the one before ends, or later");
    }
  }
}
