package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.WorkloadEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be, told with its arithmetic. */
class FeasibilityTest {
  private static final String SCENARIO =
      """
      name: small
      horizon: 1h
      arrivals:
        ARRIVALS
      shoppers:
        all: {SHOPPER}
      month: steady
      pools:
        p: {service: {time: 1s}, POOL}
      routing: {ratio: {p: 1}}
      """;
  private static final String PLAIN = "poisson: {rate: 100/h}";

  @TempDir private Path folder;

  private ResolvedScenario read(String arrivals, String shopper, String pool) throws IOException {
    String yaml =
        SCENARIO
            .replace("ARRIVALS", arrivals)
            .replace("SHOPPER", shopper)
            .replace(
                "service: {time: 1s}, POOL",
                pool.contains("service:") ? pool : "service: {time: 1s}, " + pool);
    return new ScenarioReader().read(Files.writeString(folder.resolve("s.yaml"), yaml), List.of());
  }

  private String problems(String arrivals, String shopper, String pool) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(arrivals, shopper, pool));
    assertThat(refused).as("the scenario should be refused").isNotNull();
    return refused.getMessage().replace(folder.toString() + "/", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'service: {batching: {tpot: {table: {1: 13ms, 8: 12ms}}}}' | s.yaml:9: pools.p.service.batching.tpot.table.8: 12ms: must not be less than at fewer requests. Maybe check the curve",
        "'service: {batching: {tpot: {table: {1: 1ms}}, prefillSlowdown: {1: 2, 4: 1}}}' | prefillSlowdown.4: 1: must not be less",
        "'service: {batching: {tpot: {table: {1: 1ms}}, pace: {lognormal: {mean: 2, sd: 1}}}}' | must have a mean of 1, and has 2.0. Maybe tpot says",
        "'service: {batching: {tpot: {table: {1: 1ms}}, contention: {workers: 2, tpot: {1: 0.9}}}}' | contention.tpot.1: 0.9: must be 1 or more",
        "'service: {batching: {tpot: {table: {1: 1ms}}, contention: {workers: 2, tpot: {1: 2, 3: 1.5}}}}' | contention.tpot.3: 1.5: must not be less",
        "'service: {batching: {tpot: {affine: {base: 0ms, perRequest: 0ms}}}}' | a token must take some time",
        "'service: {batching: {tpot: {table: {1: 1ms}}}, perOutputToken: 1ms}' | batching.tpot says how long output tokens take",
        "'power: {idle: 10W, busy: 90W, curve: {1: 50W, 2: 40W}}' | power.curve.2: 40W: must not be less",
        "'api: {budget: {perMonth: $5}}' | api.budget: a budget needs prices of tokens",
        "'power: {idle: 60W, busy: 90W, curve: {1: 50W, 2: 90W}}' | power.idle: \"60W\": must not be above what the curve says",
        "'workers: 2, api: {}' | pools.p.workers: 2: an account at a vendor is one worker",
        "'failures: {uptime: 0s, repair: 1s}' | failures.uptime: a worker must be up for some time",
        "'power: {idle: 90W, busy: 10W}' | power.idle: \"90W\": must not be above busy",
        "'api: {tokensPerMinute: 70}' | api.tokensPerMinute: 70: the quota is smaller than the 76 tokens of the last request of a mean conversation. Maybe raise it",
        "'api: {requestsPerMinute: 0.5}' | api.requestsPerMinute: 0.5: the quota is smaller than the 1 request",
        "'device: {memory: 2GB}, footprint: {weights: 5.2GB}' | pools.p.device: 5.20 GB of weights: the model does not fit: a worker may use 2GB x 0.9 usable / 1 workers = 1.80 GB",
        "'device: {memory: 6GB}, footprint: {weights: 5.39GB, kvPerToken: 0.2MB}' | the memory holds 50 tokens of context, the last request of a mean conversation needs 76: a worker may use 6GB x 0.9 usable / 1 workers = 5.40 GB, less 5.39 GB of weights",
        "'device: {cores: 8, workersPerDevice: 3}, footprint: {cores: 4}' | footprint.cores: 4: 3 workers x 4 cores = 12, the device has 8",
        "'outages: [{from: 10min, to: 20min, workers: 1}, {from: 15min, to: 30min, workers: 1}]' | outages.1.from: \"15min\": overlaps with the stretch before, which goes on to 20min",
        "'outages: [{from: 20min, to: 10min, workers: 1}]' | outages.0.to: \"10min\": must be after from",
        "'outages: [{from: 10min, to: 20min, workers: 2}]' | the pool has only 1",
        "'autoscale: {max: 4}' | must have exactly one of utilization, inSystem, schedule",
        "'autoscale: {min: 5, max: 4, utilization: 0.5}' | autoscale.min: 5: must not be above max",
        "'workers: 5, autoscale: {max: 4, utilization: 0.5}' | must not be below the 5 workers at the start",
        "'autoscale: {max: 4, schedule: [{from: 0h, to: 2h, workers: 2}, {from: 1h, to: 3h, workers: 3}]}' | schedule.1.from: \"1h\": overlaps",
        "'api: {}, failures: {uptime: 1h, repair: 1min}' | is for workers of our own",
        "'api: {outages: [{from: 5min, to: 9min}, {from: 8min, to: 10min}]}' | api.outages.1.from: \"8min\": overlaps",
        "'queue: {placement: affinity}' | a shopper can only stay with a worker that has a queue of its own",
        "'hardware: gpu-z9' | there is no such hardware profile. Maybe one of",
        "'quantization: int3' | there is no such quantization profile",
      })
  void aPoolThatCannotBe(String pool, String message) {
    assertThat(problems(PLAIN, "turns: 1", pool)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'languages: {english: {share: 0.5}, hindi: {share: 0.4}}' | languages: 0.9: the shares must sum to 1",
        "'intents: {start: {search: 0.5}, states: {search: {}}}' | intents.start: 0.5: the probabilities must sum to 1",
        "'intents: {start: {search: 1}, states: {search: {next: {find: 0.5}}}}' | states.search.next.find: \"find\": there is no such intent",
        "'intents: {start: {search: 1}, states: {search: {next: {search: 1.5}}}}' | must be a number from 0 to 1",
        "'intents: {start: {a: 1}, states: {a: {next: {a: 0.7, b: 0.7}}, b: {}}}' | a.next: 1.4: the probabilities must not sum to more than 1",
        "'intents: {start: {a: 1}, states: {a: {reasons: {price: 0.5}}}}' | reasons: 0.5: the probabilities must sum to 1",
        "'context: {system: 500, limit: 100}' | context.limit: 100: must leave room for more than the 500 tokens",
        "'comeBack: {probability: 1, after: 0s}' | comeBack.after: who comes back needs some time to do so",
        "'purchase: {rate: 1.5}' | must be a number from 0 to 1",
      })
  void aShopperThatCannotBe(String shopper, String message) {
    assertThat(problems(PLAIN, shopper, "workers: 1")).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'gamma: {rate: 1/s}' | arrivals.gamma.cv: is missing",
        "'weibull: {rate: 1/s, cv: 0}' | cv: 0: must be a coefficient of variation above zero",
        "'mmpp: {states: [{rate: 1/s, stay: 1min}]}' | mmpp.states",
        "'mmpp: {states: [{rate: 0/s, stay: 1s}, {rate: 0/s, stay: 1s}]}' | arrivals: nobody comes before the horizon",
        "'piecewise: [{from: 2h, to: 3h, rate: 1/s}]' | arrivals: nobody comes before the horizon",
        "'piecewise: [{from: 0h, to: 2h, rate: 1/s}, {from: 1h, to: 3h, rate: 2/s}]' | arrivals.piecewise.1.from: \"1h\": overlaps",
        "'poisson: {rate: 1/s, shape: [{ramp: {from: 2h, to: 1h, after: 2}}]}' | shape.0.ramp.to: \"1h\": must be after from",
        "'poisson: {rate: 1/s, shape: [{diurnal: {hours: [1, 2]}}]}' | shape.0.diurnal.hours",
        "'poisson: {rate: 1/s, shape: [{flashSail: {at: 1h}}]}' | you mean flashSale",
        "'trace: {file: nowhere.csv}' | arrivals.trace.file: \"nowhere.csv\": there is no such file",
        "'trace: {file: nowhere.csv, speed: 0}' | trace.speed: 0: must be",
      })
  void arrivalsThatCannotBe(String arrivals, String message) {
    assertThat(problems(arrivals, "turns: 1", "workers: 1")).contains(message);
  }

  @Test
  void oneMistakeIsOneLine() {
    assertThat(problems(PLAIN, "languages: {a: null}", "workers: 1")).hasLineCount(1);
    assertThat(problems(PLAIN, "turns: 1", "autoscale: null")).hasLineCount(1);
    assertThat(
            problems(
                "poisson: {rate: 1/s, shape: [{diurnal: {hours: [1, 2]}}]}",
                "turns: 1",
                "slots: 1"))
        .hasLineCount(1)
        .contains("must have at least 24 values");
  }

  @Test
  void aTraceThatIsAnotherOneOrIsToldOver() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"),
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-01 00:00:00,5,5\n2026-01-01 00:00:01,5,5\n");
    assertThat(
            problems(
                "trace: {file: t.csv, sha256: " + "a".repeat(64) + "}", "turns: 1", "slots: 1"))
        .contains("arrivals.trace.sha256")
        .contains("the file is another one");
    assertThat(problems("trace: {file: t.csv}", "messageTokens: 99", "slots: 1"))
        .contains("shoppers.all.messageTokens: 99: a trace has requests of one turn");
    assertThat(problems("trace: {file: t.csv}", "turns: 1", "api: {tokensPerMinute: 9}"))
        .contains("the quota is smaller than the 10 tokens of the last request");
  }

  @Test
  void quantisationAndTheSharingOfADeviceAreWorkedIn() throws IOException {
    PoolSpec pool =
        read(
                PLAIN,
                "turns: 1",
                "quantization: int4, hardware: gpu-l4, device: {workersPerDevice: 2},"
                    + " service: {time: 1s, perInputToken: 2ms, batching: {tpot: {table: {1: 10ms}}}},"
                    + " footprint: {weights: 8GB, kvPerToken: 0.1MB}, quality: {satisfaction: 0.8}")
            .scenario()
            .pools()
            .get(0);

    assertThat(pool.service().time().mean()).isEqualTo(0.5);
    assertThat(pool.service().secondsPerInputToken()).isEqualTo(0.001);
    assertThat(pool.service().batching().orElseThrow().tpot().at(7)).isEqualTo(0.005);
    // 24 GB x 0.9 / 2 - 8 GB x 0.25 = 8.8 GB.
    assertThat(pool.kvTokens()).isEqualTo(88_000);
    assertThat(pool.prices().perWorkerHour()).isCloseTo(0.4024, within(1e-9));
    assertThat(pool.power().orElseThrow().busyWatts()).isEqualTo(36);
    assertThat(pool.quality().byMeasure().get("satisfaction").mean())
        .isCloseTo(0.792, within(1e-9));
  }

  @Test
  void everyProfileThatShipsIsWellFormed() throws IOException {
    for (String kind : List.of("models", "devices", "quantization")) {
      String key = kind.equals("models") ? "model" : kind.equals("devices") ? "hardware" : kind;
      try (var files = Files.walk(Path.of(kind))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
          String name = Path.of(kind).relativize(file).toString().replace(".yaml", "");
          assertThat(read(PLAIN, "turns: 1", key + ": " + name)).as(name).isNotNull();
        }
      }
    }
  }

  @Test
  void promptsOfABatchingPoolAreComparedWithWhatItsWorkersRead() throws IOException {
    ResolvedScenario longPrompts =
        read(
            "poisson: {rate: 20/s}",
            "turns: 1, messageTokens: 2000, replyTokens: 20",
            "workers: 2, service: {perInputToken: 0.1ms, batching: {tpot: {table: {1: 13ms}}}}, slots: 32");
    assertThat(
            WorkloadEstimate.prefillUtilization(
                longPrompts.scenario(), longPrompts.scenario().pools().get(0)))
        .isEqualTo(20 * 2000 * .1e-3 / 2, within(1e-9));

    ResolvedScenario noBatches = read(PLAIN, "turns: 1", "workers: 2");
    assertThat(
            WorkloadEstimate.prefillUtilization(
                noBatches.scenario(), noBatches.scenario().pools().get(0)))
        .isNaN();
  }
}
