package footfall.simulator.cluster;

import footfall.simulator.cluster.RunMessages.Advanced;
import footfall.simulator.cluster.RunMessages.Enlist;
import footfall.simulator.cluster.RunMessages.Enlisted;
import footfall.simulator.cluster.RunMessages.Outcome;
import footfall.simulator.cluster.RunMessages.Run;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.ProducerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Takes runs from one dispatcher, one at a time, has them run on the bench of its node, and
 * delivers their results. Ends with its dispatcher.
 */
final class ExecutorSlot extends AbstractBehavior<ExecutorSlot.Command> {
  /** Something about the work of a slot. */
  interface Command {}

  private record Delivered(ConsumerController.Delivery<Run> delivery) implements Command {}

  private record MayTell(ProducerController.RequestNext<Outcome> next) implements Command {}

  private record Ended(Outcome outcome) implements Command {}

  /** The node leaves. */
  enum Leave implements Command {
    INSTANCE
  }

  private enum Ask implements Command {
    AGAIN
  }

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Smaller steps are not worth a message. */
  private static final double STEP = 0.05;

  private final ActorRef<Dispatcher.Command> dispatcher;
  private final NodeExecutor executor;
  private final Runnable began;
  private final ActorRef<ConsumerController.Command<Run>> runs;
  private final ActorRef<ProducerController.Command<Outcome>> outcomes;
  private final Enlist enlistment;
  private final TimerScheduler<Command> timers;
  private ProducerController.RequestNext<Outcome> next;
  private Outcome untold;
  private volatile boolean over;

  private ExecutorSlot(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorRef<Dispatcher.Command> dispatcher,
      NodeExecutor executor,
      String node,
      Runnable began) {
    super(context);
    this.timers = timers;
    this.dispatcher = dispatcher;
    this.executor = executor;
    this.began = began;
    this.runs = context.spawn(ConsumerController.create(), "runs");
    this.outcomes =
        context.spawn(
            ProducerController.create(
                Outcome.class, context.getSelf().path().toSerializationFormat(), Optional.empty()),
            "outcomes");
    runs.tell(
        new ConsumerController.Start<>(
            context.messageAdapter(ConsumerController.deliveryClass(), Delivered::new)));
    outcomes.tell(
        new ProducerController.Start<>(
            context.messageAdapter(ProducerController.requestNextClass(), MayTell::new)));
    this.enlistment = new Enlist(context.getSelf(), runs, node);
    timers.startTimerAtFixedRate(Ask.AGAIN, Duration.ZERO, PATIENCE);
  }

  /**
   * A slot for one dispatcher.
   *
   * @param node where it is, for people
   * @param began told of every run that begins
   */
  static Behavior<Command> create(
      ActorRef<Dispatcher.Command> dispatcher, NodeExecutor executor, String node, Runnable began) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new ExecutorSlot(context, timers, dispatcher, executor, node, began)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, ask -> onAsk())
        .onMessage(Leave.class, leave -> onLeave())
        .onMessage(Enlisted.class, this::onEnlisted)
        .onMessage(Delivered.class, delivered -> onRun(delivered.delivery()))
        .onMessage(Ended.class, this::onEnded)
        .onMessage(MayTell.class, this::onMayTell)
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<Command> onAsk() {
    dispatcher.tell(enlistment);
    return this;
  }

  private Behavior<Command> onEnlisted(Enlisted enlisted) {
    timers.cancel(Ask.AGAIN);
    outcomes.tell(new ProducerController.RegisterConsumer<>(enlisted.outcomes()));
    return this;
  }

  private Behavior<Command> onRun(ConsumerController.Delivery<Run> delivery) {
    Run run = delivery.message();
    began.run();
    delivery.confirmTo().tell(ConsumerController.confirmed()); // The dispatcher remembers it.
    ActorRef<Command> self = getContext().getSelf();
    executor.run(
        run,
        () -> over,
        new NodeExecutor.Listener() {
          private double untoldPart;

          @Override
          public void advanced(double part) {
            untoldPart += part;
            if (untoldPart >= STEP) {
              dispatcher.tell(new Advanced(self, run.order(), untoldPart));
              untoldPart = 0;
            }
          }

          @Override
          public void ended(byte[] result, String problem) {
            self.tell(new Ended(new Outcome(run.order(), result, problem)));
          }
        });
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    untold = ended.outcome();
    tell();
    return this;
  }

  private Behavior<Command> onMayTell(MayTell may) {
    next = may.next();
    tell();
    return this;
  }

  private void tell() {
    if (next != null && untold != null) {
      next.sendNextTo().tell(untold);
      next = null;
      untold = null;
    }
  }

  private Behavior<Command> onLeave() {
    dispatcher.tell(new RunMessages.Leaving(getContext().getSelf()));
    return Behaviors.stopped();
  }

  private Behavior<Command> onStop() {
    over = true;
    return this;
  }
}
