package footfall.actors.operations;

import footfall.actors.Clock;
import footfall.actors.CommandBehavior;
import footfall.actors.pools.Pool;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Restarts the workers of a pool one after the other, each when the one before is back. */
public final class RollingRestart extends CommandBehavior<RollingRestart.Command> {
  /** Begin, or go on. */
  public sealed interface Command {}

  private enum Begin implements Command {
    INSTANCE
  }

  /** The worker is back, or there was nothing to restart. */
  public record Restarted(int worker) implements Command {}

  private final ActorRef<Command> self;
  private final int workers;
  private final ActorRef<Pool.Command> pool;

  private RollingRestart(
      ActorContext<Command> context,
      Clock clock,
      long atNanos,
      int workers,
      ActorRef<Pool.Command> pool) {
    this.self = context.getSelf();
    this.workers = workers;
    this.pool = pool;
    clock.tellAfter(atNanos, self, Begin.INSTANCE);
  }

  /** A restart of so many workers that begins at the given instant. */
  public static Behavior<Command> create(
      Clock clock, long atNanos, int workers, ActorRef<Pool.Command> pool) {
    return Behaviors.setup(context -> new RollingRestart(context, clock, atNanos, workers, pool));
  }

  @Override
  protected Behavior<Command> onCommand(Object command) {
    if (command instanceof Begin) {
      return restart(0);
    }
    if (command instanceof Restarted restarted) {
      return restart(restarted.worker() + 1);
    }
    return null;
  }

  private Behavior<Command> restart(int worker) {
    if (worker < workers) {
      pool.tell(new Pool.Restart(worker, self));
    }
    return this;
  }
}
