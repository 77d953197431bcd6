package footfall.scenarios.exams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tools of somebody's shop, as OpenAI's API offers them to a model. They are read from a list of
 * such tools, from a list of MCP tools ({@code inputSchema}), or from the operations of an OpenAPI
 * file, in JSON or YAML. Immutable.
 *
 * @param offered each with its type, name, description and the JSON Schema of its arguments
 */
public record ToolSet(List<Map<String, Object>> offered) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final long MOST_BYTES = 4L << 20;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** Copies the list. */
  public ToolSet {
    offered = List.copyOf(offered);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it is none of tools
   */
  public static ToolSet read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw InvalidInputException.of(
            file.toString(), "is larger than 4 MiB", "keep the tools that are examined");
      }
      String text = Files.readString(file);
      boolean isJson = text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
      return of(file.toString(), isJson ? JSON.readTree(text) : YAML.readTree(text));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InvalidInputException.of(
          file + ":" + line,
          "is neither JSON nor YAML",
          "write tools as OpenAI's API has them, a list of MCP tools, or an OpenAPI file");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read", "name a file of tools in UTF-8");
    }
  }

  /** Tools from JSON; {@code place} is where they stand, for messages. */
  static ToolSet of(String place, JsonNode json) {
    JsonNode list = json;
    for (String at : List.of("/result/tools", "/tools")) {
      list = json.at(at).isArray() ? json.at(at) : list;
    }
    List<ObjectNode> tools = new ArrayList<>();
    if (json.has("openapi") && json.path("paths").isObject()) {
      operations(place, json, tools);
    } else if (list.isArray()) {
      for (JsonNode tool : list) {
        tools.add(tool(place, tool));
      }
    }
    if (tools.isEmpty()) {
      throw InvalidInputException.of(
          place,
          "holds no tools",
          "write [{\"type\": \"function\", \"function\": {\"name\": \"search\", \"parameters\":"
              + " {\"type\": \"object\", \"properties\": {}}}}]");
    }
    Set<String> names = new HashSet<>();
    List<Map<String, Object>> offered = new ArrayList<>();
    for (ObjectNode tool : tools) {
      String name = tool.at("/function/name").asText();
      if (!NAME.matcher(name).matches()) {
        throw InvalidInputException.of(
            place, "has a tool `" + name + "`", "name tools by letters, digits, _ and -");
      }
      if (!names.add(name)) {
        throw InvalidInputException.of(place, "has the tool " + name + " twice", "keep one");
      }
      checkSchema(place + ": " + name, "parameters", tool.at("/function/parameters"), true);
      offered.add(JSON.convertValue(tool, OBJECT));
    }
    return new ToolSet(offered);
  }

  /** Names of the tools. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    offered.forEach(tool -> names.add(JSON.valueToTree(tool).at("/function/name").asText()));
    return names;
  }

  private static ObjectNode tool(String place, JsonNode tool) {
    if (tool.has("function")) {
      return function(
          tool.at("/function/name").asText(),
          tool.at("/function/description").asText(""),
          tool.at("/function/parameters"));
    }
    if (tool.has("inputSchema")) {
      return function(
          tool.path("name").asText(), tool.path("description").asText(""), tool.get("inputSchema"));
    }
    if (tool.has("name") && tool.has("parameters")) { // Of the Responses API.
      return function(
          tool.path("name").asText(), tool.path("description").asText(""), tool.get("parameters"));
    }
    throw InvalidInputException.of(
        place,
        "has a tool with neither function nor inputSchema",
        "write it as OpenAI's API or as MCP has it");
  }

  private static ObjectNode function(String name, String description, JsonNode parameters) {
    ObjectNode function = JSON.createObjectNode();
    function.put("name", name);
    function.put("description", description);
    function.set("parameters", parameters.isMissingNode() ? nothing() : parameters);
    ObjectNode tool = JSON.createObjectNode();
    tool.put("type", "function");
    tool.set("function", function);
    return tool;
  }

  private static ObjectNode nothing() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  /** An operation is a tool; its parameters and the fields of its body are the arguments. */
  private static void operations(String place, JsonNode api, List<ObjectNode> tools) {
    api.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            tools.add(
                                operation(
                                    place,
                                    api,
                                    operation.getKey() + path.getKey(),
                                    path.getValue(),
                                    operation.getValue()));
                          }
                        }));
  }

  private static ObjectNode operation(
      String place, JsonNode api, String address, JsonNode path, JsonNode operation) {
    ObjectNode schema = nothing();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    Set<String> required = new LinkedHashSet<>();
    for (JsonNode parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
      for (JsonNode each : parameters) {
        JsonNode parameter = resolved(place, api, each);
        String name = parameter.path("name").asText();
        properties.set(name, resolved(place, api, parameter.path("schema")));
        if (parameter.path("required").asBoolean()) {
          required.add(name);
        }
      }
    }
    JsonNode body =
        resolved(
            place,
            api,
            operation.path("requestBody").path("content").path("application/json").path("schema"));
    body.path("properties")
        .properties()
        .forEach(field -> properties.set(field.getKey(), resolved(place, api, field.getValue())));
    body.path("required").forEach(name -> required.add(name.asText()));
    required.forEach(schema.withArray("required")::add);
    String name = operation.path("operationId").asText(address.replaceAll("[^a-zA-Z0-9_-]+", "_"));
    String description = operation.path("summary").asText(operation.path("description").asText(""));
    return function(name, description, schema);
  }

  private static JsonNode resolved(String place, JsonNode api, JsonNode node) {
    String reference = node.path("$ref").asText("");
    if (reference.isEmpty()) {
      return node;
    }
    JsonNode target = reference.startsWith("#/") ? api.at(reference.substring(1)) : node;
    if (!reference.startsWith("#/") || target.isMissingNode() || target.has("$ref")) {
      throw InvalidInputException.of(
          place, "refers to " + reference + ", which is not in it", "write the schema out");
    }
    return target;
  }

  /** What models are told of arguments has to be a schema, or they cannot keep to it. */
  private static void checkSchema(String place, String at, JsonNode schema, boolean isRoot) {
    if (schema.isBoolean() && !isRoot) {
      return;
    }
    JsonNode type = schema.path("type");
    boolean typed =
        type.isMissingNode()
            || (type.isTextual() && TYPES.contains(type.asText()))
            || type.isArray();
    if (!schema.isObject() || !typed || (isRoot && !type.asText("object").equals("object"))) {
      throw InvalidInputException.of(
          place,
          at + " is no JSON Schema" + (isRoot ? " of an object" : ""),
          "write {\"type\": \"object\", \"properties\": {..}}");
    }
    JsonNode properties = schema.path("properties");
    if (!properties.isMissingNode() && !properties.isObject()) {
      throw InvalidInputException.of(
          place, at + ".properties is no object", "write {\"query\": {\"type\": \"string\"}}");
    }
    properties
        .properties()
        .forEach(
            each ->
                checkSchema(place, at + ".properties." + each.getKey(), each.getValue(), false));
    for (JsonNode name : schema.path("required")) {
      if (!properties.has(name.asText())) {
        throw InvalidInputException.of(
            place, at + " requires " + name.asText() + ", which is no property", "add it");
      }
    }
    if (schema.path("items").isObject()) {
      checkSchema(place, at + ".items", schema.get("items"), false);
    }
  }
}
