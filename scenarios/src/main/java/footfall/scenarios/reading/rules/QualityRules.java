package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.reading.yaml.Paths;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** That quality by intent is that of intents that there are. */
final class QualityRules extends Rules {
  QualityRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    Set<String> intents = new TreeSet<>();
    for (JsonNode shopper : tree.path("shoppers")) {
      shopper.at("/intents/states").fieldNames().forEachRemaining(intents::add);
    }
    for (Map.Entry<String, JsonNode> pool : tree.path("pools").properties()) {
      pool.getValue()
          .at("/quality/byIntent")
          .fieldNames()
          .forEachRemaining(
              intent -> {
                if (!intents.isEmpty() && !intents.contains(intent)) {
                  add(
                      "/pools/"
                          + Paths.escape(pool.getKey())
                          + "/quality/byIntent/"
                          + Paths.escape(intent),
                      "\"" + intent + "\"",
                      "no shopper has such an intent",
                      "one of " + String.join(", ", intents));
                }
              });
    }
  }
}
