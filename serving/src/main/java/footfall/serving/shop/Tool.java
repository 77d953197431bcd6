package footfall.serving.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a model may call: its name, what it is for, and a JSON Schema that its arguments must keep
 * to. Thread-safe.
 */
public enum Tool {
  SEARCH(
      "Finds products of a kind.",
      "item",
      text("what is looked for, one English word such as shirt or kettle"),
      "color",
      text("an English word such as red"),
      "style",
      text("an English word such as striped"),
      "max",
      number("the most it may cost")),
  RECOMMEND(
      "Finds products for an occasion.",
      "for",
      text("wedding, birthday, office, party, diwali or mother"),
      "max",
      number("the most it may cost")),
  COMPARE("Puts two products side by side.", "a", text("a product's id"), "b", text("another's")),
  FILTER(
      "Narrows what was found last.",
      "color",
      text("an English word such as red"),
      "style",
      text("an English word such as striped"),
      "max",
      number("the most it may cost")),
  TRANSLATE(
      "Translates words of the shop.", "text", text("the words"), "to", text("hindi or english")),
  VISUAL_SEARCH(
      "Finds products that look like a photo.",
      "tags",
      text("what the photo shows, as its tags say, separated by spaces"));

  private static final Map<Tool, List<String>> REQUIRED =
      Map.of(
          SEARCH, List.of("item"),
          RECOMMEND, List.of("for"),
          COMPARE, List.of("a", "b"),
          FILTER, List.of(),
          TRANSLATE, List.of("text", "to"),
          VISUAL_SEARCH, List.of("tags"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String description;
  private final Map<String, Object> properties = new LinkedHashMap<>();

  Tool(String description, Object... properties) {
    this.description = description;
    for (int i = 0; i < properties.length; i += 2) {
      this.properties.put((String) properties[i], properties[i + 1]);
    }
  }

  private static Map<String, Object> text(String description) {
    return Map.of("type", "string", "minLength", 1, "description", description);
  }

  private static Map<String, Object> number(String description) {
    return Map.of("type", "number", "minimum", 0, "description", description);
  }

  /** What models call it by. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name. */
  static Optional<Tool> named(String name) {
    for (Tool tool : values()) {
      if (tool.key().equals(name)) {
        return Optional.of(tool);
      }
    }
    return Optional.empty();
  }

  /** The JSON Schema of its arguments. */
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", REQUIRED.get(this));
    schema.put("minProperties", 1);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** All of them, as the Chat Completions API offers them to a model. */
  public static List<Map<String, Object>> offered() {
    List<Map<String, Object>> offered = new ArrayList<>();
    for (Tool tool : values()) {
      Map<String, Object> function = new LinkedHashMap<>();
      function.put("name", tool.key());
      function.put("description", tool.description);
      function.put("parameters", tool.schema());
      offered.add(Map.of("type", "function", "function", function));
    }
    return offered;
  }

  /** What is wrong with these arguments; empty where nothing is. */
  Optional<String> complaint(Map<String, Object> arguments) {
    return Validators.BY_TOOL.get(this).validate(JSON.valueToTree(arguments)).stream()
        .map(error -> (error.getInstanceLocation() + " " + error.getMessage()).strip())
        .sorted()
        .findFirst();
  }

  /** Made when they are first needed. */
  private static final class Validators {
    private static final Map<Tool, Schema> BY_TOOL = new LinkedHashMap<>();

    static {
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      for (Tool tool : Tool.values()) {
        BY_TOOL.put(tool, registry.getSchema(JSON.<JsonNode>valueToTree(tool.schema())));
      }
    }
  }

  /** Arguments as a model has written them; empty where they are no JSON object. */
  static Optional<JsonNode> read(String arguments) {
    try {
      JsonNode read = JSON.readTree(arguments.isBlank() ? "{}" : arguments);
      return read.isObject() ? Optional.of(read) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
