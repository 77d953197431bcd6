package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.watching.LiveSnapshot;
import footfall.reports.watching.LiveSnapshot.PoolGlance;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.WatchedReplication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of a run while it goes on is what its report says at the end. */
class WatchingTest {
  private final List<LiveSnapshot> seen = Collections.synchronizedList(new ArrayList<>());

  private Outcome watched(ResolvedScenario scenario) {
    return Simulation.run(scenario, "test", new WatchedReplication(part -> {}, seen::add));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 14, 23})
  void theLastGlanceAgreesWithTheReport(int seed) {
    ResolvedScenario world =
        Laws.parse(
            RandomWorld.yaml(seed)
                    .replaceAll("drain: true\n", "")
                    .replaceAll("(warmUp|replications): .*\n", "")
                + "warmUp: none\nreplications: 1\n");
    Results results = watched(world).results();
    List<LiveSnapshot> last = seen.stream().filter(snapshot -> snapshot.part() == 1).toList();

    assertThat(last).hasSize(1);
    LiveSnapshot end = last.get(0);
    Results.Ledger.Requests ledger = results.ledger().requests();
    assertThat(end.answered()).isEqualTo(ledger.completed()).isPositive();
    assertThat(end.lost()).isEqualTo(ledger.rejected() + ledger.abandoned() + ledger.failed());
    assertThat(end.shoppers()).isEqualTo(results.ledger().conversations().open());
    assertThat(end.cost())
        .isCloseTo(results.cost().total(), within(1e-9 + 1e-9 * results.cost().total()));
    for (LiveSnapshot snapshot : seen) {
      assertThat(snapshot.pools()).hasSameSizeAs(world.scenario().pools());
      for (PoolGlance pool : snapshot.pools()) {
        WorkerStates w = pool.workers();
        int workers = w.busy() + w.free() + w.starting() + w.finishing() + w.lost() + w.off();
        assertThat(workers).isEqualTo(world.scenario().pool(pool.name()).mostWorkers());
      }
    }
  }

  /** Twenty servers, never all busy, each busy for two seconds: everything is known. */
  @Test
  void whatIsSeenOnTheWayIsRight() {
    ResolvedScenario scenario =
        Laws.parse(
            """
            name: known
            replications: 1
            horizon: 30min
            warmUp: none
            arrivals: {constant: {rate: 2/s}}
            shoppers: {plain: {turns: 1, thinking: 1s}}
            pools: {server: {workers: 20, service: {time: 2s}}}
            routing: {ratio: {server: 1}}
            """);
    Results results = watched(scenario).results();

    double answered = 0;
    double busy = 0;
    double before = 0;
    for (LiveSnapshot snapshot : seen) {
      double since = snapshot.seconds() - before;
      before = snapshot.seconds();
      answered += since * snapshot.perSecond();
      busy += since * snapshot.pools().get(0).utilization();
      if (snapshot.seconds() > 10) {
        assertThat(snapshot.latency().p50()).isCloseTo(2, within(0.02));
        assertThat(snapshot.latency().p99()).isCloseTo(2, within(0.02));
        assertThat(snapshot.pools().get(0).share()).isEqualTo(1);
        assertThat(snapshot.pools().get(0).workers().busy()).isBetween(3, 5);
        assertThat(snapshot.shoppers()).isBetween(3L, 5L);
      }
    }
    assertThat(answered)
        .isCloseTo(
            results.ledger().requests().completed(), within(1.5)); // One ends at the horizon.
    assertThat(busy / before).isCloseTo(results.pools().get(0).utilization(), within(1e-9));
    assertThat(seen.get(20).latency().count())
        .isCloseTo(180L, within(3L)); // Ten ticks of nine seconds.
  }

  @Tag("full")
  @Test
  void watchingChangesNothing() {
    ResolvedScenario scenario =
        Laws.read(Laws.CATALOG.resolve("flash-sale.yaml"), "replications=3");
    Results unwatched = Laws.run(scenario);
    Results watched = watched(scenario).results();
    assertThat(ResultsJson.render(watched).replaceAll("\"wall\" : \\{[^}]*}", ""))
        .isEqualTo(ResultsJson.render(unwatched).replaceAll("\"wall\" : \\{[^}]*}", ""));
    assertThat(seen).isNotEmpty();
    for (int i = 1; i < seen.size(); i++) {
      LiveSnapshot before = seen.get(i - 1);
      LiveSnapshot now = seen.get(i);
      if (now.replication() == before.replication()) {
        assertThat(now.seconds()).isGreaterThan(before.seconds());
      }
    }
  }
}
