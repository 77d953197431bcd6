package footfall.simulator.virtualtime;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The parent of successive runs in one actor system: at most one of them is alive. */
final class RunGuardian extends AbstractBehavior<RunGuardian.Command> {
  sealed interface Command {}

  record Start(Behavior<?> root) implements Command {}

  enum Discard implements Command {
    INSTANCE
  }

  private ActorRef<?> run;

  private RunGuardian(ActorContext<Command> context) {
    super(context);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(RunGuardian::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(Discard.class, this::onDiscard)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    run = getContext().spawnAnonymous(start.root());
    return this;
  }

  private Behavior<Command> onDiscard(Discard discard) {
    if (run != null) {
      getContext().stop(run);
      run = null;
    }
    return this;
  }
}
