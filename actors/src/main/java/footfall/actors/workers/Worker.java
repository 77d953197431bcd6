package footfall.actors.workers;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.Turn;
import footfall.actors.TurnOutcome.Completed;
import footfall.actors.pools.Pool;
import footfall.scenarios.Service;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Serves turns, each in a slot of its own for as long as the service model says. The pool sees to
 * it that no more come than there are slots.
 */
public final class Worker extends CommandBehavior<Worker.Command> {
  /** A {@link Turn} to serve. */
  public interface Command {}

  private final Clock clock;
  private final int poolIndex;
  private final int workerIndex;
  private final Service service;
  private final ActorRef<Pool.Command> pool;
  private final RandomStream random = new RandomStream();

  private Worker(
      ActorContext<Command> context,
      Clock clock,
      int poolIndex,
      int workerIndex,
      Service service,
      ActorRef<Pool.Command> pool) {
    this.clock = clock;
    this.poolIndex = poolIndex;
    this.workerIndex = workerIndex;
    this.service = service;
    this.pool = pool;
  }

  /** A worker that reports to its pool. */
  public static Behavior<Command> create(
      Clock clock, int poolIndex, int workerIndex, Service service, ActorRef<Pool.Command> pool) {
    return Behaviors.setup(
        context -> new Worker(context, clock, poolIndex, workerIndex, service, pool));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Turn turn) {
      return onTurn(turn);
    }
    return null;
  }

  private Behavior<Command> onTurn(Turn turn) {
    random.at(Streams.draw(turn.shopperKey(), Purpose.SERVICE, turn.number()));
    long started = clock.nowNanos();
    long decodeNanos = service.decodeNanos(turn.outputTokens());
    long decodeFrom = started + service.prefillNanos(turn.inputTokens(), random);
    long ended = decodeFrom + decodeNanos;
    long firstToken =
        service.streams() ? decodeFrom + decodeNanos / Math.max(1, turn.outputTokens()) : ended;
    clock.tellAfter(
        ended - started,
        pool,
        new Completed(turn, poolIndex, workerIndex, started, firstToken, ended));
    return this;
  }
}
