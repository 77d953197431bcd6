package footfall.simulator.enginefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import footfall.reports.results.CalibrationResults.Checked;
import footfall.scenarios.engine.DeviceRates;
import footfall.scenarios.engine.Engine;
import footfall.scenarios.engine.ModelShape;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.enginefit.ConcurrencyTable.Row;
import footfall.simulator.enginefit.RequestLog.Answered;
import footfall.simulator.enginefit.RequestLog.TimeUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFitTest {
  private static final ModelShape LLAMA_8B =
      new ModelShape(6.98e9, 5.25e8, 16.06e9, 131_072, 0, 32, 4_096, Optional.empty());
  private static final DeviceRates STATED =
      new DeviceRates(1e-3, 2e-6, 200e12, 1_000e9, 900e9, 100e12, 0);

  @TempDir private Path folder;

  private static Engine engine(DeviceRates rates) {
    return new Engine(
        64, 2_048, 16, 60_000, Long.MAX_VALUE, true, LLAMA_8B, rates, Optional.empty());
  }

  /** Requests as an engine answers them that is otherwise than stated. */
  private static List<Answered> answered(DeviceRates truth, int count, double perSecond) {
    SplittableRandom random = new SplittableRandom(7);
    List<Answered> asked = new ArrayList<>();
    double now = 0;
    for (int i = 0; i < count; i++) {
      now += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
      asked.add(new Answered(now, 0, 0, random.nextInt(20, 2_000), random.nextInt(20, 400)));
    }
    return EngineReplay.of(engine(truth), asked);
  }

  @Test
  void findsRatesThatPredictTheOtherHalf() {
    DeviceRates truth = new DeviceRates(2e-3, 3e-5, 120e12, 700e9, 600e9, 60e12, 0);
    List<Answered> log = answered(truth, 200, 2.5);

    EngineFit.Found found = new EngineFit(engine(STATED), List.of(new LogEvidence(log, 100))).fit();
    List<Answered> again = EngineReplay.of(engine(found.rates()), log);

    double[] errors =
        IntStream.range(100, 200)
            .mapToDouble(i -> Math.abs(again.get(i).endToEnd() / log.get(i).endToEnd() - 1))
            .sorted()
            .toArray();
    assertThat(errors[50]).isLessThan(0.02);
    assertThat(errors[90]).isLessThan(0.05);
    assertThat(mean(again, true)).isCloseTo(mean(log, true), within(0.03 * mean(log, true)));
    assertThat(mean(again, false)).isCloseTo(mean(log, false), within(0.02 * mean(log, false)));
    assertThat(found.rates().flops()).isBetween(90e12, 160e12);
  }

  /** One prompt at a time tells how long a step takes, and nothing of how steps grow. */
  @Test
  void saysWhatTheDataDoNotTell() {
    List<Answered> lone = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lone.add(new Answered(i * 60e9, 0, 0, 10, 50));
    }
    List<Answered> log = EngineReplay.of(engine(STATED), lone);

    EngineFit.Found found = new EngineFit(engine(STATED), List.of(new LogEvidence(log, 40))).fit();

    assertThat(found.figures())
        .filteredOn(figure -> !figure.known())
        .extracting(EngineFit.Figure::name)
        .contains("kvBandwidth", "attentionCompute");
  }

  /** A table of an engine is met by what is fitted to it, at every load. */
  @Test
  void aTableOfConcurrencyIsMetAtEveryLoad() throws IOException {
    DeviceRates truth = new DeviceRates(2e-3, 3e-5, 120e12, 700e9, 600e9, 60e12, 0);
    StringBuilder csv = new StringBuilder("concurrency, input_toks, output_toks, ttft, tpot\n");
    for (int concurrency : new int[] {1, 8, 32, 64}) {
      Row row = ConcurrencyTable.simulate(engine(truth), new Row(concurrency, 700, 150, 0, 0));
      csv.append(concurrency + ", 700, 150, " + 1e3 * row.ttft() + ", " + 1e3 * row.tpot() + "\n");
    }
    ConcurrencyTable table =
        ConcurrencyTable.read(Files.writeString(folder.resolve("table.csv"), csv), TimeUnit.MS);

    EngineFit.Found found = new EngineFit(engine(STATED), List.of(table)).fit();

    double[] fitted = table.times(engine(found.rates()));
    double[] measured = table.measured();
    for (int i = 0; i < measured.length; i++) {
      assertThat(Math.exp(fitted[i] - measured[i])).isCloseTo(1, within(0.03));
    }
  }

  @Test
  void aTableWithoutItsColumnsIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "concurrency,ttft\n1,2\n");
    Path zero =
        Files.writeString(
            folder.resolve("z.csv"), "concurrency,input_toks,output_toks,ttft,tpot\n1,2,3,0,1\n");

    assertThatThrownBy(() -> ConcurrencyTable.read(file, TimeUnit.S))
        .hasMessageContaining("input_toks");
    assertThatThrownBy(() -> ConcurrencyTable.read(zero, TimeUnit.S))
        .hasMessageContaining("z.csv:2");
  }

  private static double mean(List<Answered> requests, boolean ofFirstToken) {
    return requests.stream()
        .mapToDouble(ofFirstToken ? Answered::ttft : Answered::tpot)
        .average()
        .orElseThrow();
  }

  @Test
  void aFileInAnotherUnitIsRefusedByLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("log.jsonl"),
            """
            {"input_toks": 10, "output_toks": 5, "queued_ts": 1, "first_token_ts": 2, "last_token_ts": 3}
            {"input_toks": 10, "output_toks": 5, "queued_ts": 3, "first_token_ts": 2, "last_token_ts": 3}
            {"input_toks": 10, "output_toks": 5, "queued_ts": 3}
            no json
            """);

    assertThatThrownBy(() -> RequestLog.read(file, TimeUnit.S))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems().toString())
                    .contains("log.jsonl:2", "must be after queued_ts")
                    .contains("log.jsonl:3", "first_token_ts")
                    .contains("log.jsonl:4", "is no JSON"));
  }

  /**
   * Real runs that are not part of this repository: -Dmeasured=FOLDER names where they are. The
   * stated rates of the RTX 4090 are its data sheet times usual efficiencies.
   */
  @Tag("full")
  @ParameterizedTest
  @CsvSource({
    "RTX4090-Llama-3.1-8B, 41408, 256, 0.153, 927, 806, 0.082, 0.05, 0.09",
    "RTXPRO6000-Llama-3.1-8B, 400000, 128, 0.468, 1649, 1433, 0.25, 0.03, 0.05"
  })
  void predictsRealRuns(
      String name,
      long kvTokens,
      int sequences,
      double compute,
      double weights,
      double kv,
      double attention,
      double atMean,
      double atP95)
      throws IOException {
    Path measured = Path.of(System.getProperty("measured", "../../shared/measured"));
    Path log = measured.resolve(name + ".requests.jsonl");
    assumeTrue(Files.exists(log), "no measured runs in " + measured + "; -Dmeasured=FOLDER");
    PoolSpec pool = pool(kvTokens, sequences, compute, weights, kv, attention);

    Checked fitted =
        EngineCalibration.of(pool, List.of(RequestLog.read(log, TimeUnit.S)), List.of(), 0.5)
            .run("test")
            .results()
            .calibration()
            .checked()
            .get(0);

    for (String metric :
        List.of("time_to_first_token", "time_per_output_token", "request_latency")) {
      assertThat(fitted.error(metric, "mean")).as(metric).isLessThan(0.03);
      assertThat(fitted.error(metric, "p50")).as(metric).isLessThan(atMean);
      assertThat(fitted.error(metric, "p95")).as(metric).isLessThan(atP95);
    }
  }

  private PoolSpec pool(
      long kvTokens, int sequences, double compute, double weights, double kv, double attention)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gpu.yaml"),
            """
            name: gpu
            horizon: 10min
            arrivals: {poisson: {rate: 10/s}}
            shoppers: {c: {messageTokens: 500, replyTokens: 200}}
            pools:
              gpu:
                footprint: {weights: 16.06GB, kvPerToken: 131072B, parameters: 6.98e9, headParameters: 5.25e8, layers: 32, attentionWidth: 4096}
                engine: {maxSequences: %d, kvTokens: %d, step: {overhead: 1ms, compute: %sPFLOP/s, weightBandwidth: %sGB/s, kvBandwidth: %sGB/s, attentionCompute: %sPFLOP/s}}
            routing: {ratio: {gpu: 1}}
            """
                .formatted(sequences, kvTokens, compute, weights, kv, attention));
    return new ScenarioReader().read(file, List.<Setting>of()).scenario().pools().get(0);
  }
}
