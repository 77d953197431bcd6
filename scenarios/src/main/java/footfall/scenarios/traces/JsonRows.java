package footfall.scenarios.traces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines that are JSON objects: a request each, or spans of OpenTelemetry, of which a line of a file
 * exporter has several.
 */
final class JsonRows {
  /** Objects of a request that hold some of its figures. */
  private static final Set<String> PARTS = Set.of("usage", "metadata", "metrics");

  private final ObjectMapper json = new ObjectMapper();
  private final TraceLines lines;

  JsonRows(TraceLines lines) {
    this.lines = lines;
  }

  /** The requests of a line, as objects. */
  List<JsonNode> objects(String line) {
    JsonNode object;
    try {
      object = json.readTree(line);
    } catch (JsonProcessingException e) {
      throw lines.wrong(line, "must be a JSON object", "the file seems cut off here");
    }
    if (!object.isObject()) {
      throw lines.wrong(line, "must be a JSON object", "the file seems cut off here");
    }
    if (!object.has("resourceSpans")) {
      return List.of(object);
    }
    List<JsonNode> spans = new ArrayList<>();
    for (JsonNode span : object.findValues("spans")) {
      for (JsonNode each : span) {
        if (each.findValues("key").stream()
            .anyMatch(key -> key.asText().startsWith("gen_ai.usage."))) {
          spans.add(each);
        }
      }
    }
    return spans;
  }

  /** Takes from an object what it says of its request. */
  void read(JsonNode object, Row row) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Field field = Field.named(entry.getKey());
      if (field == Field.HASHES) {
        row.putHashes(hashes(entry.getValue()));
      } else if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
        put(field, entry.getKey(), entry.getValue().asText(), row);
      } else if (field != null && entry.getValue().path("value").isNumber()) {
        row.put(field, measured(entry.getValue()));
      } else if (entry.getKey().equals("attributes")) {
        attributes(entry.getValue(), row);
      } else if (PARTS.contains(entry.getKey()) && entry.getValue().isObject()) {
        read(entry.getValue(), row);
      }
    }
  }

  private static void put(@Nullable Field field, String name, String text, Row row) {
    if (field == null) {
      row.putLabel(name, text);
    } else {
      row.put(field, text);
    }
  }

  /** A figure with its unit, as AIPerf exports it: times in seconds, counts as they are. */
  private static String measured(JsonNode figure) {
    double value = figure.get("value").asDouble();
    return switch (figure.path("unit").asText()) {
      case "ms" -> Double.toString(value / 1e3);
      case "us" -> Double.toString(value / 1e6);
      case "ns" -> Double.toString(value / 1e9);
      default -> figure.get("value").asText();
    };
  }

  /** As a list of keys and typed values, or as a plain object. */
  private void attributes(JsonNode attributes, Row row) {
    if (attributes.isObject()) {
      read(attributes, row);
    }
    for (JsonNode attribute : attributes) {
      Field field = Field.named(attribute.path("key").asText());
      if (field != null && field != Field.TIME && attribute.path("value").isObject()) {
        attribute.get("value").forEach(value -> row.put(field, value.asText()));
      }
    }
  }

  private int[] hashes(JsonNode ids) {
    if (!ids.isArray()) {
      throw lines.wrong(ids.toString(), "hash_ids must be a list", "check this line");
    }
    int[] kept = new int[ids.size()];
    for (int i = 0; i < kept.length; i++) {
      if (!ids.get(i).canConvertToInt() || !ids.get(i).isIntegralNumber()) {
        throw lines.wrong(
            ids.get(i).toString(), "hash_ids must be whole numbers", "check this line");
      }
      kept[i] = ids.get(i).asInt();
    }
    return kept;
  }
}
