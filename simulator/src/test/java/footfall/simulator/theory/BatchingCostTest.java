package footfall.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serving tokens in batches costs at most twice the events of serving requests one by one. */
class BatchingCostTest {
  @TempDir private Path folder;

  private double eventsPerRequest(String pool) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cost.yaml"),
            """
            name: cost
            horizon: 20min
            replications: 1
            arrivals: {poisson: {rate: 10/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: {exponential: {mean: 200}}}}
            pools:
              gpu: {workers: 2, slots: 64, %s}
            routing: {ratio: {gpu: 1}}
            """
                .formatted(pool));
    ReplicationRecord record =
        Replications.run(new ScenarioReader().read(file, List.of()).scenario(), part -> {}).get(0);
    long requests =
        record.sections().stream().mapToLong(s -> s.requests(TurnOutcome.COMPLETED)).sum();
    return (double) record.events() / requests;
  }

  @Test
  void batchesCostAtMostTwiceTheEvents() throws IOException {
    double simple =
        eventsPerRequest("service: {time: 20ms, perInputToken: 0.1ms, perOutputToken: 15ms}");
    double batching =
        eventsPerRequest(
            "service: {time: 20ms, perInputToken: 0.1ms, batching: {tpot: {affine: {base: 13ms,"
                + " perRequest: 0.1ms}}}}");

    assertThat(batching).isGreaterThan(simple).isLessThan(2 * simple);
  }

  /** A step that is like the one before costs nothing. */
  @Test
  void stepsCostAtMostThreeTimesTheEventsOfABatch() throws IOException {
    double batching =
        eventsPerRequest(
            "service: {time: 20ms, perInputToken: 0.1ms, batching: {tpot: {affine: {base: 13ms,"
                + " perRequest: 0.1ms}}}}");
    double engine = eventsPerRequest("model: published/gemma-2-2b-a10g");

    assertThat(engine).isLessThan(3 * batching);
  }
}
