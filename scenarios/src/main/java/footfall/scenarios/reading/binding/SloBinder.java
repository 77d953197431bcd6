package footfall.scenarios.reading.binding;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.Slo;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import footfall.scenarios.reading.yaml.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Service level objectives. */
final class SloBinder {
  private SloBinder() {}

  static List<Slo> slos(JsonNode nodes) {
    List<Slo> slos = new ArrayList<>();
    for (JsonNode node : nodes) {
      String threshold = node.get("threshold").asText();
      slos.add(
          new Slo(
              figure(node),
              node.get("op").asText().equals("<=") ? Slo.Op.AT_MOST : Slo.Op.AT_LEAST,
              threshold(threshold),
              threshold));
    }
    return slos;
  }

  private static FigureName figure(JsonNode node) {
    String metric = node.get("metric").asText();
    boolean ofRequests = FigureName.TIMES.contains(metric) || metric.equals(FigureName.GOODPUT);
    return new FigureName(
        metric,
        node.get("stat").asText(),
        Optional.ofNullable(node.get("pool")).map(JsonNode::asText),
        ofRequests ? Optional.of(selection(node)) : Optional.empty());
  }

  private static Selection selection(JsonNode node) {
    return new Selection(
        node.path("of").asText().equals("completed"),
        Optional.ofNullable(node.get("class")).map(JsonNode::asText),
        nanos(node, "from", 0),
        nanos(node, "to", Long.MAX_VALUE),
        nanos(node, "window", 0),
        node.has("within")
            ? List.of(limit(node.get("metric").asText(), node.get("within"), false))
            : limits(node.path("limits")));
  }

  private static long nanos(JsonNode node, String key, long otherwise) {
    return node.has(key) ? Quantities.nanos(node.get(key).asText()) : otherwise;
  }

  private static List<Selection.Limit> limits(JsonNode node) {
    List<Selection.Limit> limits = new ArrayList<>();
    boolean worst = node.path("worst").asBoolean();
    for (Map.Entry<String, JsonNode> limit : node.properties()) {
      if (FigureName.TIMES.contains(limit.getKey())) {
        boolean ofGaps = limit.getKey().equals("inter_token_latency");
        limits.add(limit(limit.getKey(), limit.getValue(), worst && ofGaps));
      }
    }
    return limits;
  }

  private static Selection.Limit limit(String metric, JsonNode duration, boolean worst) {
    return new Selection.Limit(metric, Quantities.seconds(duration.asText()), worst);
  }

  private static double threshold(String text) {
    if (text.matches("[$€£₹].*")) {
      return Quantities.amount(text);
    }
    if (text.contains("/")) {
      return Quantities.perSecond(text);
    }
    return text.matches(".*[a-z]") ? Quantities.seconds(text) : Double.parseDouble(text);
  }
}
