package footfall.simulator.cluster;

import footfall.serving.cluster.ClusterSettings;
import footfall.serving.cluster.Membership;
import footfall.simulator.cluster.RunMessages.Outcome;
import footfall.simulator.experiments.PointOrder;
import footfall.simulator.experiments.Replicator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Runs replications on the nodes of a cluster. Nodes may come and go while it does. Begins as a
 * member of the cluster, and leaves when it is closed.
 */
public final class ClusterReplicator implements Replicator {
  private static final Duration JOIN_PATIENCE = Duration.ofSeconds(40);
  private static final long ENLISTING_SECONDS = 3;
  private static final long SETTLING_MILLIS = 300;
  private static final long LOOK_SECONDS = 5;

  /** After so long without any node none is expected. */
  private static final long LONELY_SECONDS = 300;

  /** With fewer, some slots would have nothing to do while others still run their last point. */
  private static final int POINTS_PER_SLOT = 4;

  private final Membership<Dispatcher.Command> membership;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final RunCodec codec = new RunCodec();
  private final Consumer<String> notices;
  private final CountDownLatch enlisted = new CountDownLatch(1);

  /** A signal ends the process: the others are not to wait for it. */
  private final Thread leaving = new Thread(this::leave, "leave-cluster");

  private volatile boolean leaves;
  private volatile int slots;
  private long ordered;

  /** What the dispatcher has told; nothing where it was taken out of the cluster. */
  private record Event(long order, double part, Outcome outcome) {}

  private static final Event OUT = new Event(-1, 0, null);

  /**
   * Joins a cluster.
   *
   * @param notices told what people may want to know of its nodes
   * @throws footfall.scenarios.problems.InvalidInputException if no cluster lets it in
   */
  public ClusterReplicator(ClusterSettings settings, Consumer<String> notices) {
    this.notices = notices;
    this.membership =
        Membership.join(
            Dispatcher.create(new Ear()),
            settings,
            Membership.DISPATCHER,
            RunSystem.CONFIG,
            JOIN_PATIENCE);
    membership.ended().thenRun(() -> events.add(OUT));
    Runtime.getRuntime().addShutdownHook(leaving);
  }

  /** Hears the dispatcher. */
  private final class Ear implements Dispatcher.Listener {
    @Override
    public void advanced(long order, double part) {
      events.add(new Event(order, part, null));
    }

    @Override
    public void ended(Outcome outcome) {
      events.add(new Event(outcome.order(), 0, outcome));
    }

    @Override
    public void slots(int count) {
      slots = count;
      enlisted.countDown();
    }

    @Override
    public void again(String node) {
      notices.accept(node + " is lost; what it had is run again elsewhere");
    }
  }

  @Override
  public void run(List<Order> orders, Listener listener) {
    List<Assignment> assignments = new ArrayList<>();
    orders.forEach(
        order ->
            assignments.add(
                new Assignment.Replicate(order.scenario().withoutClaims(), order.number())));
    run(
        assignments,
        listener::advanced,
        (index, result) -> listener.ended(index, codec.replication(result)));
  }

  /** Where there are points for all slots, one slot runs all of a point. */
  @Override
  public void runPoints(List<PointOrder> points, PointListener listener) {
    awaitSlots();
    if (points.size() < POINTS_PER_SLOT * Math.max(1, slots)) {
      Replicator.super.runPoints(points, listener);
      return;
    }
    List<Assignment> assignments = new ArrayList<>();
    points.forEach(point -> assignments.add(new Assignment.SimulatePoint(point.bare())));
    run(
        assignments,
        listener::advanced,
        (index, result) -> listener.ended(index, codec.point(result)));
  }

  /** Nodes hear of a dispatcher a moment after it has joined. */
  private void awaitSlots() {
    try {
      enlisted.await(ENLISTING_SECONDS, TimeUnit.SECONDS);
      for (int known = -1; known != slots; TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS)) {
        known = slots;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for nodes", e);
    }
  }

  private void run(
      List<Assignment> assignments,
      BiConsumer<Integer, Double> advanced,
      BiConsumer<Integer, byte[]> ended) {
    long first = ordered;
    ordered += assignments.size();
    membership.system().tell(new Dispatcher.Work(first, assignments));
    try {
      for (int open = assignments.size(); open > 0; ) {
        Event event = next();
        if (event.order() < first) {
          continue; // Of what nobody waits for any more.
        }
        int index = (int) (event.order() - first);
        if (event.outcome() == null) {
          advanced.accept(index, event.part());
        } else {
          ended.accept(index, resultOf(event.outcome()));
          open--;
        }
      }
    } finally {
      membership.system().tell(Dispatcher.Forget.INSTANCE);
    }
  }

  private Event next() {
    try {
      for (long lonely = 0; ; lonely = slots == 0 ? lonely + LOOK_SECONDS : 0) {
        Event event = events.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (event == OUT && leaves) {
          Thread.currentThread().join(); // Until the process ends.
        }
        if (event == OUT) {
          throw new IllegalStateException(
              "this process was taken out of the cluster, most likely because the network broke"
                  + " and the other side is larger");
        }
        if (event != null) {
          return event;
        }
        if (slots == 0 && lonely >= LONELY_SECONDS) {
          throw new IllegalStateException(
              "no node was there for " + LONELY_SECONDS + " s; start footfall node");
        }
        if (slots == 0) {
          notices.accept("waiting for a node; start footfall node on as many machines as you like");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replications were running", e);
    }
  }

  private static byte[] resultOf(Outcome outcome) {
    if (!outcome.problem().isEmpty()) {
      throw new IllegalStateException(outcome.problem());
    }
    return outcome.result();
  }

  private void leave() {
    leaves = true;
    membership.close();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(leaving);
    } catch (IllegalStateException e) {
      return; // The process is ending, and leaves.
    }
    membership.close();
  }
}
