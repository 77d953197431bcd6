package footfall.scenarios.exams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolSetTest {
  private static final Map<String, Object> FIND =
      Map.of(
          "type",
          "function",
          "function",
          Map.of(
              "name",
              "find",
              "description",
              "Finds",
              "parameters",
              Map.of(
                  "type",
                  "object",
                  "properties",
                  Map.of("q", Map.of("type", "string")),
                  "required",
                  List.of("q"))));

  @TempDir private Path folder;

  private ToolSet read(String text) throws IOException {
    return ToolSet.read(Files.writeString(folder.resolve("tools"), text));
  }

  private static String schema() {
    return "{\"type\": \"object\", \"properties\": {\"q\": {\"type\": \"string\"}}, \"required\": [\"q\"]}";
  }

  @Test
  void theSameToolInEveryForm() throws IOException {
    String openAi =
        "[{\"type\": \"function\", \"function\": {\"name\": \"find\", \"description\": \"Finds\", \"parameters\": "
            + schema()
            + "}}]";
    String mcp =
        "{\"tools\": [{\"name\": \"find\", \"description\": \"Finds\", \"inputSchema\": "
            + schema()
            + "}]}";
    String answer = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": " + mcp + "}";
    String openApi =
        """
        openapi: 3.1.0
        paths:
          /find:
            post:
              operationId: find
              summary: Finds
              requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Find"}}}}
        components:
          schemas:
            Find: {type: object, properties: {q: {type: string}}, required: [q]}
        """;
    for (String text : List.of(openAi, mcp, answer, openApi)) {
      assertThat(read(text).offered()).as(text).containsExactly(FIND);
    }
  }

  @Test
  void operationsWithoutANameAreCalledByTheirAddress() throws IOException {
    ToolSet tools =
        read(
            """
            {"openapi": "3.0.0", "paths": {"/items/{id}": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
             "get": {"parameters": [{"name": "fields", "in": "query", "schema": {"type": "string"}}]}}}}
            """);
    assertThat(tools.names()).containsExactly("get_items_id_");
    assertThat(tools.offered().get(0).toString()).contains("required=[id]", "fields={type=string}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | holds no tools",
        "[{\"name\": \"x\"}] | has a tool with neither function nor inputSchema",
        "[{\"function\": {\"name\": \"a b\"}}] | has a tool `a b`",
        "[{\"function\": {\"name\": \"a\"}}, {\"function\": {\"name\": \"a\"}}] | has the tool a twice",
        "[{\"function\": {\"name\": \"a\", \"parameters\": {\"type\": \"string\"}}}] | a: parameters is no JSON Schema of an object",
        "[{\"function\": {\"name\": \"a\", \"parameters\": {\"properties\": {\"q\": {\"type\": \"text\"}}}}}] | parameters.properties.q is no JSON Schema",
        "[{\"function\": {\"name\": \"a\", \"parameters\": {\"properties\": {\"q\": 7}}}}] | parameters.properties.q is no JSON Schema",
        "[{\"function\": {\"name\": \"a\", \"parameters\": {\"required\": [\"q\"]}}}] | requires q, which is no property",
        "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"post\": {\"requestBody\": {\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"other.json\"}}}}}}}} | refers to other.json",
        "[{ | tools:1: is neither JSON nor YAML"
      })
  void whatIsNoneIsRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
