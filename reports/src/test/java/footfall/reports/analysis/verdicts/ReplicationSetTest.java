package footfall.reports.analysis.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.queueing.statistics.Interval;
import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationSetTest {
  private static final long SECOND = 1_000_000_000L;
  private static final FigureName WAIT = FigureName.parse("queue_wait.mean").orElseThrow();

  private static final Scenario SHOP =
      SmallShop.read(
              """
              name: trial
              seed: 9
              horizon: 1h
              warmUp: 5min
              arrivals: {poisson: {rate: 1/s}}
              pools:
                a: {workers: 1, service: {time: {exponential: {mean: 500ms}}}}
                b: {workers: 1, service: {time: {exponential: {mean: 800ms}}}}
              routing: {ratio: {a: 0.5, b: 0.5}}
              slos: [{metric: queue_wait, stat: mean, op: <=, threshold: 2s}]
              """)
          .scenario();

  private static ReplicationSet trial(World world, int replications) {
    return new ReplicationSet(SHOP, SmallShop.run(SHOP, world.shares(0.5, 0.5), replications));
  }

  @Test
  void itsFiguresAreThoseOfItsReplications() {
    // M/M/1 at 0.5/s: 0.5 s of service waits 1/6 s, 0.8 s waits 0.533 s; 0.35 s over both.
    ReplicationSet tried = trial(new World().service(0.5, 0.8), 10);
    assertThat(tried.replications()).isEqualTo(10);
    assertThat(tried.records()).hasSize(10);
    assertThat(tried.scenario()).isEqualTo(SHOP);
    assertThat(tried.each(WAIT)).hasSize(10);
    Interval interval = tried.interval(WAIT, 0.99);
    assertThat(interval.covers(0.35)).isTrue();
    assertThat(tried.value(WAIT)).isCloseTo(0.35, within(0.06));
    assertThat(tried.isStable()).isTrue();
    assertThat(tried.isSound()).isTrue();
    assertThat(tried.verdict(tried.judge(0.95))).isEqualTo(Verdict.PASS);
  }

  @Test
  void theBottleneckIsThePoolWithLeastToSpare() {
    ReplicationSet second = trial(new World().service(0.5, 0.8), 3);
    assertThat(second.bottleneck()).isEqualTo(1);
    assertThat(second.pressure(0)).isCloseTo(0.25, within(0.02));
    assertThat(second.pressure(1)).isCloseTo(0.4, within(0.03));
    assertThat(trial(new World().service(0.9, 0.2), 3).bottleneck()).isZero();
  }

  @Test
  void moreReplicationsAreAdded() {
    ReplicationSet one = trial(new World().service(0.5, 0.8), 4);
    ReplicationSet both = one.with(one.records());
    assertThat(both.replications()).isEqualTo(8);
    assertThat(both.value(WAIT)).isCloseTo(one.value(WAIT), within(1e-9));
  }

  @Test
  void anOverloadedTrialFailsAndIsNotStable() {
    ReplicationSet tried = trial(new World().rate(4).service(0.9, 0.1), 3);
    assertThat(tried.isStable()).isFalse();
    assertThat(ReplicationSet.all(tried.judge(0.95))).isEqualTo(Verdict.FAIL);
    assertThat(ReplicationSet.all(List.of())).isEqualTo(Verdict.PASS);
    assertThat(tried.verdict(List.of())).as("whatever is asked").isEqualTo(Verdict.FAIL);
    double[] recovery = tried.recoverySeconds(600 * SECOND);
    assertThat(recovery).hasSize(3).containsOnly(Double.POSITIVE_INFINITY);
  }

  @Test
  void whatNeverHasAQueueHasRecoveredAtOnce() {
    double[] recovery =
        trial(new World().rate(0.01).service(0.01, 0.01), 2).recoverySeconds(600 * SECOND);
    assertThat(recovery).containsOnly(0.0);
  }
}
