package footfall.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.Scenario;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Factors by which derived speeds are off, drawn by replications. */
class UncertainSpeedsTest {
  private static final int MANY = 4_000;

  @TempDir private Path folder;

  private Scenario scenario(String pool) throws IOException {
    String yaml =
        """
        name: uncertain
        horizon: 1h
        arrivals: {poisson: {rate: 100/h}}
        shoppers:
          all: {turns: 1, messageTokens: 100, replyTokens: 100}
        pools:
          derived: {model: library/llama-3.1-8b, hardware: gpu-l4}
          other: {POOL}
        routing: {ratio: {derived: 0.5, other: 0.5}}
        """;
    Path file = Files.writeString(folder.resolve("s.yaml"), yaml.replace("POOL", pool));
    return new ScenarioReader().read(file, List.of()).scenario();
  }

  private static double factor(Scenario scenario, int pool, int replication) {
    DeviceRates stated = scenario.pools().get(pool).engine().orElseThrow().rates();
    DeviceRates drawn =
        UncertainSpeeds.draw(scenario, replication)
            .pools()
            .get(pool)
            .engine()
            .orElseThrow()
            .rates();
    assertThat(stated.flops() / drawn.flops())
        .isCloseTo(drawn.overheadSeconds() / stated.overheadSeconds(), within(1e-9));
    return drawn.overheadSeconds() / stated.overheadSeconds();
  }

  @Test
  void factorsAreLogNormalAroundOne() throws IOException {
    Scenario scenario = scenario("model: library/qwen3-8b, hardware: gpu-h100");
    double[] logs =
        IntStream.range(0, MANY).mapToDouble(r -> Math.log(factor(scenario, 0, r))).toArray();
    double mean = IntStream.range(0, MANY).mapToDouble(i -> logs[i]).average().orElseThrow();
    double squares =
        IntStream.range(0, MANY).mapToDouble(i -> logs[i] * logs[i]).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(4 * .2 / Math.sqrt(MANY)));
    assertThat(Math.sqrt(squares)).isCloseTo(.2, within(.01));
  }

  @Test
  void oneReplicationDrawsOneFactorForAllPoolsAndDeployments() throws IOException {
    Scenario one = scenario("model: library/qwen3-8b, hardware: gpu-h100");
    Scenario two = scenario("model: library/qwen3-8b, hardware: gpu-l40s, workers: 9");
    assertThat(factor(one, 1, 3)).isCloseTo(factor(one, 0, 3), within(1e-9));
    assertThat(factor(two, 1, 3)).isCloseTo(factor(one, 0, 3), within(1e-9));
    assertThat(factor(one, 0, 4)).isNotEqualTo(factor(one, 0, 3));
  }

  @Test
  void measuredSpeedsStay() throws IOException {
    Scenario scenario = scenario("model: published/gemma-2-2b-a10g");
    assertThat(UncertainSpeeds.draw(scenario, 1).pools().get(1)).isEqualTo(scenario.pools().get(1));
  }
}
