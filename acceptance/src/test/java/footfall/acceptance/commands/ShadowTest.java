package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import footfall.acceptance.PublishedSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that copies requests to a shadow, as people start it. */
class ShadowTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {languages: {english: {share: 0.6}, hindi: {share: 0.4}}}}
      pools:
        slm: {slots: 8, service: {time: 5ms}, cost: {perWorkerHour: $0.02}, backend: {local: {model: embedded/footfall-tiny}}}
        llm: {slots: 8, service: {time: 5ms}, cost: {perWorkerHour: $0.50, perMillionOutputTokens: $100}, backend: {local: {model: embedded/footfall-small}}}
      routing:
        ratio: {slm: 0, llm: 1}
        shadow: {pool: slm, sample: 100%, compare: {rules: {minCharacters: 2}}, quality: 90%}
      """;

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  @Test
  void saysWhichRatioKeepsTheQualityAndWhatItBrings() throws Exception {
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
    Process server =
        processes.footfall(
            "serve", List.of("serve", "shop.yaml", "--port", "0", "--out", "run", "--keep"));
    String url = processes.awaitServed(server, "serve");
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 60; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
              .header("X-Footfall-Shopper", "shopper=1, key=7, class=0, language=" + i % 2)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"messages\": [{\"role\": \"user\", \"content\": \"show me a red shirt under "
                          + (100 + i)
                          + "\"}]}"))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    server.destroy();
    assertThat(Processes.codeOf(server, 1)).isIn(0, 143);

    String said = processes.said("serve.out").replaceAll("\\s+", " ");
    assertThat(said)
        .contains("of 60 requests answered by other pools 60 were copied")
        .contains("language hindi")
        .contains("To keep 90.0 % of the answers as good as now, slm can take")
        .contains("Simulated with the recorded requests");
    String written = Files.readString(folder.resolve("run/results.json"));
    PublishedSchema.isKept("results", folder.resolve("run"));
    JsonNode shadow = new ObjectMapper().readTree(written).path("shadow");
    assertThat(shadow.at("/all/compared").asInt()).isEqualTo(60);
    double ratio = shadow.path("ratio").asDouble();
    double now = shadow.at("/atRatio/costPerHourNow").asDouble();
    assertThat(shadow.at("/atRatio/costPerHour").asDouble() < now).isEqualTo(ratio > 0);
    assertThat(Files.readString(folder.resolve("run/report.html"))).contains("Shadow of slm");
    assertThat(Files.readAllLines(folder.resolve("run/shadow.jsonl"))).hasSize(60);

    Processes.Ended again = processes.run("simulate", "run/shadow.yaml", "--out", "again");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
  }
}
