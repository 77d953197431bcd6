package footfall.simulator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import footfall.reports.results.Results;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Simulation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Public traces, replayed; docs/traces.md says where they are had. */
class PublicTraceTest {
  private static final Path TRACE =
      Path.of("../../shared/traces/AzureLLMInferenceTrace_conv.csv").toAbsolutePath().normalize();

  private static final Path MOONCAKE =
      Path.of("../../shared/traces/conversation_trace.jsonl").toAbsolutePath().normalize();

  @Test
  void aReplayGivesBackTheTraceAndAPoissonFitIsTooKind() {
    assumeTrue(Files.exists(TRACE), "the public trace is not here: see docs/traces.md");
    List<Setting> settings =
        Stream.of(
                "arrivals.trace.file=" + TRACE,
                "horizon=1h",
                "replications=1",
                "pools.gpu.workers=4",
                "pools.gpu.slots=14")
            .map(Setting::parse)
            .toList();
    Path file = Path.of("../scenarios/catalog/trace-replay.yaml");
    Results results =
        Simulation.run(new ScenarioReader().read(file, settings), "test", part -> {}).results();

    Results.Workload workload = results.workload();
    assertThat(workload.arrivals().ratePerSecond()).isCloseTo(1 / 0.1808, within(0.055));
    assertThat(workload.arrivals().cv()).isCloseTo(1.094, within(0.0109));
    assertThat(workload.inputTokens().p50()).isCloseTo(1_020, within(10.2));
    assertThat(workload.inputTokens().p90()).isCloseTo(2_734, within(27.3));
    assertThat(workload.inputTokens().p99()).isCloseTo(4_142, within(41.4));
    assertThat(workload.outputTokens().p50()).isCloseTo(129, within(1.29));
    assertThat(workload.outputTokens().p90()).isCloseTo(424, within(4.24));
    assertThat(workload.outputTokens().p99()).isCloseTo(601, within(6.01));
    Results.Burstiness burstiness = results.burstiness();
    assertThat(burstiness.ratioOfP99()).isGreaterThan(1.2);
    assertThat(burstiness.poisson().ci95()[1])
        .isLessThan(burstiness.replayed().requestLatencyP99());
    assertThat(results.answer()).contains("Poisson process of the same rate");
  }

  /** As its authors tell: 37.4 % of the input tokens could be found by an unbounded cache. */
  @Test
  void mooncakesConversationsFindWhatTheirAuthorsTell() {
    assumeTrue(Files.exists(MOONCAKE), "the public trace is not here: see docs/traces.md");
    Path scenario = Path.of("../scenarios/catalog/trace-replay.yaml");
    List<Setting> settings =
        Stream.of(
                "arrivals.trace.file=" + MOONCAKE,
                "horizon=2h",
                "replications=1",
                "slos=[]",
                "pools={gpu: {model: published/gemma-2-2b-a10g, workers: 1, engine: {kvTokens:"
                    + " 1000000000, blockSize: 512, maxContext: 1000000, maxSequences: 10000}}}")
            .map(Setting::parse)
            .toList();

    Results results =
        Simulation.run(new ScenarioReader().read(scenario, settings), "test", part -> {}).results();

    assertThat(results.pools().get(0).engine().cacheHits()).isCloseTo(0.374, within(0.01));
  }
}
