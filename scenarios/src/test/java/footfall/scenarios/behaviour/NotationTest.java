package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other ways to write a value, and words of other tools. */
class NotationTest {
  private static final String SCENARIO =
      """
      name: words
      horizon: 1h
      arrivals: {poisson: {rate: 100/h}}
      shoppers:
        all: {turns: 1, messageTokens: 100, replyTokens: 100}
      pools:
        a: {service: {time: 1s}, cost: {perWorkerHour: PRICE}}
        b: {service: {time: 1s}, cost: {perConversation: €0.01}}
      routing: {ratio: {a: SHARE, b: 0.2}}
      slos:
        - {metric: METRIC, stat: p95, op: <=, threshold: 2s}
      """;

  @TempDir private Path folder;

  private Scenario read(String yaml) throws IOException {
    return new ScenarioReader()
        .read(Files.writeString(folder.resolve("s.yaml"), yaml), List.of())
        .scenario();
  }

  private static String with(String price, String share, String metric) {
    return SCENARIO.replace("PRICE", price).replace("SHARE", share).replace("METRIC", metric);
  }

  @ParameterizedTest
  @CsvSource({"ttft, time_to_first_token", "itl, inter_token_latency", "e2e, request_latency"})
  void otherWaysToWriteAValueAreUnderstood(String metric, String known) throws IOException {
    assertThat(read(with("1.5", "80%", metric))).isEqualTo(read(with("€1.5", "0.8", known)));
  }

  @Test
  void throughputHasAShortName() throws IOException {
    String yaml =
        with("€1", "0.8", "rps")
            .replace("stat: p95, op: <=, threshold: 2s", "op: '>=', threshold: 5/s");
    assertThat(read(yaml).slos().get(0).figure().toString()).containsIgnoringCase("throughput");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{turns: 1, input_tokens: 100, replyTokens: 100} | you mean messageTokens",
        "{turns: 1, messageTokens: 100, max_tokens: 100} | you mean replyTokens"
      })
  void keysOfOtherToolsArePointedToOurs(String shopper, String hint) {
    String yaml =
        with("€1", "0.8", "ttft")
            .replace("{turns: 1, messageTokens: 100, replyTokens: 100}", shopper);
    assertThat(message(yaml)).contains(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_num_seqs: 64 | engine.maxSequences",
        "tensor_parallel_size: 2 | gpusPerWorker",
        "replicas: 2 | workers"
      })
  void settingsOfOtherServersArePointedToOurs(String setting, String hint) {
    String yaml = with("€1", "0.8", "ttft").replace("b: {service", "b: {" + setting + ", service");
    assertThat(message(yaml)).contains("you mean " + hint);
  }

  @Test
  void aMetricOfAnotherToolIsPointedToOurs() {
    assertThat(message(with("€1", "0.8", "tpot"))).contains("you mean inter_token_latency");
  }

  private String message(String yaml) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(yaml));
    assertThat(refused).as("the scenario should be refused").isNotNull();
    return refused.getMessage();
  }
}
