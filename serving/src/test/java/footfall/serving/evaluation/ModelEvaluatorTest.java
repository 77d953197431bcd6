package footfall.serving.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import footfall.reports.evaluation.Block;
import footfall.reports.evaluation.EvaluatedConversation;
import footfall.reports.evaluation.ExaminedConversation;
import footfall.reports.evaluation.UnderLoad;
import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.retail.Catalog;
import footfall.serving.evaluation.ModelEvaluator.Examined;
import footfall.serving.shop.ProductIndex;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models answer real shoppers; only the judge is one of our own. */
class ModelEvaluatorTest {
  private static final String SCENARIO =
      """
      name: exam
      horizon: 1min
      arrivals: {poisson: {rate: 1/s}}
      shoppers:
        all: {languages: {english: {share: 0.4}, hindi: {share: 0.2}, hinglish: {share: 0.4}}}
      pools:
        tiny:
          service: {time: 5ms}
          slots: 8
          backend: {local: {model: embedded/footfall-tiny, precision: %s}}
      %s
      routing: {ratio: {tiny: 1%s}}
      evaluation: {conversations: 40, together: 4, warmUp: 2, history: 1, replyTokens: 64%s}
      """;

  @TempDir private Path folder;

  private ResolvedEvaluation read(String precision, String pools, String shares, String more)
      throws IOException {
    Path file = folder.resolve("exam.yaml");
    Files.writeString(file, SCENARIO.formatted(precision, pools, shares, more));
    return new EvaluationReader().read(file, List.of());
  }

  private static Examined examined(ResolvedEvaluation read) {
    try (ProductIndex productIndex =
        new ProductIndex(Catalog.of(1, read.evaluation().products()))) {
      return examination(read, productIndex).examine(0, part -> {});
    }
  }

  private static ModelEvaluator examination(ResolvedEvaluation read, ProductIndex productIndex) {
    return new ModelEvaluator(
        read.resolved().scenario(), read.evaluation(), Path.of("."), productIndex);
  }

  private static List<EvaluatedConversation> conversations(Examined examined) {
    return examined.conversations().stream().map(c -> (EvaluatedConversation) c).toList();
  }

  @Test
  void conversesWithEveryShopper() throws IOException {
    Examined examined = examined(read("fp32", "", "", ""));
    assertThat(examined.conversations()).hasSize(40);
    assertThat(examined.backend()).contains("embedded/footfall-tiny in fp32");
    assertThat(examined.weightsBytes()).isBetween(1e6, 2e6);
    for (EvaluatedConversation conversation : conversations(examined)) {
      assertThat(conversation.turns()).hasSizeBetween(1, 6);
    }
    assertThat(conversations(examined))
        .extracting(EvaluatedConversation::tongue)
        .contains(DialogueLanguage.ENGLISH, DialogueLanguage.HINDI, DialogueLanguage.HINGLISH);
    List<Block> blocks = examined.blocks();
    assertThat(blocks).extracting(Block::together).containsExactly(1, 2, 4);
    assertThat(blocks.stream().mapToInt(Block::conversations).sum()).isEqualTo(40);
    List<MeasuredRequest> requests =
        blocks.stream().flatMap(block -> block.requests().stream()).toList();
    assertThat(requests).allMatch(MeasuredRequest::isAnswered);
    assertThat(requests)
        .allMatch(r -> r.times().firstTokenNanos() >= r.times().sentNanos())
        .allMatch(r -> r.times().endedNanos() >= r.times().firstTokenNanos())
        .allMatch(r -> r.inputTokens() > 0 && r.outputTokens() > 0);
    assertThat(requests.stream().filter(r -> r.place().last()).count()).isEqualTo(40);
    long turns = examined.conversations().stream().mapToLong(ExaminedConversation::turnCount).sum();
    assertThat(requests.stream().filter(MeasuredRequest::endsTurn).count()).isEqualTo(turns);
    double served = requests.stream().filter(r -> r.place().call() == 0).count();
    assertThat(served).isEqualTo(turns);
  }

  @Test
  void comesAgainUnderALoadThatDoesNotWait() throws IOException {
    Examined examined = examined(read("fp32", "", "", ", load: 5000/s"));
    UnderLoad load = examined.underLoad().orElseThrow();
    assertThat(load.conversations()).hasSize(40);
    assertThat(load.conversations()).extracting(c -> c.number()).doesNotHaveDuplicates();
    // All begin within a few milliseconds, and no more than eight are served at once.
    long first = load.requests().stream().mapToLong(r -> r.times().sentNanos()).min().orElseThrow();
    assertThat(load.requests().stream().filter(r -> r.place().call() == 0 && r.place().turn() == 0))
        .allMatch(r -> r.times().sentNanos() - first < 10_000_000_000L);
    assertThat(load.requests().stream().filter(MeasuredRequest::isAnswered))
        .anyMatch(r -> r.told().queueNanos() > 0);
  }

  /** Full precision gives the same conversations whatever goes on beside them. */
  @Tag("full")
  @Test
  void sameSeedGivesTheSameConversations() throws IOException {
    ResolvedEvaluation read = read("fp32", "", "", "");
    assertThat(conversations(examined(read)))
        .extracting(EvaluatedConversation::turns)
        .isEqualTo(conversations(examined(read)).stream().map(c -> c.turns()).toList());
  }

  /** The embedded models know the phrases that they were trained with, and few others. */
  @Test
  void knowsEightBitsAndThePhrasesOfItsTraining() throws IOException {
    Examined seen = examined(read("int8", "", "", ", phrases: seen"));
    assertThat(seen.weightsBytes()).isBetween(2e5, 5e5);
    assertThat(rightCalls(seen)).isGreaterThan(0.9);
    assertThat(rightCalls(examined(read("int8", "", "", "")))).isBetween(0.05, 0.8);
  }

  private static double rightCalls(Examined examined) {
    return conversations(examined).stream()
        .flatMap(c -> c.turns().stream())
        .filter(turn -> turn.said().call().isPresent())
        .mapToDouble(turn -> turn.calls().equals(List.of(turn.said().call().get())) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void asksAJudgeThatIsBehindAnApi() throws IOException {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.createContext(
        "/v1/chat/completions",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          String grade = asked.size() % 10 == 0 ? "no opinion" : "Grade: 4";
          byte[] answer =
              """
              data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}

              data: [DONE]

              """
                  .formatted(grade)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    vendor.start();
    try {
      String url = "http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1";
      String judge =
          "  judge: {kind: llm, slots: 8, service: {time: 5ms}, backend: {remote: {url: '"
              + url
              + "', model: m}}}";
      ResolvedEvaluation read = read("fp32", judge, ", judge: 0", ", judge: judge");
      assertThat(read.examined()).hasSize(1);
      try (ProductIndex productIndex =
          new ProductIndex(Catalog.of(1, read.evaluation().products()))) {
        ModelEvaluator examination = examination(read, productIndex);
        List<ExaminedConversation> said = examination.examine(0, part -> {}).conversations();
        List<OptionalDouble> opinions =
            examination.judge(1, said, part -> {}).stream()
                .map(ExaminedConversation::opinion)
                .toList();
        assertThat(opinions.stream().filter(OptionalDouble::isEmpty).count()).isEqualTo(4);
        assertThat(new HashSet<>(opinions)).contains(OptionalDouble.of(0.75)).hasSize(2);
        String opening = said.get(0).transcript().lines().findFirst().orElseThrow();
        assertThat(asked)
            .hasSize(40)
            .anyMatch(body -> body.contains(opening.substring("Shopper: ".length())));
        assertThat(opinions.get(0).orElse(0.75)).isCloseTo(0.75, within(1e-12));
      }
    } finally {
      vendor.stop(0);
    }
  }
}
