package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingRulesTest {
  private static final ScenarioReader READER = new ScenarioReader();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routing: {ratio: {a: 1, b: 0}, leastLoaded: [a, b]}|must have exactly one of ratio, split",
        "routing: {staleness: 1s}|must have exactly one of ratio, split",
        "routing: {powerOfTwo: [a]}|must have at least 2 values",
        "routing: {shortestQueue: [a, a]}|routing.shortestQueue.1: \"a\": is named twice",
        "routing: {leastCost: [a, c]}|routing.leastCost.1: \"c\": there is no such pool",
        "routing: {split: {shares: {a: 0.5, b: 0.6}}}|the shares must sum to 1",
        "routing: {split: {shares: {a: 0.5, b: 0.5}, power: 1}}|routing.split.power",
        "routing: {byIntent: {buy: a}, otherwise: b}|no shopper has such an intent",
        "routing: {byIntent: {find: a, sell: b}, otherwise: b}|one of find",
        "routing: {byIntent: {find: a}}|some shoppers have no intent",
        "routing: {byPriority: {0: a}, otherwise: b, cascade: {pools: [a, b], threshold: 1}}|must have exactly one of",
        "routing: {byPriority: {3: a}, otherwise: b}|no shopper has such a priority",
        "routing: {ratio: {a: 1, b: 0}, otherwise: b}|belongs to byIntent, byPriority or byLanguage",
        "routing: {cascade: {pools: [a, b], threshold: 1.5}}|routing.cascade.threshold: 1.5: must be a number from 0 to 1",
        "routing: {cascade: {pools: [a, b]}}|routing.cascade.threshold: is missing",
        "routing: {cascade: {pools: [a, b], threshold: 0.5, correlation: 2}}|routing.cascade.correlation",
        "routing: {spillOver: {pools: [a, b], queued: 0}}|routing.spillOver.queued",
        "routing: {fallback: {pools: [a, b], circuit: {failures: 0}}}|routing.fallback.circuit.failures",
        "routing: {budgetAware: {prefer: a, otherwise: a, budget: $1}}|must be another pool than the preferred one",
        "routing: {budgetAware: {prefer: a, otherwise: b, budget: 1}}|routing.budgetAware.budget",
        "routing: {ratio: {a: 1, b: 0}, classifier: {pool: b, accuracy: 1, errorCost: 0}}|only byIntent, byPriority and byLanguage ask a classifier",
        "routing: {cascade: {pools: [a, b], threshold: 0.5, joint: {both: 0, first: 0, second: 0, neither: 0}}}|must count at least one question",
        "routing: {cascade: {pools: [a], threshold: 0.5, joint: {both: 1, first: 0, second: 0, neither: 0}}}|go together",
        "routing: {byPriority: {0: a}, classifier: {pool: b, errorCost: 0}}|must have exactly one of accuracy, confusion",
        "routing: {byPriority: {0: a}, classifier: {pool: b, errorCost: 0, confusion: {0: {0: 0.9}}}}|the probabilities must sum to 1",
        "routing: {byPriority: {0: a}, classifier: {pool: b, errorCost: 0, confusion: {7: {0: 1}}}}|the classifier cannot tell what no shopper has",
        "routing: {ratio: {a: 1}}|pools.b: nobody routes to this pool",
        "routing: {ratio: {a: 1, b: 0}, stalness: 3s}|you mean staleness"
      })
  void badRoutingIsRefused(String routing, String rule) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("routing.yaml"),
            """
            name: routing
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers:
              seeker: {share: 0.5, intents: {start: {find: 1}, states: {find: {}}}}
              other: {share: 0.5}
            pools: {a: {service: {time: 1s}}, b: {service: {time: 1s}}}
            %s
            """
                .formatted(routing));

    assertThatThrownBy(() -> READER.read(file, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quality: {satisfaction: {beta: {mean: 0.8, sd: 0.5}}}|must be above 0 and below 0.4",
        "quality: {satisfaction: 80}|quality.satisfaction: 80: must be a number from 0 to 1",
        "quality: {satisfaction: {normal: {mean: 0.8, sd: 0.1}}}|there is no such key",
        "quality: {byIntent: {buy: 0.5}}|no shopper has such an intent",
        "quality: {byLanguage: {hindi: {satisfactoin: 0.5}}}|you mean satisfaction"
      })
  void badQualityIsRefused(String quality, String rule) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("quality.yaml"),
            """
            name: quality
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {intents: {start: {find: 1}, states: {find: {}}}}}
            pools: {a: {service: {time: 1s}, %s}}
            routing: {ratio: {a: 1}}
            """
                .formatted(quality));

    assertThatThrownBy(() -> READER.read(file, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(rule);
  }
}
