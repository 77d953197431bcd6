package footfall.scenarios.reading.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import footfall.scenarios.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A published JSON Schema, with its violations told in the schema's own words: each definition's
 * description is the rule, its first example the hint.
 */
public final class Schema {
  private static final int MAX_TYPING_ERRORS = 3;

  /** Compiling one takes longer than reading a scenario. */
  private static final Map<String, Schema> LOADED = new ConcurrentHashMap<>();

  private final JsonNode definition;
  private final com.networknt.schema.Schema validator;
  private final Map<String, Schema> parts = new ConcurrentHashMap<>();

  private Schema(JsonNode definition) {
    this.definition = definition;
    this.validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(definition);
  }

  /** The schema of this name, read once. */
  public static Schema named(String resource) {
    return LOADED.computeIfAbsent(resource, Schema::load);
  }

  private static Schema load(String resource) {
    try (InputStream in =
        Schema.class.getResourceAsStream("/footfall/scenarios/schema/" + resource)) {
      return new Schema(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every violation in the tree.
   *
   * @param locate from JSON pointer to the place that a message names
   */
  public List<Problem> check(JsonNode tree, UnaryOperator<String> locate) {
    List<Problem> problems = new ArrayList<>();
    for (Error error : validator.validate(tree)) {
      problems.add(problem(error, tree, locate));
    }
    return problems;
  }

  /** The schema of a part of the same document, by JSON pointer into this schema. */
  public Schema part(String pointer) {
    return parts.computeIfAbsent(pointer, this::cut);
  }

  private Schema cut(String pointer) {
    ObjectNode part = definition.at(pointer).deepCopy();
    part.set("$defs", definition.get("$defs"));
    return new Schema(part);
  }

  /** The schema node that a reference leads to, or the node itself. */
  JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    while (resolved != null && resolved.has("$ref")) {
      resolved = definition.at(resolved.get("$ref").asText().substring(1));
    }
    return resolved;
  }

  JsonNode definition() {
    return definition;
  }

  private Problem problem(Error error, JsonNode tree, UnaryOperator<String> locate) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode owner = ownerOf(error);
    return switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String child = pointer + "/" + Paths.escape(error.getProperty());
        yield new Problem(
            locate.apply(child),
            Paths.dotted(child),
            "",
            "there is no such key",
            suggestion(error.getProperty(), owner));
      }
      case "required" ->
          new Problem(
              locate.apply(pointer),
              Paths.dotted(pointer + "/" + Paths.escape(error.getProperty())),
              "",
              "is missing",
              exampleFor(owner, error.getProperty()));
      default ->
          new Problem(
              locate.apply(pointer),
              Paths.dotted(pointer),
              written(tree.at(pointer)),
              rule(error, owner),
              owner.has("enum")
                  ? OtherWords.meaning(tree.at(pointer).asText())
                      .map(word -> "you mean " + word)
                      .orElse(hint(owner))
                  : hint(owner));
    };
  }

  private JsonNode ownerOf(Error error) {
    String location = error.getSchemaLocation().getFragment().toString();
    int cut = location.lastIndexOf('/');
    return definition.at(cut <= 0 ? "" : location.substring(0, cut));
  }

  private static String rule(Error error, JsonNode owner) {
    if (owner.has("enum")) {
      return "must be one of " + join(owner.get("enum"));
    }
    if (error.getKeyword().endsWith("Properties") && owner.has("properties")) {
      List<String> names = new ArrayList<>();
      owner.get("properties").fieldNames().forEachRemaining(names::add);
      String how =
          owner.has("maxProperties") ? "must have exactly one of " : "must have at least one of ";
      return how + String.join(", ", names);
    }
    if (error.getKeyword().equals("minItems") || error.getKeyword().equals("maxItems")) {
      boolean least = error.getKeyword().equals("minItems");
      return "must have at "
          + (least ? "least " : "most ")
          + owner.get(error.getKeyword()).asText()
          + " values";
    }
    if (error.getKeyword().equals("minProperties")) {
      return "must have at least one value";
    }
    if (error.getKeyword().equals("type") && !owner.has("description")) {
      return "must be " + typeName(owner);
    }
    String description = owner.path("description").asText();
    if (description.startsWith("a ") || description.startsWith("an ")) {
      return "must be " + description;
    }
    if (error.getKeyword().equals("pattern") && !description.isEmpty()) {
      return "must be of this form (" + description + ")";
    }
    if (owner.has("type")) {
      return "must be " + typeName(owner) + (description.isEmpty() ? "" : " (" + description + ")");
    }
    return "must be " + (description.isEmpty() ? "of another kind" : description);
  }

  private static String typeName(JsonNode owner) {
    return switch (owner.path("type").asText()) {
      case "integer" ->
          "a whole number"
              + (owner.has("minimum") ? " from " + owner.get("minimum").asText() : "")
              + (owner.has("maximum") ? " to " + owner.get("maximum").asText() : "");
      case "number" ->
          "a number"
              + (owner.has("minimum") ? " from " + owner.get("minimum").asText() : "")
              + (owner.has("exclusiveMinimum")
                  ? " above " + owner.get("exclusiveMinimum").asText()
                  : "")
              + (owner.has("maximum") ? " to " + owner.get("maximum").asText() : "");
      case "boolean" -> "true or false";
      case "object" -> "a mapping of keys to values";
      case "array" -> "a list";
      default -> "text";
    };
  }

  private static String hint(JsonNode owner) {
    JsonNode example = owner.path("examples").path(0);
    return example.isMissingNode() ? "" : "write " + example.asText();
  }

  private String exampleFor(JsonNode owner, String property) {
    JsonNode schema = resolve(owner.path("properties").path(property));
    JsonNode example = schema.path("examples").path(0);
    return example.isMissingNode() ? "" : "add `" + property + ": " + example.asText() + "`";
  }

  private static String suggestion(String key, JsonNode owner) {
    Optional<String> meaning = OtherWords.meaning(key);
    if (meaning.isPresent()) {
      return "you mean " + meaning.get();
    }
    String best = "";
    int least = 1 + Math.min(MAX_TYPING_ERRORS, key.length() / 2);
    List<String> known = new ArrayList<>();
    owner.path("properties").fieldNames().forEachRemaining(known::add);
    for (String candidate : known) {
      int distance =
          LevenshteinDistance.getDefaultInstance()
              .apply(key.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    if (!best.isEmpty()) {
      return "you mean " + best;
    }
    return known.isEmpty() ? "" : "one of " + String.join(", ", known);
  }

  private static String join(JsonNode values) {
    List<String> texts = new ArrayList<>();
    for (Iterator<JsonNode> it = values.elements(); it.hasNext(); ) {
      texts.add(it.next().asText());
    }
    return String.join(", ", texts);
  }

  /** A value as messages show it. */
  public static String written(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    String text = value.isTextual() ? "\"" + value.asText() + "\"" : value.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
