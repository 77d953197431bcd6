package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.LocalReplicator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has to hold besides: with something lost, or with more load. */
class ConditionsTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: conditions
            horizon: 30min
            warmUp: 5min
            replications: 5
            arrivals: {poisson: {rate: 2/s}}
            pools:
              near: {region: eu, workers: 3, service: {time: {exponential: {mean: 1s}}}, cost: {perWorkerHour: $1}}
              far: {region: us, workers: 3, service: {time: {exponential: {mean: 1s}}}, cost: {perWorkerHour: $2}}
            routing: {ROUTING}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 8s}]
            sizing:
              maxReplications: 40
              variables:
                - {path: pools.near.workers, from: 1, to: 8}
                - {path: pools.far.workers, from: 1, to: 8}
            """
                .replace("ROUTING", "fallback: {pools: [near, far]}"));
  }

  private record Sized(Sizing sizing, Sizer.Sized found) {
    int workers(String pool) {
      return found.best().candidate().scenario().pool(pool).workers();
    }

    List<String> conditions() {
      return Stress.of(sizing.conditions(), found.best().candidate().scenario()).stream()
          .map(Stress::words)
          .toList();
    }
  }

  private Sized size(String... settings) {
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      ResolvedSizing problem =
          new SizingReader().read(file, Stream.of(settings).map(Setting::parse).toList());
      Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
      return new Sized(
          problem.sizing(),
          new Sizer(problem.sizing(), field, replicator, part -> {}).size(1, 1e7));
    }
  }

  /** Fixed shares: M/M/c in each pool, so that one worker lost takes one more. */
  @Test
  void aLostWorkerTakesOneMore() {
    String ratio = "routing={ratio: {near: 0.5, far: 0.5}}";
    Sized plain = size(ratio);
    Sized spare = size(ratio, "sizing.survive={workers: 1}");

    assertThat(spare.workers("near")).isEqualTo(plain.workers("near") + 1);
    assertThat(spare.workers("far")).isEqualTo(plain.workers("far") + 1);
    assertThat(spare.conditions())
        .containsExactly("without a worker of near", "without a worker of far");
  }

  @Test
  void reserveIsSizedForAndNotPaidForByUse() {
    String ratio = "routing={ratio: {near: 1, far: 0}}";
    Sized plain = size(ratio);
    Sized reserve = size(ratio, "sizing.reserve=100%");
    Sized twice = size(ratio, "arrivals.poisson.rate=4/s");

    assertThat(reserve.workers("near")).isEqualTo(twice.workers("near"));
    assertThat(reserve.workers("near")).isGreaterThan(plain.workers("near"));
    assertThat(reserve.conditions()).containsExactly("at 2.00 x the load");
  }

  @Test
  void aLostRegionIsServedByTheOther() {
    Sized lost = size("sizing.survive={region: eu}");

    // The other one takes all: two requests a second of a second each.
    assertThat(lost.workers("far")).isGreaterThanOrEqualTo(3);
    assertThat(lost.conditions()).containsExactly("without region eu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sizing.survive={workers: 8} | sizing.survive.workers: 8: pool near has at most 8 workers: none would be left",
        "sizing.survive={pool: middle} | sizing.survive.pool: \"middle\": there is no such pool",
        "sizing.survive={region: asia} | sizing.survive.region: \"asia\": no pool is there. Maybe one of eu, us",
        "sizing.survive={pool: near, region: eu} | names a pool and a region",
        "sizing.reserve=-10% | sizing.reserve: -0.10: must be"
      })
  void whatIsWrongIsNamed(String setting, String expected) {
    assertThat(catchThrowableOfType(InvalidInputException.class, () -> size(setting)).getMessage())
        .contains(expected);
  }

  @Test
  void whereNobodyIsLeftNothingCanBeSized() {
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () ->
                        size(
                            "routing={ratio: {near: 0.5, far: 0.5}}",
                            "sizing.survive={pool: near}"))
                .getMessage())
        .contains("in no configuration is anybody left to answer in their place");
  }
}
