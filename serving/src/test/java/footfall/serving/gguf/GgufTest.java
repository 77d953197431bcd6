package footfall.serving.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.problems.InvalidInputException;
import footfall.serving.run.TestServer;
import footfall.training.SyntheticGguf;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of llama.cpp's format, computed by llama.cpp; the model has learned nothing. */
class GgufTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE =
      "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:";
  private static final String COUNT =
      "footfall_pool_requests_total{kind=\"slm\",outcome=\"%s\",pool=\"slm\"}";

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void open() throws IOException {
    SyntheticGguf.write(folder.resolve("model.gguf"), TEMPLATE, 512, 7);
    server =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools:
              slm:
                slots: 4
                service: {time: 5ms}
                backend: {local: {gguf: %s, context: 256}}
            routing: {ratio: {slm: 1}}
            """
                .formatted(folder.resolve("model.gguf")));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static String ask(String more) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":20%s}"
        .formatted(more);
  }

  private static JsonNode asked(String more) throws IOException {
    HttpResponse<String> response = server.chat(ask(more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String textOf(JsonNode reply) {
    return reply.at("/choices/0/message/content").asText();
  }

  @Test
  void writesWhatItIsAskedFor() throws Exception {
    JsonNode reply = asked(",\"ignore_eos\":true");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(20);
    // "user: hi", a line feed and "assistant:", each byte a token.
    assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(19);
    assertThat(textOf(asked(",\"ignore_eos\":true"))).isEqualTo(textOf(reply));

    String streamed = server.chat(ask(",\"ignore_eos\":true,\"stream\":true")).body();
    StringBuilder text = new StringBuilder();
    for (String line : streamed.lines().filter(l -> l.startsWith("data: {")).toList()) {
      text.append(JSON.readTree(line.substring(6)).at("/choices/0/delta/content").asText(""));
    }
    assertThat(text.toString()).isEqualTo(textOf(reply));
  }

  @Test
  void seedsAndTemperatureCount() throws Exception {
    String hot = ",\"ignore_eos\":true,\"temperature\":1.5,\"seed\":%d";
    String one = textOf(asked(hot.formatted(1)));
    assertThat(textOf(asked(hot.formatted(1)))).isEqualTo(one);
    assertThat(textOf(asked(hot.formatted(2)))).isNotEqualTo(one);
  }

  @Test
  void keepsToASchemaAndCallsATool() throws Exception {
    JsonNode reply =
        asked(
            ",\"temperature\":1,\"seed\":3,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":"
                + "{\"type\":\"object\",\"properties\":{\"red\":{\"type\":\"boolean\"}},\"required\":[\"red\"],"
                + "\"additionalProperties\":false}}}");
    assertThat(JSON.readTree(textOf(reply)).path("red").isBoolean()).as(reply.toString()).isTrue();
    JsonNode called =
        asked(
            ",\"max_tokens\":200,\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{"
                + "\"name\":\"find\",\"parameters\":{\"type\":\"object\",\"properties\":"
                + "{\"n\":{\"enum\":[1,2]}},\"required\":[\"n\"],\"additionalProperties\":false}}}]");
    JsonNode call = called.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.path("name").asText()).as(called.toString()).isEqualTo("find");
    assertThat(JSON.readTree(call.path("arguments").asText()).path("n").asInt()).isBetween(1, 2);
  }

  @Test
  void moreThanItsSlotsAreAnswered() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(server.postLater("/v1/chat/completions", ask(",\"ignore_eos\":true")));
    }
    for (CompletableFuture<HttpResponse<String>> one : all) {
      assertThat(JSON.readTree(one.join().body()).at("/usage/completion_tokens").asInt())
          .isEqualTo(20);
    }
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThat(server.chat(ask(",\"min_tokens\":5")).body()).contains("has no min_tokens");
    String much = ask("").replace("hi", "a".repeat(300));
    assertThat(server.chat(much).statusCode()).isEqualTo(400);
    assertThat(server.chat(much).body()).contains("context_length_exceeded");
    String more = ask("").replace("hi", "a".repeat(30_000));
    assertThat(server.chat(more).body()).contains("30017 characters");
  }

  @Test
  void whoIsGoneFreesItsSlot() throws Exception {
    double before = server.metric(COUNT.formatted("cancelled"));
    String body = ask(",\"ignore_eos\":true,\"stream\":true").replace("20", "230");
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: ";
      socket
          .getOutputStream()
          .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isPositive();
    }
    server.await("footfall_pool_in_service{kind=\"slm\",pool=\"slm\"}", 0);
    assertThat(server.metric(COUNT.formatted("cancelled"))).isGreaterThanOrEqualTo(before);
    assertThat(asked("").at("/usage/completion_tokens").asInt()).isPositive();
  }

  @Test
  void aWorkerThatIsBrokenComesBack() throws Exception {
    assertThat(server.post("/admin/pools/slm/workers/0/break", "{}").statusCode()).isEqualTo(200);
    server.await("footfall_pool_workers_up{kind=\"slm\",pool=\"slm\"}", 1);
    assertThat(asked("").at("/usage/completion_tokens").asInt()).isPositive();
  }

  private static void refuses(Path file, Backend.Gguf backend, String why) {
    assertThatThrownBy(() -> GgufModel.open(file, backend, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void filesThatAreNoneAreRefused() throws IOException {
    Backend.Gguf cpu = new Backend.Gguf("model.gguf", "cpu", 1, OptionalInt.empty());
    byte[] whole = Files.readAllBytes(folder.resolve("model.gguf"));
    refuses(folder.resolve("none.gguf"), cpu, "is not there");
    refuses(
        Files.write(folder.resolve("text.gguf"), "hello, world".getBytes(StandardCharsets.UTF_8)),
        cpu,
        "is no GGUF file");
    refuses(
        Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, 300)),
        cpu,
        "it ends too early");
    byte[] old = whole.clone();
    old[4] = 1;
    refuses(Files.write(folder.resolve("old.gguf"), old), cpu, "version 1");
    byte[] many = whole.clone();
    many[23] = 1;
    refuses(Files.write(folder.resolve("many.gguf"), many), cpu, "is damaged");
    refuses(
        folder.resolve("model.gguf"),
        new Backend.Gguf("model.gguf", "gpu:0", 1, OptionalInt.empty()),
        "computes on the CPU");
    refuses(
        folder.resolve("model.gguf"),
        new Backend.Gguf("model.gguf", "cpu", 1, OptionalInt.of(1024)),
        "has a context of 512 tokens");
    byte[] weights = Arrays.copyOf(whole, whole.length / 2);
    GgufModel half = GgufModel.open(Files.write(folder.resolve("half.gguf"), weights), cpu, 1);
    assertThatThrownBy(half::load).hasMessageContaining("cannot be loaded by llama.cpp");
  }
}
