package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.Request;
import footfall.actors.RequestOutcome;
import footfall.actors.RequestOutcome.Abandoned;
import footfall.actors.RequestOutcome.Completed;
import footfall.actors.RequestOutcome.Rejected;
import footfall.actors.Step;
import footfall.actors.pools.Pool;
import footfall.actors.routing.Router;
import footfall.actors.supervision.Supervisor;
import footfall.actors.workers.Worker;
import footfall.actors.workers.Workforce;
import footfall.scenarios.Scenario;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Prices;
import footfall.scenarios.pools.Quality;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.pools.QueueSpec.Discipline;
import footfall.scenarios.pools.QueueSpec.Layout;
import footfall.scenarios.pools.QueueSpec.Placement;
import footfall.scenarios.pools.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class PoolTest {
  private final ManualClock clock = new ManualClock();
  private final TestInbox<Supervisor.Command> supervisor = TestInbox.create();
  private final TestInbox<Router.Command> router = TestInbox.create();
  private final TestInbox<RequestOutcome> shopper = TestInbox.create();
  private BehaviorTestKit<Pool.Command> pool;

  private void start(
      int workers,
      Discipline discipline,
      Layout layout,
      Placement placement,
      OptionalInt capacity) {
    PoolSpec spec =
        new PoolSpec(
            "pool",
            PoolSpec.Kind.SLM,
            workers,
            1,
            new QueueSpec(discipline, layout, placement, capacity, OptionalLong.empty()),
            Service.unbatched(new Constant(1)),
            PoolSpec.NO_BOUND,
            0,
            Prices.FREE,
            new Quality(Map.of(), Map.of(), Map.of()),
            Optional.empty(),
            Optional.empty(),
            Operations.UNEVENTFUL,
            new Backend.Played());
    start(spec);
  }

  private void start(PoolSpec spec) {
    Scenario scenario = Scenarios.withPool(spec);
    pool =
        BehaviorTestKit.create(
            Pool.create(
                clock, 0, scenario, Workforce.PLAYED, supervisor.getRef(), router.getRef(), false));
  }

  private void start(int workers, OptionalInt capacity) {
    start(workers, Discipline.FIFO, Layout.SHARED, Placement.ROUND_ROBIN, capacity);
  }

  private Request request(long id, int priority, long patienceNanos) {
    return new Request(
        id,
        0,
        1,
        0,
        priority,
        0,
        0,
        0,
        clock.now,
        patienceNanos,
        id,
        Step.ONLY,
        null,
        shopper.getRef());
  }

  private void submit(long... ids) {
    for (long id : ids) {
      pool.run(request(id, 0, Long.MAX_VALUE));
    }
  }

  private List<Long> served(int worker) {
    List<Long> ids = new ArrayList<>();
    TestInbox<Worker.Command> inbox = pool.childInbox("worker-" + worker);
    inbox.getAllReceived().forEach(command -> ids.add(((Request) command).shopper()));
    return ids;
  }

  private void complete(long id, int worker) {
    pool.run(new Completed(request(id, 0, Long.MAX_VALUE), 0, worker, 0, 0, 0, clock.now));
  }

  @Test
  void servesAtOnceWhileASlotIsFreeAndThenFirstComeFirstServed() {
    start(2, OptionalInt.empty());
    submit(1, 2, 3, 4);

    assertThat(served(0)).containsExactly(1L);
    assertThat(served(1)).containsExactly(2L);
    complete(2, 1);
    assertThat(served(1)).containsExactly(3L);
    complete(1, 0);
    assertThat(served(0)).containsExactly(4L);
    assertThat(shopper.getAllReceived()).hasSize(2).allMatch(Completed.class::isInstance);
    assertThat(supervisor.hasMessages()).isFalse();
    pool.run(new Pool.ReportLevels(supervisor.getRef(), false));
    assertThat(((Pool.RequestsEnded) supervisor.receiveMessage()).outcomes()).hasSize(2);
    assertThat(supervisor.receiveMessage()).isInstanceOf(Pool.PoolReported.class);
  }

  @Test
  void theLowerPriorityNumberGoesFirst() {
    start(1, Discipline.PRIORITY, Layout.SHARED, Placement.ROUND_ROBIN, OptionalInt.empty());
    submit(1);
    pool.run(request(2, 5, Long.MAX_VALUE));
    pool.run(request(3, 1, Long.MAX_VALUE));
    pool.run(request(4, 1, Long.MAX_VALUE));
    served(0);

    for (long expected : new long[] {3, 4, 2}) {
      complete(0, 0);
      assertThat(served(0)).containsExactly(expected);
    }
  }

  @Test
  void turnsAwayWhatDoesNotFit() {
    start(1, OptionalInt.of(1));
    submit(1, 2, 3);

    assertThat(shopper.receiveMessage()).isInstanceOf(Rejected.class);
    assertThat(shopper.hasMessages()).isFalse();
  }

  @Test
  void aShopperWhosePatienceEndsLeavesFromTheMiddleOfTheQueue() {
    start(1, OptionalInt.empty());
    submit(1);
    pool.run(request(2, 0, Long.MAX_VALUE));
    pool.run(request(3, 0, 500));
    pool.run(request(4, 0, Long.MAX_VALUE));
    ManualClock.Timer patience = clock.timers.get(0);
    clock.now = patience.dueNanos();
    pool.run((Pool.Command) patience.message());

    assertThat(clock.now).isEqualTo(500);
    assertThat(((Abandoned) shopper.receiveMessage()).request().shopper()).isEqualTo(3);
    served(0);
    complete(1, 0);
    complete(2, 0);
    assertThat(served(0)).containsExactly(2L, 4L);
  }

  @Test
  void patienceThatEndsInServiceChangesNothing() {
    start(1, OptionalInt.empty());
    submit(1);
    pool.run(request(2, 0, 500));
    complete(1, 0);
    shopper.getAllReceived();
    pool.run((Pool.Command) clock.timers.get(0).message());

    assertThat(shopper.hasMessages()).isFalse();
  }

  @Test
  void aQueueEachKeepsTurnsWithTheirWorker() {
    start(2, Discipline.FIFO, Layout.PER_WORKER, Placement.ROUND_ROBIN, OptionalInt.empty());
    submit(1, 2, 3, 4);
    complete(1, 0);

    assertThat(served(0)).containsExactly(1L, 3L);
    assertThat(served(1)).containsExactly(2L);
  }

  @Test
  void theShortestQueueIsJoined() {
    start(2, Discipline.FIFO, Layout.PER_WORKER, Placement.SHORTEST, OptionalInt.empty());
    submit(1, 2, 3);
    complete(2, 1);
    submit(4, 5);

    assertThat(served(1)).containsExactly(2L, 4L);
    complete(1, 0);
    assertThat(served(0)).containsExactly(1L, 3L);
  }

  @Test
  void reportsItsLevels() {
    start(1, OptionalInt.empty());
    submit(1, 2, 3);
    clock.now = 10;
    pool.run(new Pool.ReportLevels(supervisor.getRef(), false));

    Pool.PoolReported reported = (Pool.PoolReported) supervisor.receiveMessage();
    assertThat(reported.levels().waiting()).isEqualTo(2);
    assertThat(reported.levels().inService()).isEqualTo(1);
    assertThat(reported.levels().waitingArea()).isEqualTo(20);
  }
}
