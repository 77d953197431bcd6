package footfall.simulator.cluster;

import footfall.serving.cluster.ClusterNode;
import footfall.serving.cluster.ClusterSettings;
import footfall.serving.cluster.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * A member of a cluster that runs replications for whichever dispatchers are there, on some threads
 * of its own, until it leaves or is taken out. Thread-safe.
 */
public final class RunNode implements ClusterNode {
  private static final Duration PRACTICE = Duration.ofSeconds(15);

  private final Membership<Command> membership;
  private final NodeExecutor executor;
  private final int threads;
  private final AtomicLong begun;

  private RunNode(
      Membership<Command> membership, NodeExecutor executor, int threads, AtomicLong begun) {
    this.membership = membership;
    this.threads = threads;
    this.executor = executor;
    this.begun = begun;
  }

  /**
   * Joins a cluster, and returns when the others have let it in.
   *
   * @param threads on which it runs replications
   * @throws footfall.scenarios.problems.InvalidInputException if no cluster lets it in
   */
  public static RunNode join(ClusterSettings settings, int threads, Duration patience) {
    NodeExecutor executor = new NodeExecutor(threads);
    AtomicLong begun = new AtomicLong();
    try {
      Behavior<Command> guardian =
          Behaviors.setup(
              context -> new Guardian(context, executor, threads, begun::incrementAndGet));
      Membership<Command> membership =
          Membership.join(guardian, settings, "node", RunSystem.CONFIG, patience);
      executor.warmUp(threads, PRACTICE);
      return new RunNode(membership, executor, threads, begun);
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return membership.address();
  }

  @Override
  public String work() {
    return threads + (threads == 1 ? " run at a time" : " runs at a time");
  }

  @Override
  public List<String> others() {
    return membership.others();
  }

  @Override
  public CompletableFuture<Void> ended() {
    return membership.ended();
  }

  /** Leaves at once: what it was running is run again elsewhere. */
  @Override
  public String leave(Duration atMost) {
    membership.system().tell(Leave.INSTANCE);
    membership.close();
    executor.close();
    return "it has begun " + begun.get() + " runs";
  }

  /** What the first actor of a node understands. */
  private interface Command {}

  private record Listed(Receptionist.Listing listing) implements Command {}

  private enum Leave implements Command {
    INSTANCE
  }

  private record Gone(ActorRef<Dispatcher.Command> dispatcher) implements Command {}

  /** Has as many slots as there are threads for every dispatcher, as long as that is there. */
  private static final class Guardian extends AbstractBehavior<Command> {
    private final NodeExecutor executor;
    private final int threads;
    private final Runnable began;
    private final Map<ActorRef<Dispatcher.Command>, List<ActorRef<ExecutorSlot.Command>>> slots =
        new HashMap<>();

    Guardian(ActorContext<Command> context, NodeExecutor executor, int threads, Runnable began) {
      super(context);
      this.executor = executor;
      this.threads = threads;
      this.began = began;
      context
          .getSystem()
          .receptionist()
          .tell(
              Receptionist.subscribe(
                  RunMessages.DISPATCHERS,
                  context.messageAdapter(Receptionist.Listing.class, Listed::new)));
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Listed.class, this::onListed)
          .onMessage(Gone.class, this::onGone)
          .onMessage(Leave.class, leave -> onLeave())
          .build();
    }

    private Behavior<Command> onListed(Listed listed) {
      for (ActorRef<Dispatcher.Command> dispatcher :
          listed.listing().getServiceInstances(RunMessages.DISPATCHERS)) {
        if (!slots.containsKey(dispatcher)) {
          getContext().watchWith(dispatcher, new Gone(dispatcher));
          slots.put(dispatcher, enlist(dispatcher));
        }
      }
      return this;
    }

    private List<ActorRef<ExecutorSlot.Command>> enlist(ActorRef<Dispatcher.Command> dispatcher) {
      String node = getContext().getSystem().address().hostPort();
      List<ActorRef<ExecutorSlot.Command>> slotsOfIt = new ArrayList<>();
      for (int slot = 0; slot < threads; slot++) {
        slotsOfIt.add(
            getContext().spawnAnonymous(ExecutorSlot.create(dispatcher, executor, node, began)));
      }
      return slotsOfIt;
    }

    private Behavior<Command> onGone(Gone gone) {
      slots.remove(gone.dispatcher()).forEach(getContext()::stop);
      return this;
    }

    private Behavior<Command> onLeave() {
      slots
          .values()
          .forEach(slotsOfIt -> slotsOfIt.forEach(slot -> slot.tell(ExecutorSlot.Leave.INSTANCE)));
      return this;
    }
  }
}
