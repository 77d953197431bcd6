package footfall.simulator.cluster;

import footfall.simulator.cluster.RunMessages.Advanced;
import footfall.simulator.cluster.RunMessages.Enlist;
import footfall.simulator.cluster.RunMessages.Enlisted;
import footfall.simulator.cluster.RunMessages.Outcome;
import footfall.simulator.cluster.RunMessages.Run;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.ProducerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Hands out runs: a slot gets the next one as soon as it has delivered the result of the one
 * before. The run of a slot that is lost goes to another, ahead of all that wait; what comes of a
 * run is told once, even if another node ran it too.
 */
final class Dispatcher extends AbstractBehavior<Dispatcher.Command> {
  /** Work, or something about a slot. */
  interface Command {}

  /** Told of the work, by the actor. */
  interface Listener {
    /** A run has come on by such a part of the whole; a negative one where it begins anew. */
    void advanced(long order, double part);

    /** What came of a run; told once. */
    void ended(Outcome outcome);

    /** So many slots are there now. */
    void slots(int count);

    /** A node was lost while it had a run, which is begun anew elsewhere. */
    void again(String node);
  }

  /** Runs to hand out, by their numbers. */
  record Work(long first, List<Assignment> assignments) implements Command {}

  /** What was handed out or is to be is of no use any more. */
  enum Forget implements Command {
    INSTANCE
  }

  private record Lost(ActorRef<ExecutorSlot.Command> slot) implements Command {}

  private record Stayed(String node) implements Command {}

  private record MayRun(
      ActorRef<ExecutorSlot.Command> slot, ProducerController.RequestNext<Run> next)
      implements Command {}

  private record Told(
      ActorRef<ExecutorSlot.Command> slot, ConsumerController.Delivery<Outcome> delivery)
      implements Command {}

  /** A run on which so many nodes were lost is what they were lost of. */
  static final int MOST_LOSSES = 3;

  /** Within that, the other slots of a node that is lost are known to be. */
  private static final Duration GONE_AFTER = Duration.ofSeconds(5);

  /** A run that is not over. */
  private static final class Pending {
    private final long number;
    private final Assignment assignment;
    private double part;
    private int losses;

    Pending(long number, Assignment assignment) {
      this.number = number;
      this.assignment = assignment;
    }
  }

  /** What is known of a slot. */
  private static final class Known {
    private final String node;
    private final ActorRef<ConsumerController.Command<Outcome>> outcomes;

    /** What works for the slot here. */
    private final List<ActorRef<?>> parts;

    private ProducerController.RequestNext<Run> next;
    private Pending pending;

    Known(
        String node,
        ActorRef<ConsumerController.Command<Outcome>> outcomes,
        List<ActorRef<?>> parts) {
      this.node = node;
      this.outcomes = outcomes;
      this.parts = parts;
    }
  }

  private final Listener listener;
  private final RunCodec codec = new RunCodec();
  private final Map<ActorRef<ExecutorSlot.Command>, Known> slots = new LinkedHashMap<>();
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Map<Long, Pending> open = new LinkedHashMap<>();

  /** Nodes that have just lost a slot, and so most likely all of theirs. */
  private final Set<String> going = new HashSet<>();

  private final TimerScheduler<Command> timers;
  private int enlisted;

  private Dispatcher(
      ActorContext<Command> context, TimerScheduler<Command> timers, Listener listener) {
    super(context);
    this.timers = timers;
    this.listener = listener;
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(RunMessages.DISPATCHERS, context.getSelf()));
  }

  /** A dispatcher that the nodes find. */
  static Behavior<Command> create(Listener listener) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new Dispatcher(context, timers, listener)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Advanced.class, this::onAdvanced)
        .onMessage(Told.class, this::onTold)
        .onMessage(MayRun.class, this::onMayRun)
        .onMessage(Work.class, this::onWork)
        .onMessage(Enlist.class, this::onEnlist)
        .onMessage(Lost.class, lost -> onLost(lost.slot(), true))
        .onMessage(RunMessages.Leaving.class, leaving -> onLost(leaving.slot(), false))
        .onMessage(Stayed.class, this::onStayed)
        .onMessage(Forget.class, forget -> onForget())
        .build();
  }

  private Behavior<Command> onWork(Work work) {
    long number = work.first();
    for (Assignment assignment : work.assignments()) {
      Pending pending = new Pending(number++, assignment);
      open.put(pending.number, pending);
      waiting.add(pending);
    }
    handOut();
    return this;
  }

  private Behavior<Command> onForget() {
    waiting.clear();
    open.clear();
    return this;
  }

  private Behavior<Command> onEnlist(Enlist enlist) {
    ActorRef<ExecutorSlot.Command> slot = enlist.slot();
    Known known = slots.get(slot);
    if (known == null) {
      known = enlist(enlist);
      slots.put(slot, known);
      getContext().watchWith(slot, new Lost(slot));
      listener.slots(slots.size());
    }
    slot.tell(new Enlisted(known.outcomes));
    return this;
  }

  private Known enlist(Enlist enlist) {
    ActorContext<Command> context = getContext();
    ActorRef<ExecutorSlot.Command> slot = enlist.slot();
    String name = Integer.toString(enlisted++);
    ActorRef<ProducerController.Command<Run>> runs =
        context.spawn(
            ProducerController.create(Run.class, "dispatcher-" + name, Optional.empty()),
            "runs-" + name);
    ActorRef<ConsumerController.Command<Outcome>> outcomes =
        context.spawn(ConsumerController.create(), "outcomes-" + name);
    ActorRef<ProducerController.RequestNext<Run>> mayRun =
        adapter(ProducerController.<Run>requestNextClass(), next -> new MayRun(slot, next));
    ActorRef<ConsumerController.Delivery<Outcome>> told =
        adapter(ConsumerController.<Outcome>deliveryClass(), delivery -> new Told(slot, delivery));
    runs.tell(new ProducerController.Start<>(mayRun));
    runs.tell(new ProducerController.RegisterConsumer<>(enlist.runs()));
    outcomes.tell(new ConsumerController.Start<>(told));
    return new Known(enlist.node(), outcomes, List.of(runs, outcomes, mayRun, told));
  }

  /** One for each slot: an actor's own adapters are one for each class. */
  private <M> ActorRef<M> adapter(
      Class<M> type, org.apache.pekko.japi.function.Function<M, Command> wrap) {
    ActorRef<Command> self = getContext().getSelf();
    return getContext()
        .spawnAnonymous(
            Behaviors.receiveMessage(
                message -> {
                  self.tell(wrap.apply(type.cast(message)));
                  return Behaviors.same();
                }));
  }

  private Behavior<Command> onMayRun(MayRun may) {
    Known slot = slots.get(may.slot());
    if (slot != null) {
      slot.next = may.next();
      handOut();
    }
    return this;
  }

  private void handOut() {
    for (Known slot : slots.values()) {
      boolean stays = !going.contains(slot.node);
      while (stays && !waiting.isEmpty() && slot.next != null && slot.pending == null) {
        handOut(waiting.poll(), slot);
      }
    }
  }

  private void handOut(Pending pending, Known slot) {
    try {
      byte[] assignment = codec.encode(pending.assignment);
      slot.next.sendNextTo().tell(new Run(pending.number, assignment));
      slot.next = null;
      slot.pending = pending;
    } catch (RuntimeException e) { // It cannot be told.
      open.remove(pending.number);
      listener.ended(new Outcome(pending.number, new byte[0], e.toString()));
    }
  }

  private Behavior<Command> onAdvanced(Advanced advanced) {
    Known slot = slots.get(advanced.slot());
    if (slot != null && slot.pending != null && slot.pending.number == advanced.order()) {
      advance(slot.pending, advanced.part());
    }
    return this;
  }

  private void advance(Pending pending, double part) {
    pending.part += part;
    if (open.containsKey(pending.number)) {
      listener.advanced(pending.number, part);
    }
  }

  private Behavior<Command> onTold(Told told) {
    Outcome outcome = told.delivery().message();
    told.delivery().confirmTo().tell(ConsumerController.confirmed());
    Known slot = slots.get(told.slot());
    if (slot != null && slot.pending != null && slot.pending.number == outcome.order()) {
      slot.pending = null;
    }
    Pending pending = open.remove(outcome.order());
    if (pending != null) {
      waiting.remove(pending);
      listener.advanced(pending.number, 1 - pending.part);
      listener.ended(outcome);
    }
    handOut();
    return this;
  }

  private Behavior<Command> onStayed(Stayed stayed) {
    going.remove(stayed.node());
    handOut();
    return this;
  }

  /** It is lost, or has left; what it had is run again by another. */
  private Behavior<Command> onLost(ActorRef<ExecutorSlot.Command> ref, boolean died) {
    Known slot = slots.remove(ref);
    if (slot == null) {
      return this;
    }
    getContext().unwatch(ref);
    going.add(slot.node);
    timers.startSingleTimer(slot.node, new Stayed(slot.node), GONE_AFTER);
    slot.parts.forEach(getContext()::stop);
    listener.slots(slots.size());
    Pending pending = slot.pending;
    if (pending != null && open.containsKey(pending.number)) {
      listener.advanced(pending.number, -pending.part);
      pending.part = 0;
      pending.losses += died ? 1 : 0;
      if (died && pending.losses == MOST_LOSSES) {
        open.remove(pending.number);
        listener.ended(
            new Outcome(
                pending.number,
                new byte[0],
                pending.assignment.name()
                    + " has cost "
                    + MOST_LOSSES
                    + " nodes, the last at "
                    + slot.node));
      } else {
        listener.again(slot.node);
        waiting.addFirst(pending);
        handOut();
      }
    }
    return this;
  }
}
