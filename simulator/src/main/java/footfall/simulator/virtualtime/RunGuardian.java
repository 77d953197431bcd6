package footfall.simulator.virtualtime;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** The parent of successive runs in one actor system: at most one of them is alive. */
final class RunGuardian extends AbstractBehavior<RunGuardian.Command> {
  sealed interface Command {}

  record Start(Behavior<?> root) implements Command {}

  enum Discard implements Command {
    INSTANCE
  }

  /** A message of the run that no actor has handled: a mistake in the program. */
  private record Undelivered(String what) implements Command {}

  private final EventLoop loop;
  private ActorRef<?> run;

  private RunGuardian(ActorContext<Command> context) {
    super(context);
    ActorSystem classic = Adapter.toClassic(context.getSystem());
    this.loop = ((VirtualScheduler) classic.scheduler()).loop();
    ActorRef<UnhandledMessage> unhandled =
        context.messageAdapter(
            UnhandledMessage.class,
            event -> undelivered(event.message(), event.recipient(), "is not handled"));
    ActorRef<DeadLetter> dead =
        context.messageAdapter(
            DeadLetter.class,
            event -> undelivered(event.message(), event.recipient(), "comes too late"));
    classic.eventStream().subscribe(Adapter.toClassic(unhandled), UnhandledMessage.class);
    classic.eventStream().subscribe(Adapter.toClassic(dead), DeadLetter.class);
  }

  private static Undelivered undelivered(
      Object message, org.apache.pekko.actor.ActorRef recipient, String why) {
    return new Undelivered(
        "a message " + message.getClass().getName() + " " + why + " at " + recipient.path());
  }

  static Behavior<Command> create() {
    return Behaviors.setup(RunGuardian::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(Discard.class, this::onDiscard)
        .onMessage(Undelivered.class, this::onUndelivered)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    run = getContext().spawnAnonymous(start.root());
    return this;
  }

  /** Messages left over from an earlier run may find no receiver. */
  private Behavior<Command> onUndelivered(Undelivered undelivered) {
    if (run != null) {
      loop.fail(new IllegalStateException(undelivered.what()));
    }
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
