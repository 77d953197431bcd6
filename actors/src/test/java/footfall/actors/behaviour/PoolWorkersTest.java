package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RestartCommand;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.WorkerCommand;
import footfall.reports.watching.WorkerStates;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/** Workers of a pool that come and go: every state that one can be in. */
class PoolWorkersTest extends PoolBench {
  private static final String PLAIN = "service: {time: 9s}";
  private static final String LOADS = "service: {time: 9s}, loadTime: 20s";

  private List<Integer> told(int worker) {
    return pool.childInbox("worker-" + worker).getAllReceived().stream()
        .filter(WorkerCommand.OthersInService.class::isInstance)
        .map(message -> ((WorkerCommand.OthersInService) message).inService())
        .toList();
  }

  private List<Integer> workersUp() {
    return router.getAllReceived().stream()
        .filter(RouterCommand.WorkersUp.class::isInstance)
        .map(message -> ((RouterCommand.WorkersUp) message).workers())
        .toList();
  }

  @Test
  void aWorkerThatRetiresFinishesAndIsOff() {
    startWatched("{workers: 2, " + PLAIN + "}");
    Request first = submit(1, 0);
    run(new PoolCommand.Retire(1));
    assertThat(workersUp()).containsExactly(1);
    assertThat(states()).isEqualTo(new WorkerStates(1, 0, 0, 0, 0, 1));
    run(new PoolCommand.Retire(0));
    assertThat(states()).isEqualTo(new WorkerStates(0, 0, 0, 1, 0, 1));
    assertThat(levels().workersPaid()).isOne();
    assertThat(levels().workersUp()).isOne();
    submit(2, 0);
    complete(first, 0, 0);
    assertThat(states()).isEqualTo(new WorkerStates(0, 0, 0, 0, 0, 2));
    assertThat(workersUp()).containsExactly(0);
    assertThat(levels().workersPaid()).isZero();
    assertThat(pool.childInbox("worker-1").getAllReceived())
        .containsExactly(WorkerCommand.Retired.INSTANCE);

    run(new PoolCommand.Employ(1));
    assertThat(workersUp()).containsExactly(1);
    assertThat(served(1)).containsExactly(2L);
    assertThat(levels().workersPaid()).isOne();
  }

  @Test
  void whoIsLostAndRetiresStaysLost() {
    startWatched("{workers: 2, " + PLAIN + "}");
    submit(1, 0);
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Retire(0));
    assertThat(states()).isEqualTo(new WorkerStates(0, 1, 0, 0, 1, 0));
    submit(2, 0);
    run(new PoolCommand.Retire(1));
    run(new PoolCommand.Lose(1));
    assertThat(states())
        .as("one that was to go is gone")
        .isEqualTo(new WorkerStates(0, 0, 0, 0, 1, 1));
    run(new PoolCommand.Lose(1));
    assertThat(states().off()).isOne();
    run(new PoolCommand.Employ(0));
    assertThat(states()).isEqualTo(new WorkerStates(0, 1, 0, 0, 0, 1));
  }

  @Test
  void onlyTheLastStartCounts() {
    startWatched("{workers: 1, " + LOADS + "}");
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Recover(0));
    assertThat(states().starting()).isOne();
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.Recover(0));
    assertThat(clock.timers).hasSize(2);
    run((PoolCommand) clock.timers.get(0).message());
    assertThat(states().starting()).as("of the start before").isOne();
    workersUp();
    run((PoolCommand) clock.timers.get(1).message());
    assertThat(states()).isEqualTo(new WorkerStates(0, 1, 0, 0, 0, 0));
    assertThat(workersUp()).containsExactly(1);
    run((PoolCommand) clock.timers.get(1).message());
    run(new PoolCommand.Recover(0)); // It was up: nothing is over.
    assertThat(clock.timers).hasSize(2);
    assertThat(workersUp()).isEmpty();
  }

  @Test
  void aRestartIsAnsweredWhateverComesOfIt() {
    TestInbox<RestartCommand.Restarted> restarts = TestInbox.create();
    startWatched("{workers: 3, " + LOADS + "}");
    Request first = submit(1, 0);
    submit(2, 0);
    run(new PoolCommand.Restart(2, restarts.getRef()));
    assertThat(states()).as("at once, as it is idle").isEqualTo(new WorkerStates(2, 0, 1, 0, 0, 0));
    run(new PoolCommand.Restart(2, restarts.getRef()));
    assertThat(restarts.receiveMessage().worker()).as("is not up anyway").isEqualTo(2);

    run(new PoolCommand.Restart(1, restarts.getRef()));
    assertThat(states()).isEqualTo(new WorkerStates(1, 0, 1, 1, 0, 0));
    assertThat(restarts.hasMessages()).isFalse();
    run(new PoolCommand.Lose(1));
    assertThat(restarts.receiveMessage().worker()).as("is lost").isEqualTo(1);

    run(new PoolCommand.Restart(0, restarts.getRef()));
    complete(first, 0, 0);
    assertThat(states()).isEqualTo(new WorkerStates(0, 0, 2, 0, 1, 0));
    fireTimers();
    assertThat(restarts.receiveMessage().worker()).isZero();
    assertThat(restarts.hasMessages()).isFalse();
    assertThat(states()).isEqualTo(new WorkerStates(0, 2, 0, 0, 1, 0));
  }

  private static final String SCALED =
      "service: {time: 9s}, loadTime: 20s, autoscale: {max: 4, utilization: 0.5}";

  @Test
  void whatIsScaledDownIsWhatIsLeastMissed() {
    start("{workers: 2, " + SCALED + "}");
    assertThat(states()).isEqualTo(new WorkerStates(0, 2, 0, 0, 0, 2));
    run(new PoolCommand.ScaleTo(4));
    assertThat(states()).isEqualTo(new WorkerStates(0, 2, 2, 0, 0, 0));
    run(new PoolCommand.ScaleTo(3));
    assertThat(states()).as("one that starts").isEqualTo(new WorkerStates(0, 2, 1, 0, 0, 1));
    run((PoolCommand) clock.timers.get(1).message());
    assertThat(states()).as("the last of them").isEqualTo(new WorkerStates(0, 2, 1, 0, 0, 1));
    run((PoolCommand) clock.timers.get(0).message());
    assertThat(states()).isEqualTo(new WorkerStates(0, 3, 0, 0, 0, 1));

    submit(1, 0);
    run(new PoolCommand.Lose(0));
    run(new PoolCommand.ScaleTo(2));
    assertThat(states()).as("one that is lost").isEqualTo(new WorkerStates(0, 2, 0, 0, 0, 2));
    submit(2, 0);
    run(new PoolCommand.ScaleTo(1));
    assertThat(states()).as("one that is free").isEqualTo(new WorkerStates(1, 0, 0, 0, 0, 3));
    assertThat(served(1)).containsExactly(2L);
    run(new PoolCommand.ScaleTo(0));
    assertThat(states()).isEqualTo(new WorkerStates(0, 0, 0, 1, 0, 3));
    run(new PoolCommand.ScaleTo(1));
    assertThat(states()).as("it stays after all").isEqualTo(new WorkerStates(1, 0, 0, 0, 0, 3));
    assertThat(levels().workersPaid()).isOne();
  }

  @Test
  void ofThoseWithAsFewRequestsTheLastGoes() {
    start("{workers: 3, slots: 4, " + SCALED + "}");
    LongStream.rangeClosed(1, 5).forEach(id -> submit(id, 0));
    served(0);
    run(new PoolCommand.ScaleTo(2)); // They serve 2, 2 and 1.
    LongStream.rangeClosed(6, 9).forEach(id -> submit(id, 0));
    assertThat(served(2)).as("from before").containsExactly(3L);
    run(new PoolCommand.ScaleTo(1)); // They serve 4 and 4.
    assertThat(states()).isEqualTo(new WorkerStates(1, 0, 0, 2, 0, 1));
    complete(request(10, 0, 0), 1, 0);
    submit(11, 0);
    assertThat(levels().waiting()).isOne();
  }

  @Test
  void aRestartThatIsScaledAwayIsAnswered() {
    TestInbox<RestartCommand.Restarted> restarts = TestInbox.create();
    start("{workers: 1, " + SCALED + "}");
    run(new PoolCommand.Restart(0, restarts.getRef()));
    run(new PoolCommand.ScaleTo(0));
    assertThat(restarts.receiveMessage().worker()).isZero();
    assertThat(states().off()).isEqualTo(4);
    fireTimers();
    assertThat(states().off()).as("the start has come to nothing").isEqualTo(4);
  }

  @Test
  void aWorkerDrawsPowerByWhatItServesAndNoneWhereItIsNot() {
    startWatched(
        "{workers: 2, slots: 2, power: {idle: 10W, busy: 90W, curve: {1: 50W, 2: 90W}}, "
            + LOADS
            + "}");
    assertThat(levels().watts()).isEqualTo(20);
    Request first = submit(1, 0);
    assertThat(levels().watts()).isEqualTo(60);
    submit(2, 0);
    submit(3, 0);
    assertThat(levels().watts()).isEqualTo(140);
    complete(first, 0, 0);
    assertThat(levels().watts()).isEqualTo(100);
    run(new PoolCommand.Lose(0));
    assertThat(levels().watts()).isEqualTo(50);
    run(new PoolCommand.Recover(0));
    assertThat(levels().watts()).as("it starts").isEqualTo(60);
    fireTimers();
    run(new PoolCommand.Retire(0));
    assertThat(levels().watts()).isEqualTo(50);
  }

  @Test
  void workersOfOneMachineAreToldOfTheirNeighbours() {
    startWatched(
        "{workers: 5, slots: 2, service: {batching: {tpot: {table: {1: 10ms}}, contention:"
            + " {workers: 2, tpot: {1: 1.5, 2: 2}}}}}");
    Request first = submit(1, 0);
    submit(2, 0);
    submit(3, 0);
    submit(4, 0);
    submit(5, 0);
    submit(6, 0);
    complete(first, 0, 0);
    assertThat(told(0)).containsExactly(1);
    assertThat(told(1)).containsExactly(1, 2, 1);
    assertThat(told(2)).containsExactly(1);
    assertThat(told(3)).containsExactly(1);
    assertThat(told(4)).as("alone on the last machine").isEmpty();
  }
}
