package footfall.scenarios.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolSpecTest {
  @TempDir private Path folder;

  private PoolSpec pool(String yaml) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pool.yaml"),
            """
            name: pool
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {languages: {english: {share: 0.5}, hindi: {share: 0.5}}, intents: {start: {search: 1}, states: {search: {next: {compare: 0.5}}, compare: {}}}}}
            pools: {p: {service: {time: 1s}, %s}}
            routing: {ratio: {p: 1}}
            """
                .formatted(yaml));
    return new ScenarioReader().read(file, List.of()).scenario().pools().get(0);
  }

  @Test
  void copiesChangeOneThing() throws IOException {
    PoolSpec pool = pool("workers: 3, slots: 4");
    assertThat(pool.servers()).isEqualTo(12);
    assertThat(pool.withWorkers(5).servers()).isEqualTo(20);
    assertThat(pool.withSlots(2).servers()).isEqualTo(6);
    assertThat(pool.withWorkers(3)).isEqualTo(pool);
    assertThat(pool.lent(2).workers()).isEqualTo(2);
    assertThat(pool.isAccount()).isFalse();
    assertThat(pool("kind: llm, slots: 9, api: {requestsPerMinute: 6}").isAccount()).isTrue();
  }

  @Test
  void anAutoscaledPoolMayHaveMoreWorkersThanItBeginsWith() throws IOException {
    assertThat(pool("workers: 2").mostWorkers()).isEqualTo(2);
    PoolSpec scaled =
        pool("workers: 2, autoscale: {min: 1, max: 6, utilization: 0.5, every: 30s, delay: 0s}");
    assertThat(scaled.mostWorkers()).isEqualTo(6);
  }

  @Test
  void qualityIsThatOfTheIntentOrTheLanguageScaledToBoth() throws IOException {
    Quality quality =
        pool("quality: {satisfaction: 0.8, byLanguage: {hindi: 0.4}, byIntent: {compare: {satisfaction: 0.6}}}")
            .quality();
    assertThat(quality.isStated()).isTrue();
    assertThat(quality.states("satisfaction")).isTrue();
    assertThat(quality.states("coherence")).isFalse();
    assertThat(mean(quality, null, null)).isEqualTo(0.8);
    assertThat(mean(quality, "english", "search")).isEqualTo(0.8);
    assertThat(mean(quality, "hindi", null)).isEqualTo(0.4);
    assertThat(mean(quality, null, "compare")).isEqualTo(0.6);
    assertThat(mean(quality, "hindi", "compare")).isCloseTo(0.6 * 0.4 / 0.8, within(1e-9));
    assertThat(quality.of("coherence", null, null)).isEmpty();
    assertThat(pool("workers: 1").quality().isStated()).isFalse();
  }

  private static double mean(Quality quality, String language, String intent) {
    return quality.of("satisfaction", language, intent).map(Distribution::mean).orElseThrow();
  }

  @Test
  void aCurveGoesThroughItsPointsAndStraightBetween() {
    Curve curve = Curve.through(Map.of(1, 10.0, 5, 30.0));
    assertThat(curve.at(1)).isEqualTo(10);
    assertThat(curve.at(3)).isEqualTo(20);
    assertThat(curve.at(5)).isEqualTo(30);
    assertThat(curve.upTo(3)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(curve.map(y -> 2 * y).at(3)).isEqualTo(40);
    assertThat(curve).isEqualTo(Curve.through(Map.of(1, 10.0, 5, 30.0)));
    assertThat(curve).hasSameHashCodeAs(Curve.through(Map.of(1, 10.0, 5, 30.0)));
    assertThat(curve).isNotEqualTo(Curve.affine(5, 5)).isNotEqualTo("curve");
    assertThat(Curve.affine(5, 5).at(1)).isCloseTo(Curve.affine(5, 5).at(2) - 5, within(1e-12));
  }

  @Test
  void aResponseIsFlatOutsideItsPoints() {
    Response response = Response.through(Map.of(2.0, 1.0, 10.0, 0.5));
    assertThat(response.at(0)).isEqualTo(1);
    assertThat(response.at(6)).isEqualTo(0.75);
    assertThat(response.at(99)).isEqualTo(0.5);
    assertThat(response).isEqualTo(Response.through(Map.of(2.0, 1.0, 10.0, 0.5)));
    assertThat(response).isNotEqualTo(Response.NONE).hasSameHashCodeAs(response);
    assertThat(Response.NEVER.at(5)).isZero();
  }
}
