package footfall.actors.operations;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.PoolCommand;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.pools.Operations;
import footfall.scenarios.pools.Operations.Failures;
import footfall.scenarios.pools.Operations.Outage;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Takes workers of a pool down: each at random by itself, and some at once at stated times, the
 * first ones of the pool.
 */
public final class FailureInjector extends CommandBehavior<FailureInjector.Command> {
  /** Something happens now. */
  public sealed interface Command {}

  private record WorkerFails(int worker, int time) implements Command {}

  private record WorkerIsRepaired(int worker, int time) implements Command {}

  private record OutageBegins(Outage outage) implements Command {}

  private record OutageEnds(Outage outage) implements Command {}

  private final Clock clock;
  private final ActorRef<Command> self;
  private final Operations operations;
  private final long key;
  private final ActorRef<PoolCommand> pool;
  private final RandomStream random = new RandomStream();

  private FailureInjector(
      ActorContext<Command> context,
      Clock clock,
      PoolSpec spec,
      long key,
      ActorRef<PoolCommand> pool) {
    this.clock = clock;
    this.self = context.getSelf();
    this.operations = spec.operations();
    this.key = key;
    this.pool = pool;
    for (int worker = 0;
        operations.failures().isPresent() && worker < spec.mostWorkers();
        worker++) {
      awaitFailure(worker, 0, 0);
    }
    for (Outage outage : operations.outages()) {
      clock.tellAfter(outage.fromNanos(), self, new OutageBegins(outage));
    }
  }

  /**
   * The hazards of one pool.
   *
   * @param key the random key of the pool in this run
   */
  public static Behavior<Command> create(
      Clock clock, PoolSpec spec, long key, ActorRef<PoolCommand> pool) {
    return Behaviors.setup(context -> new FailureInjector(context, clock, spec, key, pool));
  }

  @Override
  protected @Nullable Behavior<Command> onCommand(Object command) {
    if (command instanceof WorkerFails fails) {
      return onWorkerFails(fails);
    }
    if (command instanceof WorkerIsRepaired repaired) {
      return onWorkerIsRepaired(repaired);
    }
    if (command instanceof OutageBegins begins) {
      return onOutageBegins(begins.outage());
    }
    if (command instanceof OutageEnds ends) {
      return onOutageEnds(ends.outage());
    }
    return null;
  }

  private Behavior<Command> onWorkerFails(WorkerFails fails) {
    pool.tell(new PoolCommand.Lose(fails.worker()));
    Failures failures = operations.failures().orElseThrow();
    long nanos = draw(failures.repair(), Purpose.REPAIR, fails.worker(), fails.time());
    clock.tellAfter(nanos, self, new WorkerIsRepaired(fails.worker(), fails.time()));
    return this;
  }

  private Behavior<Command> onWorkerIsRepaired(WorkerIsRepaired repaired) {
    pool.tell(new PoolCommand.Recover(repaired.worker()));
    awaitFailure(repaired.worker(), repaired.time() + 1, operations.loadNanos());
    return this;
  }

  private Behavior<Command> onOutageBegins(Outage outage) {
    for (int worker = 0; worker < outage.workers(); worker++) {
      pool.tell(new PoolCommand.Lose(worker));
    }
    clock.tellAfter(outage.toNanos() - outage.fromNanos(), self, new OutageEnds(outage));
    return this;
  }

  private Behavior<Command> onOutageEnds(Outage outage) {
    for (int worker = 0; worker < outage.workers(); worker++) {
      pool.tell(new PoolCommand.Recover(worker));
    }
    return this;
  }

  private void awaitFailure(int worker, int time, long startNanos) {
    Failures failures = operations.failures().orElseThrow();
    long uptimeNanos = draw(failures.uptime(), Purpose.FAILURE, worker, time);
    clock.tellAfter(startNanos + uptimeNanos, self, new WorkerFails(worker, time));
  }

  private long draw(Distribution distribution, Purpose purpose, int worker, int time) {
    long worked = Streams.entity(key, worker);
    return distribution.sampleNanos(random.at(Streams.draw(worked, purpose, time)));
  }
}
