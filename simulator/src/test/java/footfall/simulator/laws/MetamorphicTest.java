package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.recording.SampledRequest;
import footfall.reports.results.Results;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must change in a known direction, or not at all, when a scenario is changed. */
class MetamorphicTest {
  private static final Path FIRST_RUN = Laws.CATALOG.resolve("claims/seed1-80-20.yaml");

  private static Results firstRun(String... settings) {
    return Laws.run(Laws.read(FIRST_RUN, settings));
  }

  @Test
  void moreWorkersNeverRaiseP99() {
    double before = Double.POSITIVE_INFINITY;
    for (int workers : new int[] {14, 16, 20, 40}) {
      double p99 = firstRun("pools.slm.workers=" + workers).metrics().get("request_latency").p99();
      assertThat(p99).as("%d workers", workers).isLessThanOrEqualTo(before * 1.001);
      before = p99;
    }
  }

  @Test
  void moreLoadNeverLowersUtilization() {
    double before = 0;
    for (int rate : new int[] {1_000, 3_000, 6_000, 8_000}) {
      double utilization =
          firstRun("arrivals.poisson.rate=" + rate + "/h").pools().get(0).utilization();
      assertThat(utilization).as("%d/h", rate).isGreaterThan(before);
      before = utilization;
    }
  }

  @Test
  void oneQueueWaitsNoLongerThanShortestAndShortestNoLongerThanRandom() {
    String perWorker = "pools.slm.queue.layout=per-worker";
    double shared = wait("pools.slm.queue.layout=shared");
    double shortest = wait(perWorker, "pools.slm.queue.placement=shortest");
    double random = wait(perWorker, "pools.slm.queue.placement=random");

    assertThat(shared).isLessThanOrEqualTo(shortest);
    assertThat(shortest).isLessThan(random);
  }

  private static double wait(String... settings) {
    return firstRun(settings).pools().get(0).queueWait().mean();
  }

  @Test
  void anotherRatioMeetsTheSameShoppersWithTheSameWords() {
    Map<String, SampledRequest> before = turns(Laws.run(Laws.read(FIRST_RUN, "replications=1"), 1));
    Map<String, SampledRequest> after =
        turns(
            Laws.run(
                Laws.read(
                    FIRST_RUN,
                    "replications=1",
                    "routing.ratio.slm=0.5",
                    "routing.ratio.llm=0.5",
                    "pools.slm.workers=30"),
                1));
    int met = 0;
    for (Map.Entry<String, SampledRequest> turn : before.entrySet()) {
      SampledRequest other = after.get(turn.getKey());
      if (other != null && turn.getValue().startedNanos() >= 0 && other.startedNanos() >= 0) {
        met++;
        assertThat(other.inputTokens()).isEqualTo(turn.getValue().inputTokens());
        assertThat(other.outputTokens()).isEqualTo(turn.getValue().outputTokens());
      }
    }
    assertThat(met).isGreaterThan(20);
  }

  private static Map<String, SampledRequest> turns(Outcome outcome) {
    Map<String, SampledRequest> turns = new HashMap<>();
    for (SampledRequest turn : outcome.replications().get(0).singles().get(0).sample()) {
      turns.put(turn.shopper() + "/" + turn.turn(), turn);
    }
    return turns;
  }

  @Test
  void costIsTheSumOfItsParts() {
    Results results =
        firstRun("pools.slm.cost.perWorkerHour=$0.5", "pools.llm.cost.perMillionOutputTokens=$2");
    double slm = results.pools().get(0).cost();
    double llm = results.pools().get(1).cost();

    assertThat(results.cost().total()).isEqualTo(slm + llm);
    double hours = results.cost().measuredSeconds() / 3600;
    assertThat(slm).isGreaterThan(20 * 0.5 * hours).isLessThan(20 * 0.5 * hours + 2);
  }
}
