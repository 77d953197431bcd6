package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.run.TestServer;
import footfall.training.SyntheticModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of texts by an encoder in a pool of its own. */
class EmbeddingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUESTS =
      "footfall_pool_requests_total{kind=\"slm\",outcome=\"completed\",pool=\"embed\"}";
  private static final int WIDTH = 24;

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void open() throws IOException {
    SyntheticModel.writeEncoder(folder, WIDTH, 40, 5);
    server =
        new TestServer(
            """
            name: shop
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 5, replyTokens: 8}}
            pools:
              llm: {slots: 8, service: {time: 5ms}}
              embed: {slots: 2, service: {time: 1ms}, backend: {local: {model: %s}}}
            routing: {ratio: {llm: 1, embed: 0}}
            """
                .formatted(folder));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode embedded(String body) throws IOException {
    HttpResponse<String> response = server.post("/v1/embeddings", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static float[] vector(JsonNode embedding) {
    float[] vector = new float[embedding.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = embedding.get(i).floatValue();
    }
    return vector;
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Test
  void eachTextGetsAVectorOfLengthOneThatItsNeighboursDoNotChange() throws Exception {
    double before = server.metric(REQUESTS);
    JsonNode both =
        embedded("{\"model\":\"embed\",\"input\":[\"red shirt\",\"a red shirt of good cotton\"]}");
    assertThat(both.at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(both.at("/usage/prompt_tokens").asInt()).isEqualTo(9 + 26);
    float[] shirt = vector(both.at("/data/0/embedding"));
    float[] cotton = vector(both.at("/data/1/embedding"));
    assertThat(shirt).hasSize(WIDTH);
    assertThat(cosine(shirt, shirt)).isCloseTo(1, within(1e-5));

    float[] alone = vector(embedded("{\"input\":\"red shirt\"}").at("/data/0/embedding"));
    assertThat(cosine(shirt, alone)).isCloseTo(1, within(1e-5));
    float[] other = vector(embedded("{\"input\":\"XKCD 0123456789\"}").at("/data/0/embedding"));
    assertThat(cosine(shirt, cotton)).isGreaterThan(cosine(shirt, other) + 0.1);
    assertThat(server.metric(REQUESTS) - before).isEqualTo(3);
  }

  @Test
  void base64HoldsTheSameFloats() throws Exception {
    JsonNode encoded = embedded("{\"input\":\"red shirt\",\"encoding_format\":\"base64\"}");
    byte[] bytes = Base64.getDecoder().decode(encoded.at("/data/0/embedding").asText());
    float[] floats = new float[WIDTH];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    assertThat(floats)
        .isEqualTo(vector(embedded("{\"input\":\"red shirt\"}").at("/data/0/embedding")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"input\":\"a\",\"model\":\"llm\"} | These do: embed.",
        "404 | {\"input\":\"a\",\"model\":\"none\"} | does not exist",
        "400 | {} | input must be a text",
        "400 | {\"input\":[]} | input must be a text",
        "400 | {\"input\":[1,2]} | check_embedding_ctx_length=False",
        "400 | {\"input\":[\"a\",\"\"]} | input[1] must be a text that is not empty",
        "400 | {\"input\":\"a\",\"dimensions\":8} | leave dimensions out",
        "400 | {\"input\":\"a\",\"encoding_format\":\"hex\"} | float or base64",
        "400 | {\"input\":\"a text of more than forty characters, each a token\"} | is 40 tokens"
      })
  void whatCannotBeEmbeddedIsRefused(int status, String body, String why) {
    HttpResponse<String> response = server.post("/v1/embeddings", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(why);
  }

  @Test
  void aWorkerThatIsBrokenComesBack() throws Exception {
    assertThat(server.post("/admin/pools/embed/workers/0/break", "{}").statusCode()).isEqualTo(200);
    server.await("footfall_pool_workers_up{kind=\"slm\",pool=\"embed\"}", 1);
    assertThat(embedded("{\"input\":\"red shirt\"}").at("/data/0/embedding")).hasSize(WIDTH);
  }

  @Test
  void anEncoderWritesNothing() {
    HttpResponse<String> response =
        server.chat("{\"model\":\"embed\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("ask /v1/embeddings");
  }
}
