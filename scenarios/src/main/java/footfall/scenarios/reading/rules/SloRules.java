package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.yaml.Schema;
import java.util.function.UnaryOperator;

/** That an objective names a figure that there is, with a threshold in its unit. */
final class SloRules extends Rules {
  SloRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    JsonNode slos = tree.path("slos");
    for (int i = 0; slos.isArray() && i < slos.size(); i++) {
      JsonNode slo = slos.get(i);
      if (!slo.path("metric").isTextual()) {
        continue;
      }
      String pointer = "/slos/" + i;
      String metric = slo.path("metric").asText();
      boolean time = FigureName.TIMES.contains(metric);
      if (!time && !slo.path("stat").asText("mean").equals("mean")) {
        add(
            pointer + "/stat",
            slo.path("stat").toString(),
            metric + " has a mean only",
            "stat: mean");
      }
      if (metric.equals("utilization") || slo.has("pool")) {
        checkPoolName(slo.has("pool") ? pointer + "/pool" : pointer, slo.path("pool").asText());
      }
      String pattern =
          time
              ? NUMBER + "(ns|us|ms|s|min|h|d)"
              : metric.startsWith("cost_")
                  ? "[$€£₹]" + NUMBER
                  : metric.equals("request_throughput")
                      ? NUMBER + "/(s|min|h|d)"
                      : metric.endsWith("_per_thousand_conversations") ? NUMBER : null;
      JsonNode threshold = slo.path("threshold");
      boolean part = threshold.isNumber() && threshold.asDouble() >= 0 && threshold.asDouble() <= 1;
      if (pattern == null ? !part : !threshold.asText().matches(pattern)) {
        add(
            pointer + "/threshold",
            Schema.written(threshold),
            "must be in the unit of " + metric,
            "write "
                + (time
                    ? "2s"
                    : pattern == null ? "0.95" : metric.startsWith("cost_") ? "$1.50" : "100/s"));
      }
    }
  }
}
