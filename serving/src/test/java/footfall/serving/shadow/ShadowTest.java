package footfall.serving.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.ShadowFigures;
import footfall.serving.ingress.Origin;
import footfall.serving.run.TestServer;
import footfall.training.SyntheticModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of requests, over real connections and with models that really answer. */
class ShadowTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 12, languages: {english: {share: 0.6}, hindi: {share: 0.4}}}}
      pools:
        slm: {slots: 8, service: {time: 5ms}, backend: {local: {model: embedded/footfall-tiny}}}
        llm: {slots: 8, service: {time: 5ms}, backend: {local: {model: embedded/footfall-small}}}
        slow: {slots: 1, queue: {capacity: 1}, service: {time: 30s}}
      %s
      routing:
        ratio: {slm: 0, llm: 1, slow: 0%s}
        shadow: {pool: %s, sample: %s, compare: %s, quality: 0.9}
      """;

  @TempDir private Path folder;
  private TestServer server;

  private void serve(String pool, String sample, String compare) {
    server = new TestServer(SCENARIO.formatted("", "", pool, sample, compare));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void ask(int number, String model, String... headers) {
    HttpResponse<String> response =
        server.chat(
            """
            {"model": "%s", "messages": [{"role": "user", "content": "show me a red shirt under %d"}]}"""
                .formatted(model, 100 + number),
            headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("\"pool\":\"slow\"");
  }

  private ShadowFigures ask(int requests) {
    for (int i = 0; i < requests; i++) {
      ask(i, "shop");
    }
    return stop();
  }

  private ShadowFigures stop() {
    server.stop();
    return server.shadow().figures();
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "0, 0"})
  void rulesTellWhatWouldHaveDone(int least, int wouldDo) {
    serve("slm", "100%", "{rules: {minCharacters: %d}}".formatted(least == 1 ? 1 : 100_000));
    ShadowFigures figures = ask(20);
    assertThat(figures.answered()).isEqualTo(20);
    assertThat(figures.copied()).isEqualTo(20);
    assertThat(figures.all().compared()).isEqualTo(20);
    assertThat(figures.all().wouldDo()).isEqualTo(wouldDo);
    assertThat(figures.ratio()).isCloseTo(wouldDo == 20 ? 1 : 0.1, within(1e-9));
    assertThat(figures.ratioCi95()[0]).isLessThanOrEqualTo(figures.ratio());
    assertThat(server.stop().submissions().requests()).as("of clients").isEqualTo(20);
    assertThat(server.stop().submissions().hops()).containsExactly(20, 20, 0);
    assertThat(server.shadow().texts()).as("forgotten").isEmpty();
  }

  @Test
  void theSameToolsMustBeCalledWhereRulesSaySo() {
    serve("slm", "1", "{rules: {sameTools: true}}");
    ShadowFigures figures = ask(10);
    assertThat(figures.all().compared()).isEqualTo(10);
  }

  /** Both small models say the same of shirts; a pool that is played says something else. */
  @ParameterizedTest
  @CsvSource({"slm, 10", "plain, 0"})
  void anEncoderTellsWhatIsAlike(String pool, int wouldDo) throws IOException {
    SyntheticModel.writeEncoder(folder, 16, 2_000, 5);
    String others =
        "  encoder: {slots: 4, service: {time: 5ms}, backend: {local: {model: %s}}}\n"
            + "  plain: {slots: 4, service: {time: 5ms}}";
    server =
        new TestServer(
            SCENARIO.formatted(
                others.formatted(folder),
                ", plain: 0",
                pool,
                "1",
                "{similarity: {pool: encoder, atLeast: 0.99}}"));
    ShadowFigures figures = ask(10);
    assertThat(figures.all().compared()).isEqualTo(10);
    assertThat(figures.all().wouldDo()).isEqualTo(wouldDo);
  }

  @Test
  void aJudgeGradesThem() throws IOException {
    SyntheticModel.writeClassifier(folder, Map.of("4", "aeiou", "1", "#"), 4_000);
    String judge =
        "  judge: {slots: 4, service: {time: 5ms}, backend: {local: {model: %s}}}"
            .formatted(folder);
    server =
        new TestServer(
            SCENARIO.formatted(judge, "", "slm", "1", "{judge: {pool: judge, atLeast: 0.75}}"));
    ShadowFigures figures = ask(10);
    assertThat(figures.all().wouldDo()).as("4 of 5 is .75").isEqualTo(10);
    assertThat(server.stop().submissions().hops()).containsExactly(10, 10, 0, 10);
  }

  /** What a load test asks before it begins is no shopper's. */
  @Test
  void whoOnlyLooksIsNotCopied() {
    serve("slm", "1", "{rules: {minCharacters: 1}}");
    ask(1, "shop", "X-Request-Id", Origin.PROBE);
    ask(2, "shop");
    ShadowFigures figures = stop();
    assertThat(figures.answered()).isEqualTo(1);
    assertThat(figures.copied()).isEqualTo(1);
  }

  @Test
  void aJudgeThatSaysNothingOfUseLeavesItUnclear() {
    serve("slm", "1", "{judge: {pool: llm}}");
    ShadowFigures figures = ask(10);
    assertThat(figures.unclear() + figures.all().compared()).isEqualTo(10);
    assertThat(figures.unclear()).isGreaterThan(5);
  }

  @Test
  void noMoreIsCopiedThanTheSample() {
    serve("slm", "10%", "{rules: {minCharacters: 1}}");
    ShadowFigures figures = ask(200);
    assertThat(figures.copied()).isBetween(10L, 20L);
  }

  /** Its queue is full after two, and nobody waits for it. */
  @Test
  void whatFailsWouldNotHaveDoneAndDelaysNobody() {
    serve("slow", "1", "{rules: {minCharacters: 1}}");
    long begin = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      ask(i, "shop");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    ShadowFigures figures = server.shadow().figures();
    assertThat(figures.failed()).isGreaterThanOrEqualTo(7);
    assertThat(figures.all().wouldDo()).isZero();
  }

  @Test
  void whoNamesAPoolIsNotCopied() {
    serve("slm", "1", "{rules: {minCharacters: 1}}");
    ask(1, "llm");
    ask(2, "slm");
    assertThat(stop().copied()).isZero();
  }

  @Test
  void kindsAreToldApartAndTextsAreKeptWhereAsked() throws IOException {
    serve("slm", "1", "{rules: {minCharacters: 1}}");
    server.shadow().keepTexts();
    ask(1, "shop", Origin.HEADER, origin(0));
    ask(2, "shop", Origin.HEADER, origin(1));
    ask(3, "shop", Origin.HEADER, origin(1));
    ShadowFigures figures = stop();
    assertThat(figures.byLanguage())
        .extracting(ShadowFigures.Kind::name)
        .containsExactly("english", "hindi");
    assertThat(figures.byLanguage())
        .extracting(ShadowFigures.Kind::compared)
        .containsExactly(1L, 2L);
    assertThat(server.shadow().texts().orElseThrow().lines())
        .hasSize(3)
        .allMatch(
            line -> line.contains("show me a red shirt") && line.contains("\"wouldDo\":true"));
  }

  private static String origin(int language) {
    return "shopper=1, key=7, class=0, language=" + language;
  }
}
