package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.SteadyBatch;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineReadingTest {
  private static final String FOOTPRINT =
      "{weights: 15GB, kvPerToken: 131072B, parameters: 7.5e9, layers: 32, attentionWidth: 4096}";
  private static final String STEP =
      "{overhead: 1ms, compute: 153TFLOP/s, weightBandwidth: 927GB/s, kvBandwidth: 806GB/s,"
          + " attentionCompute: 82TFLOP/s}";

  @TempDir private Path folder;

  private PoolSpec read(String pool) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: s
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {c: {messageTokens: 500, replyTokens: 200}}
            pools:
              gpu: {%s}
            routing: {ratio: {gpu: 1}}
            """
                .formatted(pool));
    return new ScenarioReader().read(file, List.of()).scenario().pools().get(0);
  }

  private static String with(String engine, String others) {
    return "footprint: " + FOOTPRINT + ", engine: {" + engine + "}" + others;
  }

  @Test
  void anEngineHasTheDefaultsOfVllm() throws IOException {
    PoolSpec pool = read(with("kvTokens: 41408, step: " + STEP, ""));
    Engine engine = pool.engine().orElseThrow();

    assertThat(engine.maxSequences()).isEqualTo(256);
    assertThat(pool.slots()).isEqualTo(256);
    assertThat(engine.maxBatchedTokens()).isEqualTo(2_048);
    assertThat(engine.blocks()).isEqualTo(2_587); // One of 2,588 is reserved.
    assertThat(engine.prefixCaching()).isTrue();
    assertThat(engine.rates().flops()).isEqualTo(153e12);
    assertThat(pool.queue().layout()).isEqualTo(QueueSpec.Layout.PER_WORKER);
    assertThat(pool.queue().placement()).isEqualTo(QueueSpec.Placement.SHORTEST);
  }

  @Test
  void memoryIsWhatWeightsAndActivationsLeave() throws IOException {
    PoolSpec pool = read(with("step: " + STEP, ", device: {memory: 24GB}, slots: 8"));

    // 24 GB x 0.9 - 15 GB - 2 GB, at 131,072 bytes a token.
    assertThat(pool.engine().orElseThrow().kvTokens()).isEqualTo(35_095);
    assertThat(pool.engine().orElseThrow().maxSequences()).isEqualTo(8);
  }

  @Test
  void aSharedQueueAndAServiceOfItsOwnAreLeftAlone() throws IOException {
    PoolSpec shared =
        read(with("kvTokens: 41408, step: " + STEP, ", queue: {layout: shared}, workers: 2"));
    PoolSpec served = read("model: published/gemma-2-2b-a10g, service: {time: 1s}");

    assertThat(shared.queue().layout()).isEqualTo(QueueSpec.Layout.SHARED);
    assertThat(served.engine()).isEmpty();
    assertThat(served.service().time().mean()).isEqualTo(1);
  }

  /** What version 0.1 got wrong: 45 prompts of 2,000 tokens a second on one card. */
  @Test
  void anA10gReadsTenThousandTokensASecondAndNoMore() throws IOException {
    Engine engine = read("model: published/gemma-2-2b-a10g").engine().orElseThrow();
    SteadyBatch longPrompts = new SteadyBatch(engine, 2_000, 0, 20);

    assertThat(longPrompts.prefillTokensPerSecond()).isBetween(8_500.0, 10_000.0);
    assertThat(longPrompts.requestsPerSecond()).isBetween(4.0, 5.0);
    assertThat(longPrompts.isMemoryBound()).isTrue();
  }

  /** 13, 13.2, 15.1 and 16.8 ms a token at 1, 8, 32 and 64 together, read off published curves. */
  @ParameterizedTest
  @CsvSource({"1, 13", "8, 13.2", "32, 15.1", "64, 16.8"})
  void theProfileMeetsThePublishedCurve(int together, double millis) throws IOException {
    var time = read("model: published/gemma-2-2b-a10g").engine().orElseThrow().stepTime();
    double context = 60 + 256 / 2.0;
    double nanos =
        time.batchNanos(together, together, together, together)
            + time.contextNanos(together * context, together * context);

    assertThat(nanos / 1e6).isBetween(millis * 0.95, millis * 1.05);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxBatchedTokens: 8, kvTokens: 9999 | '' | must be at least blockSize, 16 tokens",
        "blockSize: 0, kvTokens: 9999 | '' | blockSize: 0: must be",
        "kvTokens: 100 | '' | must hold at least one request",
        "kvTokens: 9999, maxContext: 300 | '' | needs 700 tokens",
        "prefixCaching: true | '' | needs the size of its KV memory",
        "kvTokens: 9999 | ', prefixCache: 0.5' | prefixCaching",
        "kvTokens: 9999, maxSequences: 8 | ', slots: 4' | is the same as engine.maxSequences",
        "kvTokens: 9999 | ', service: {time: 1s}' | remove service, or engine",
        "kvTokens: 9999, speculation: {draftTokens: 2, accepted: 3} | '' | must not be above draftTokens",
        "kvTokens: 9999 | ', device: {memory: 24GB, workersPerDevice: 0}' | workersPerDevice"
      })
  void refuses(String engine, String others, String message) {
    assertThatThrownBy(() -> read(with(engine + ", step: " + STEP, others)))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "overhead: 1ms | overhead: 0ms",
        "compute: 153TFLOP/s | compute: 0TFLOP/s",
        "compute: 153TFLOP/s | compute: -1TFLOP/s",
        "weightBandwidth: 927GB/s | weightBandwidth: 0GB/s",
        "kvBandwidth: 806GB/s | kvBandwidth: 0.0GB/s",
        "attentionCompute: 82TFLOP/s | attentionCompute: 82GB/s"
      })
  void refusesCoefficientsThatAreNoRates(String from, String to) {
    String step = STEP.replace(from, to);
    assertThatThrownBy(() -> read(with("kvTokens: 9999, step: " + step, "")))
        .hasMessageContaining("pools.gpu.engine.step." + to.split(":")[0]);
  }

  @Test
  void namesWhatIsMissingOfTheModel() {
    assertThatThrownBy(() -> read("engine: {kvTokens: 9999, step: " + STEP + "}"))
        .hasMessageContaining("weights, kvPerToken, parameters, layers, attentionWidth");
    assertThatThrownBy(() -> read("footprint: " + FOOTPRINT + ", engine: {kvTokens: 9999}"))
        .hasMessageContaining("pools.gpu.engine.step");
  }
}
