package footfall.serving.run;

import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the class of every message that no actor has handled, never its content: an unhandled one is
 * a mistake in the program, a dead letter usually came too late for an actor that has stopped. Once
 * the system ends, its actors stop in any order, and what they still tell each other is no news.
 */
final class Undelivered extends AbstractBehavior<Undelivered.Command> {
  sealed interface Command {}

  private record Unhandled(UnhandledMessage message) implements Command {}

  private record TooLate(DeadLetter letter) implements Command {}

  private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);

  private final CoordinatedShutdown shutdown;

  private Undelivered(ActorContext<Command> context) {
    super(context);
    shutdown = CoordinatedShutdown.get(context.getSystem());
    var events = Adapter.toClassic(context.getSystem()).eventStream();
    events.subscribe(
        Adapter.toClassic(context.messageAdapter(UnhandledMessage.class, Unhandled::new)),
        UnhandledMessage.class);
    events.subscribe(
        Adapter.toClassic(context.messageAdapter(DeadLetter.class, TooLate::new)),
        DeadLetter.class);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(Undelivered::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Unhandled.class, this::onUnhandled)
        .onMessage(TooLate.class, this::onTooLate)
        .build();
  }

  private Behavior<Command> onUnhandled(Unhandled unhandled) {
    LOG.atError()
        .addKeyValue("actor", unhandled.message().recipient().path().toStringWithoutAddress())
        .addKeyValue("message", unhandled.message().message().getClass().getName())
        .log("unhandled message");
    return this;
  }

  private Behavior<Command> onTooLate(TooLate late) {
    if (shutdown.getShutdownReason().isPresent()) {
      return this;
    }
    LOG.atWarn()
        .addKeyValue("actor", late.letter().recipient().path().toStringWithoutAddress())
        .addKeyValue("message", late.letter().message().getClass().getName())
        .log("dead letter");
    return this;
  }
}
