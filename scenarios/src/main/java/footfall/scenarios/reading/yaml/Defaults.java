package footfall.scenarios.reading.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in the defaults that the schema states, so that they are written down in one place. */
public final class Defaults {
  private final Schema schema;

  /** The defaults that the schema states. */
  public Defaults(Schema schema) {
    this.schema = schema;
  }

  /** Fills in what the tree does not state. */
  public void fill(ObjectNode tree) {
    fill(tree, schema.definition());
  }

  private void fill(JsonNode value, JsonNode reference) {
    JsonNode rules = schema.resolve(reference);
    if (value instanceof ObjectNode object) {
      JsonNode properties = rules.path("properties");
      properties
          .properties()
          .forEach(
              property -> {
                // Keywords beside a $ref belong to this use of the definition.
                JsonNode standard = property.getValue().get("default");
                if (!object.has(property.getKey()) && standard != null) {
                  object.set(property.getKey(), standard.deepCopy());
                }
              });
      object
          .properties()
          .forEach(
              child -> {
                JsonNode rule = properties.get(child.getKey());
                JsonNode below = rule == null ? rules.get("additionalProperties") : rule;
                if (below != null && below.isObject()) {
                  fill(child.getValue(), below);
                }
              });
    } else if (value.isArray() && rules.has("items")) {
      value.forEach(item -> fill(item, rules.get("items")));
    }
  }
}
