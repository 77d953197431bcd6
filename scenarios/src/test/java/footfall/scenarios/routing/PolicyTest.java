package footfall.scenarios.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each policy is named as it is written, and knows the pools that it may send to. */
class PolicyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ratio     | ratio: {b: 0.4, a: 0.6} | b a",
        "split     | split: {shares: {a: 0.5, b: 0.5}, measure: satisfaction} | a b",
        "byIntent  | byIntent: {find: b}, otherwise: a | b a",
        "byPriority | byPriority: {0: a, 1: b} | a b",
        "byLanguage | byLanguage: {hindi: a, english: b} | a b",
        "leastLoaded | leastLoaded: [b, a] | b a",
        "shortestQueue | shortestQueue: [b, a] | b a",
        "powerOfTwo | powerOfTwo: [a, b] | a b",
        "leastCost | leastCost: [a, b] | a b",
        "predictedLatency | predictedLatency: {pools: [a, b], within: 1s} | a b",
        "cascade   | cascade: {pools: [a, b], threshold: 0.5} | a b",
        "spillOver | spillOver: {pools: [b, a], queued: 3} | b a",
        "fallback  | fallback: {pools: [a, b], circuit: {failures: 3, open: 60s}} | a b",
        "budgetAware | budgetAware: {prefer: b, otherwise: a, budget: $5, per: 1h} | b a"
      })
  void isNamedAsItIsWritten(String key, String routing, String pools) throws IOException {
    Routing read = routing(routing, "");
    assertThat(read.policy().key()).isEqualTo(key);
    assertThat(read.policy().pools()).containsExactlyElementsOf(List.of(pools.split(" ")));
    assertThat(read.pools()).containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"third", "a"})
  void aClassifierIsAPoolToo(String classifier) throws IOException {
    String third = classifier.equals("third") ? "third: {service: {time: 1s}}" : "";
    Routing read =
        routing(
            "byIntent: {find: a}, otherwise: b, classifier: {pool: "
                + classifier
                + ", accuracy: 0.9, errorCost: 0.1}",
            third);
    assertThat(read.pools())
        .containsExactlyInAnyOrderElementsOf(
            third.isEmpty() ? List.of("a", "b") : List.of("a", "b", "third"));
  }

  private Routing routing(String routing, String pool) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: policy
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers:
              one: {share: 0.5, priority: 0, languages: {hindi: {share: 1}}, intents: {start: {find: 1}, states: {find: {}}}}
              two: {share: 0.5, priority: 1, languages: {english: {share: 1}}, intents: {start: {find: 1}, states: {find: {}}}}
            pools:
              a: {service: {time: 1s}, quality: {satisfaction: 0.7}}
              b: {service: {time: 1s}, quality: {satisfaction: 0.7}}
              %s
            routing: {%s}
            """
                .formatted(pool, routing));
    return new ScenarioReader().read(file, List.of()).scenario().routing();
  }
}
