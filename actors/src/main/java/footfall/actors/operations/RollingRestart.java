package footfall.actors.operations;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.CommandBehavior;
import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.RestartCommand;
import footfall.actors.protocol.RestartCommand.Restarted;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Restarts the workers of a pool one after the other, each when the one before is back. */
public final class RollingRestart extends CommandBehavior<RestartCommand> {
  private enum Begin implements RestartCommand {
    INSTANCE
  }

  private final ActorRef<RestartCommand> self;
  private final int workers;
  private final ActorRef<PoolCommand> pool;

  private RollingRestart(
      ActorContext<RestartCommand> context,
      Clock clock,
      long atNanos,
      int workers,
      ActorRef<PoolCommand> pool) {
    this.self = context.getSelf();
    this.workers = workers;
    this.pool = pool;
    clock.tellAfter(atNanos, self, Begin.INSTANCE);
  }

  /** A restart of so many workers that begins at the given instant. */
  public static Behavior<RestartCommand> create(
      Clock clock, long atNanos, int workers, ActorRef<PoolCommand> pool) {
    return Behaviors.setup(context -> new RollingRestart(context, clock, atNanos, workers, pool));
  }

  @Override
  protected @Nullable Behavior<RestartCommand> onCommand(Object command) {
    if (command instanceof Begin) {
      return restart(0);
    }
    if (command instanceof Restarted restarted) {
      return restart(restarted.worker() + 1);
    }
    return null;
  }

  private Behavior<RestartCommand> restart(int worker) {
    if (worker < workers) {
      pool.tell(new PoolCommand.Restart(worker, self));
    }
    return this;
  }
}
