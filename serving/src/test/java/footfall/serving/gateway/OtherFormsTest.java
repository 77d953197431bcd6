package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.run.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The APIs besides Chat Completions, and what requests can ask of the form of a reply. */
class OtherFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOOL =
      "\"properties\":{\"item\":{\"type\":\"string\"}},\"required\":[\"item\"],\"type\":\"object\"";

  private TestServer server;

  @BeforeEach
  void open() {
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

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode asked(String path, String body) throws Exception {
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
