package footfall.scenarios.reading.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.yaml.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** That an objective names a figure that there is, with a threshold in its unit. */
final class SloRules extends Rules {
  private static final List<String> OF_REQUESTS = List.of("of", "class", "window", "from", "to");

  SloRules(ObjectNode tree, UnaryOperator<String> locate) {
    super(tree, locate);
  }

  @Override
  void check() {
    JsonNode slos = tree.path("slos");
    for (int i = 0; slos.isArray() && i < slos.size(); i++) {
      if (slos.get(i).path("metric").isTextual()) {
        check("/slos/" + i, slos.get(i));
      }
    }
  }

  private void check(String pointer, JsonNode slo) {
    String metric = slo.path("metric").asText();
    String stat = slo.path("stat").asText("mean");
    boolean time = FigureName.TIMES.contains(metric);
    boolean goodput = metric.equals(FigureName.GOODPUT);
    boolean share = stat.equals(FigureName.SHARE);
    if (!time && !stat.equals("mean")) {
      add(
          pointer + "/stat",
          slo.path("stat").toString(),
          metric + " has a mean only",
          "stat: mean");
      return;
    }
    if (!share && !FigureName.isStatistic(stat)) {
      add(pointer + "/stat", "\"" + stat + "\"", "is no percentile", "p95, p97.5 or p99.9");
    }
    needs(pointer, slo, "within", share, "stat: share", "within: 20s");
    needs(
        pointer,
        slo,
        "limits",
        goodput,
        "metric: goodput",
        "limits: {time_to_first_token: 500ms, inter_token_latency: 25ms}");
    if (!time && !goodput) {
      for (String key : OF_REQUESTS) {
        if (slo.has(key)) {
          add(
              pointer + "/" + key,
              Schema.written(slo.get(key)),
              "only a time or goodput can be judged so",
              "remove " + key);
        }
      }
    }
    if (slo.path("limits").isObject() && slo.path("limits").size() == (hasWorst(slo) ? 1 : 0)) {
      add(
          pointer + "/limits",
          Schema.written(slo.get("limits")),
          "must limit a time",
          "request_latency: 2s");
    }
    if (metric.equals("utilization") || metric.equals("share") || slo.has("pool")) {
      checkPoolName(slo.has("pool") ? pointer + "/pool" : pointer, slo.path("pool").asText());
    }
    checkClass(pointer, slo.path("class"));
    checkSpan(pointer, slo);
    checkThreshold(pointer, slo.path("threshold"), metric, time && !share);
  }

  private static boolean hasWorst(JsonNode slo) {
    return slo.path("limits").has("worst");
  }

  private void needs(
      String pointer, JsonNode slo, String key, boolean needed, String where, String example) {
    if (needed && !slo.has(key)) {
      add(pointer, Schema.written(slo), where + " needs " + key, example);
    } else if (!needed && slo.has(key)) {
      add(pointer + "/" + key, Schema.written(slo.get(key)), "is for " + where, where);
    }
  }

  private void checkClass(String pointer, JsonNode name) {
    JsonNode classes = tree.path("shoppers");
    if (name.isTextual() && classes.isObject() && !classes.has(name.asText())) {
      List<String> names = new ArrayList<>();
      classes.fieldNames().forEachRemaining(names::add);
      add(
          pointer + "/class",
          "\"" + name.asText() + "\"",
          "there is no such class of shoppers",
          "one of " + String.join(", ", names));
    }
  }

  private void checkSpan(String pointer, JsonNode slo) {
    double horizon = magnitude(tree.path("horizon"));
    double from = slo.has("from") ? magnitude(slo.get("from")) : 0;
    double to = slo.has("to") ? magnitude(slo.get("to")) : horizon;
    if (slo.has("window") && (slo.has("from") || slo.has("to"))) {
      add(
          pointer + "/window",
          Schema.written(slo.get("window")),
          "the worst window is sought in the whole measured time",
          "either window, or from and to");
    }
    if (slo.has("from") && from >= to) {
      add(
          pointer + "/from",
          Schema.written(slo.get("from")),
          "must be before the end ("
              + Schema.written(slo.has("to") ? slo.get("to") : tree.path("horizon"))
              + ")",
          "from: 0s");
    }
    if (slo.has("to") && to > horizon) {
      add(
          pointer + "/to",
          Schema.written(slo.get("to")),
          "must not be after the horizon",
          "to: " + tree.path("horizon").asText());
    }
    if (slo.has("window") && magnitude(slo.get("window")) > horizon) {
      add(
          pointer + "/window",
          Schema.written(slo.get("window")),
          "must not be longer than the run",
          "window: " + tree.path("horizon").asText());
    }
  }

  private void checkThreshold(String pointer, JsonNode threshold, String metric, boolean seconds) {
    String pattern =
        seconds
            ? NUMBER + "(ns|us|ms|s|min|h|d)"
            : metric.startsWith("cost_")
                ? "[$€£₹]" + NUMBER
                : metric.equals("request_throughput")
                    ? NUMBER + "/(s|min|h|d)"
                    : metric.startsWith("energy_") || metric.startsWith("carbon_") ? NUMBER : null;
    boolean part = threshold.isNumber() && threshold.asDouble() >= 0 && threshold.asDouble() <= 1;
    if (pattern == null ? !part : !threshold.asText().matches(pattern)) {
      add(
          pointer + "/threshold",
          Schema.written(threshold),
          "must be in the unit of " + metric,
          "write "
              + (seconds
                  ? "2s"
                  : pattern == null ? "0.95" : metric.startsWith("cost_") ? "$1.50" : "100/s"));
    }
  }
}
