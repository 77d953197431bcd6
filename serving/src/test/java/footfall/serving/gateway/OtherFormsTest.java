package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.run.TestServer;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The APIs besides Chat Completions, and what requests can ask of the form of a reply. */
class OtherFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOOL =
      "\"properties\":{\"item\":{\"type\":\"string\"}},\"required\":[\"item\"],\"type\":\"object\"";

  private static TestServer server;

  @BeforeAll
  static void open() {
    server =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 5, replyTokens: 8}}
            pools: {slm: {slots: 8, service: {time: 5ms, perOutputToken: 1ms}}}
            routing: {ratio: {slm: 1}}
            """);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode asked(String path, String body) throws Exception {
    HttpResponse<String> response = server.post(path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void responses() throws Exception {
    JsonNode reply = asked("/v1/responses/", "{\"input\":\"hi\",\"instructions\":\"Be brief.\"}");
    assertThat(reply.path("status").asText()).isEqualTo("completed");
    assertThat(reply.at("/output/0/content/0/text").asText()).startsWith("this one suits");
    assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(8);

    JsonNode called =
        asked(
            "/v1/responses",
            "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}],"
                + "\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"find\","
                + "\"parameters\":{"
                + TOOL
                + "}}]}");
    assertThat(called.at("/output/0/type").asText()).isEqualTo("function_call");
    assertThat(JSON.readTree(called.at("/output/0/arguments").asText()).has("item")).isTrue();

    String stream = server.post("/v1/responses", "{\"input\":\"hi\",\"stream\":true}").body();
    assertThat(stream)
        .startsWith("event: response.created\n")
        .contains("event: response.output_text.delta\n")
        .contains("event: response.completed\n")
        .doesNotContain("[DONE]");
    assertThat(server.post("/v1/responses", "{\"input\":\"a\",\"previous_response_id\":\"r\"}"))
        .returns(400, HttpResponse::statusCode);
  }

  @Test
  void messages() throws Exception {
    String body =
        "{\"max_tokens\":50,\"system\":\"s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    JsonNode reply = asked("/v1/messages", body.formatted(""));
    assertThat(reply.at("/content/0/text").asText()).startsWith("this one suits");
    assertThat(reply.path("stop_reason").asText()).isEqualTo("end_turn");

    JsonNode called =
        asked(
            "/v1/messages",
            body.formatted(
                "\"tool_choice\":{\"type\":\"tool\",\"name\":\"find\"},\"tools\":[{\"name\":\"find\","
                    + "\"input_schema\":{"
                    + TOOL
                    + "}}],"));
    assertThat(called.at("/content/0/type").asText()).isEqualTo("tool_use");
    assertThat(called.at("/content/0/input").has("item")).isTrue();

    assertThat(server.post("/v1/messages", body.formatted("\"stream\":true,")).body())
        .startsWith("event: message_start\n")
        .contains("\"type\":\"text_delta\"")
        .endsWith("data: {\"type\":\"message_stop\"}\n\n");
    assertThat(JSON.readTree(server.post("/v1/messages", "{}").body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
  }

  @Test
  void tokensAreCountedWithoutAnswering() throws Exception {
    String chat = "{\"messages\":[{\"role\":\"user\",\"content\":\"a red shirt\"}]}";
    assertThat(asked("/v1/messages/count_tokens", chat).path("input_tokens").asInt()).isEqualTo(7);
    assertThat(asked("/v1/responses/input_tokens", "{\"input\":\"a red shirt\"}"))
        .isEqualTo(JSON.readTree("{\"object\":\"response.input_tokens\",\"input_tokens\":7}"));
    HttpResponse<String> nothing = server.post("/v1/messages/count_tokens", "{}");
    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(nothing.body()).path("type").asText()).isEqualTo("error");
  }

  @Test
  void messagesKeepToASchemaToo() throws Exception {
    String body = "{\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],%s}";
    String format = "{\"type\":\"json_schema\",\"schema\":{" + TOOL + "}}";
    for (String place :
        new String[] {
          "\"output_config\":{\"format\":" + format + "}", "\"output_format\":" + format
        }) {
      String text = asked("/v1/messages", body.formatted(place)).at("/content/0/text").asText();
      assertThat(JSON.readTree(text).has("item")).as(place).isTrue();
    }
    for (String refused :
        new String[] {
          "\"output_config\":{\"format\":{\"type\":\"xml\"}}", "\"mcp_servers\":[{}]"
        }) {
      assertThat(server.post("/v1/messages", body.formatted(refused)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void theFormOfAReplyIsKeptToOrRefused() throws Exception {
    String chat = "{%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    JsonNode reply =
        asked(
            "/v1/chat/completions",
            chat.formatted(
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{"
                    + TOOL
                    + "}}}"));
    assertThat(JSON.readTree(reply.at("/choices/0/message/content").asText()).has("item")).isTrue();
    assertThat(
            asked("/v1/chat/completions", chat.formatted("\"stop\":\"one su\""))
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("this ");
    for (String refused :
        new String[] {
          "\"logprobs\":true",
          "\"echo\":true",
          "\"response_format\":{\"type\":\"xml\"}",
          "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"pattern\":\"a\"}}}",
        }) {
      assertThat(server.chat(chat.formatted(refused)).statusCode()).as(refused).isEqualTo(400);
    }
  }

  private static String tool(String parameters) {
    return "\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"go\","
        + "\"parameters\":"
        + parameters
        + "}}]";
  }

  @Test
  void aToolThatMustBeCalledIsCalledWhateverItsParameters() throws Exception {
    String chat = "{%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    String reference =
        "{\"$defs\":{\"C\":{\"enum\":[\"red\"]}},\"properties\":{\"c\":{\"$ref\":\"#/$defs/C\"}},"
            + "\"required\":[\"c\"]}";
    for (String parameters : new String[] {"{}", "null", reference}) {
      JsonNode call =
          asked("/v1/chat/completions", chat.formatted(tool(parameters)))
              .at("/choices/0/message/tool_calls/0/function");
      assertThat(call.path("name").asText()).isEqualTo("go");
      assertThat(JSON.readTree(call.path("arguments").asText()).path("c").asText("red"))
          .isEqualTo("red");
    }
    for (String parameters : new String[] {"5", "{\"type\":\"string\"}", "{\"pattern\":\"a\"}"}) {
      HttpResponse<String> refused = server.chat(chat.formatted(tool(parameters)));
      assertThat(refused.statusCode()).as(parameters).isEqualTo(400);
      assertThat(refused.body()).contains("tools");
    }
  }

  @Test
  void aStopIsToldAndFewTokensCut() throws Exception {
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    JsonNode stopped =
        asked(
            "/v1/messages",
            "{\"max_tokens\":50,\"stop_sequences\":[\"zz\",\"one su\"]," + messages);
    assertThat(stopped.path("stop_reason").asText()).isEqualTo("stop_sequence");
    assertThat(stopped.path("stop_sequence").asText()).isEqualTo("one su");
    String format =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{"
            + TOOL
            + "}}},";
    JsonNode whole = asked("/v1/chat/completions", "{" + format + messages);
    assertThat(whole.at("/choices/0/message/content").asText())
        .isEqualTo("{\"item\":\"red shirt\"}");
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(5); // Four characters each.
    JsonNode cut = asked("/v1/chat/completions", "{\"max_tokens\":3," + format + messages);
    assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("{\"item\":\"red");
    assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    JsonNode uncalled =
        asked(
            "/v1/chat/completions", "{\"max_tokens\":1," + tool("{" + TOOL + "}") + "," + messages);
    assertThat(uncalled.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    JsonNode short3 = asked("/v1/responses", "{\"input\":\"hi\",\"max_output_tokens\":3}");
    assertThat(short3.at("/output/0/status").asText()).isEqualTo("incomplete");
    assertThat(
            server
                .post("/v1/responses", "{\"stream\":true,\"input\":\"hi\",\"max_output_tokens\":3}")
                .body())
        .contains("\"type\":\"message\",\"status\":\"incomplete\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "responses | {\"input\":\"a\",\"max_output_tokens\":0} | max_output_tokens",
        "responses | {\"input\":[1]} | input[0].role",
        "responses | {\"input\":[{\"role\":\"user\"}]} | input[0].content",
        "responses | {\"input\":\"\"} | input",
        "responses | {\"instructions\":5,\"input\":\"a\"} | instructions",
        "responses | {\"input\":\"a\",\"text\":{\"format\":5}} | text.format",
        "responses | {\"input\":\"a\",\"text\":{\"format\":{\"type\":\"xml\"}}} | text.format",
        "responses | {\"input\":\"a\",\"truncation\":\"auto\"} | truncation",
        "responses | {\"input\":\"a\",\"include\":5} | include",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop_sequences\":[\"\"]} | stop_sequences",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop_sequences\":\"x\"} | stop_sequences",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"system\":5} | system",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":[]}]} | messages[0].content",
        "messages | {\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\"}]}]} | which only the assistant says",
        "messages | {\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]} | is not continued",
        "messages | {\"temperature\":2,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | from 0 to 1",
        "messages | {\"tools\":[{\"name\":5,\"input_schema\":{}}],\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | tools[0]",
        "chat/completions | {\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
        "chat/completions | {\"messages\":[{\"role\":\"user\",\"content\":null}]} | messages[0].content",
        "chat/completions | {\"tool_choice\":\"required\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | no tools are offered",
        "chat/completions | {\"presence_penalty\":1,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | presence_penalty",
        "chat/completions | {\"functions\":[],\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | functions",
        "chat/completions | {\"logit_bias\":5,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | logit_bias",
        "chat/completions | {\"seed\":1.5,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | seed",
        "chat/completions | {\"stream_options\":5,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | stream_options",
        "chat/completions | {\"messages\":[{\"role\":\"assistant\",\"tool_calls\":5}]} | messages[0].tool_calls",
        "chat/completions | {\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | tools[0]",
      })
  void whatIsWrongIsToldByItsOwnName(String path, String body, String what) {
    HttpResponse<String> response = server.post("/v1/" + path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains(what);
  }

  @Test
  void aSeedMakesAPlayedReplyAsLongAgain() throws Exception {
    try (TestServer other =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 5, replyTokens: {uniform: {min: 1, max: 60}}}}
            pools: {shop: {slots: 8, service: {time: 1ms}}}
            routing: {ratio: {shop: 1}}
            """)) {
      String body = "{\"seed\":8,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      Set<Integer> lengths = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        lengths.add(JSON.readTree(other.chat(body).body()).at("/usage/completion_tokens").asInt());
      }
      assertThat(lengths).hasSize(1);
      assertThat(JSON.readTree(other.get("/v1/models").body()).path("data")).hasSize(1);
    }
  }

  @Test
  void headersOfRefusalsSayMore() {
    HttpResponse<String> wrong = server.get("/v1/chat/completions");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    try (TestServer locked =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {slots: 8, service: {time: 5ms}}}
            routing: {ratio: {slm: 1}}
            """,
            "key")) {
      assertThat(locked.get("/v1/models").headers().firstValue("WWW-Authenticate"))
          .contains("Bearer");
    }
  }

  @Test
  void whatIsNotThereIsSoForEveryMethod() {
    assertThat(server.post("/v1/nothing", "{}").statusCode()).isEqualTo(404);
    assertThat(server.post("/v1/embeddings", "{}").statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/models/").statusCode()).isEqualTo(200);
    assertThat(server.post("/v1/models", "{}").statusCode()).isEqualTo(405);
    assertThat(server.get("/v1/models", "Origin", "https://shop.example").headers().map())
        .containsKey("access-control-allow-origin");
    assertThat(server.get("/v1/models", "Origin", "https://other.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }
}
