package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.pools.Pool;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.PoolReport;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.protocol.WorkerCommand;
import footfall.actors.workers.WorkerContext;
import footfall.actors.workers.Workforce;
import footfall.reports.recording.PoolLevels;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A pool alone, with inboxes in place of everybody around it. */
abstract class PoolBench {
  static final long SECOND = 1_000_000_000L;

  /** Workers that may fail, so that each of them is watched. */
  private static final Workforce FALLIBLE =
      new Workforce() {
        @Override
        public Behavior<WorkerCommand> worker(WorkerContext workerContext) {
          return Behaviors.ignore();
        }

        @Override
        public boolean mayFail() {
          return true;
        }
      };

  final ManualClock clock = new ManualClock();
  final TestInbox<SupervisorCommand> supervisor = TestInbox.create();
  final TestInbox<RouterCommand> router = TestInbox.create();
  final TestInbox<RequestOutcome> shopper = TestInbox.create();
  BehaviorTestKit<PoolCommand> pool;

  final void start(String yaml) {
    start(Scenarios.withPool(Scenarios.pool(yaml)));
  }

  final void start(Scenario scenario) {
    start(scenario, Workforce.PLAYED);
  }

  final void start(Scenario scenario, Workforce workforce) {
    pool =
        BehaviorTestKit.create(
            Pool.create(clock, 0, scenario, workforce, supervisor.getRef(), router.getRef(), true));
    router.getAllReceived();
  }

  final void startWatched(String yaml) {
    start(Scenarios.withPool(Scenarios.pool(yaml)), FALLIBLE);
  }

  /** A command that the pool knows. */
  final void run(PoolCommand command) {
    pool.run(command);
    assertThat(pool.returnedBehavior()).as(command + "").isNotSameAs(Behaviors.unhandled());
  }

  final Request request(long id, int output, long submittedNanos) {
    return new Request(
        id,
        0,
        1,
        0,
        0,
        0,
        output,
        0,
        submittedNanos,
        Long.MAX_VALUE,
        id,
        Step.ONLY,
        null,
        shopper.getRef());
  }

  final Request submit(long id, int output) {
    Request request = request(id, output, clock.now);
    run(request);
    return request;
  }

  final void complete(Request request, int worker, long startedNanos) {
    run(new Completed(request, 0, worker, 0, startedNanos, clock.now, clock.now));
  }

  final List<Long> served(int worker) {
    TestInbox<WorkerCommand> inbox = pool.childInbox("worker-" + worker);
    List<Long> ids = new ArrayList<>();
    for (WorkerCommand command : inbox.getAllReceived()) {
      if (command instanceof Request request) {
        ids.add(request.shopper());
      }
    }
    return ids;
  }

  final void fireTimers() {
    List<ManualClock.Timer> due = new ArrayList<>(clock.timers);
    clock.timers.clear();
    for (ManualClock.Timer timer : due) {
      clock.now = Math.max(clock.now, timer.dueNanos());
      run((PoolCommand) timer.message());
    }
  }

  final PoolLevels levels() {
    run(new PoolCommand.ReportLevels(supervisor.getRef(), false));
    List<SupervisorCommand> told = supervisor.getAllReceived();
    return ((PoolReport.PoolReported) told.get(told.size() - 1)).levels();
  }

  final WorkerStates states() {
    run(new PoolCommand.Look(supervisor.getRef()));
    return ((PoolReport.Seen) supervisor.receiveMessage()).workers();
  }
}
