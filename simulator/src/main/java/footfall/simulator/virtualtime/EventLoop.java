package footfall.simulator.virtualtime;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.Mailbox;

/**
 * Virtual time itself: delivers every message that is due now, in the order of sending, then moves
 * the clock to the next timer. All of it happens on the one thread that calls {@link #run}.
 *
 * <p>Other threads may enqueue only while the actor system boots; later that would be a future or a
 * machine clock leaking into the simulation, and is refused.
 */
final class EventLoop {
  private static final int INITIAL_CAPACITY = 1 << 12;
  private static final long MAX_EVENTS_AT_ONCE = 200_000_000;

  private final TimerQueue timers = new TimerQueue();
  private final Queue<Runnable> foreign = new ConcurrentLinkedQueue<>();

  /** A ring of pairs: (cell, envelope) for a message, (null, runnable) for a task. */
  private Object[] ring = new Object[2 * INITIAL_CAPACITY];

  private int head;
  private int tail;

  private Thread owner;
  private volatile boolean booting = true;
  private boolean stopped;
  private Throwable failure;
  private long nowNanos;
  private long timersFired;
  private long messagesDelivered;
  private long eventsBefore;

  long nowNanos() {
    return nowNanos;
  }

  /** Timers fired plus messages delivered since the last reset. */
  long events() {
    return timersFired + messagesDelivered;
  }

  void deliver(ActorCell receiver, Envelope envelope) {
    if (Thread.currentThread() == owner) {
      push(receiver, envelope);
    } else {
      fromAnotherThread(() -> dispatchNow(receiver, envelope));
    }
  }

  void execute(Runnable task) {
    if (Thread.currentThread() == owner) {
      push(null, task);
    } else {
      fromAnotherThread(task);
    }
  }

  /** Fires after the delay; a null target means that the message is a task to be run. */
  void schedule(long delayNanos, Object target, Object message) {
    long due = nowNanos + Math.max(0, delayNanos);
    if (due < 0) {
      due = Long.MAX_VALUE;
    }
    if (Thread.currentThread() == owner) {
      timers.add(due, target, message);
    } else {
      final long dueNanos = due;
      fromAnotherThread(() -> timers.add(dueNanos, target, message));
    }
  }

  void stop() {
    stopped = true;
  }

  /** Ends the run with an {@link ActorFailedException}; only the first cause is kept. */
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    stopped = true;
  }

  /** Delivers what was sent but not yet handled, without moving the clock. */
  void deliverPending() {
    owner = Thread.currentThread();
    stopped = false;
    deliverAll();
  }

  /** Runs until nothing is left to do or {@link #stop} is called. */
  void run() {
    owner = Thread.currentThread();
    stopped = false;
    deliverAll();
    while (!stopped && !timers.isEmpty()) {
      long due = timers.nextDueNanos();
      if (due != nowNanos) {
        nowNanos = due;
        eventsBefore = timersFired + messagesDelivered;
      }
      refuseStandingStill();
      timers.removeNext();
      timersFired++;
      fire(timers.firedTarget(), timers.firedMessage());
      deliverAll();
    }
    if (failure != null) {
      throw new ActorFailedException(failure);
    }
  }

  /**
   * Serves the tasks of a booting actor system on a thread of its own, until {@link #endBoot}:
   * Pekko blocks the thread that creates a system until its first actors have answered.
   */
  void startBoot() {
    Thread server = new Thread(this::serveBoot, "footfall-boot");
    server.setDaemon(true);
    owner = server;
    server.start();
  }

  /** Ends the boot phase; from here on, only the thread that runs the loop may reach it. */
  void endBoot() {
    Thread server = owner;
    booting = false;
    boolean interrupted = false;
    while (server.isAlive()) {
      try {
        server.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    owner = Thread.currentThread();
  }

  private void serveBoot() {
    while (booting || !foreign.isEmpty()) {
      Runnable task = foreign.poll();
      if (task == null) {
        LockSupport.parkNanos(50_000);
      } else {
        task.run();
        deliverAll();
      }
    }
  }

  /** Forgets all pending work and sets the clock back to zero. */
  void reset() {
    timers.clear();
    Arrays.fill(ring, null);
    head = 0;
    tail = 0;
    failure = null;
    nowNanos = 0;
    timersFired = 0;
    messagesDelivered = 0;
    eventsBefore = 0;
  }

  private void refuseStandingStill() {
    if (timersFired + messagesDelivered - eventsBefore > MAX_EVENTS_AT_ONCE) {
      throw new IllegalStateException(
          "more than %,d events at the same instant of virtual time; maybe something takes no time"
              .formatted(MAX_EVENTS_AT_ONCE));
    }
  }

  private void deliverAll() {
    while (head != tail && !stopped) {
      refuseStandingStill();
      Object[] pairs = ring;
      int at = head;
      Object receiver = pairs[at];
      Object payload = pairs[at + 1];
      pairs[at] = null;
      pairs[at + 1] = null;
      head = (at + 2) & (pairs.length - 1);
      if (receiver == null) {
        ((Runnable) payload).run();
      } else {
        dispatchNow((ActorCell) receiver, (Envelope) payload);
      }
    }
  }

  private void dispatchNow(ActorCell receiver, Envelope envelope) {
    Mailbox mailbox = receiver.mailbox();
    if (mailbox.hasSystemMessages()) {
      mailbox.processAllSystemMessages();
      mailbox = receiver.mailbox();
    }
    if (mailbox.shouldProcessMessage()) {
      messagesDelivered++;
      receiver.invoke(envelope);
    } else {
      mailbox.enqueue(receiver.self(), envelope);
    }
  }

  @SuppressWarnings("unchecked")
  private static void fire(Object target, Object message) {
    if (target == null) {
      ((Runnable) message).run();
    } else {
      ((ActorRef<Object>) target).tell(message);
    }
  }

  private void push(Object receiver, Object payload) {
    Object[] pairs = ring;
    int at = tail;
    pairs[at] = receiver;
    pairs[at + 1] = payload;
    tail = (at + 2) & (pairs.length - 1);
    if (tail == head) {
      growRing();
    }
  }

  private void growRing() {
    Object[] grown = new Object[ring.length * 2];
    int toEnd = ring.length - head;
    System.arraycopy(ring, head, grown, 0, toEnd);
    System.arraycopy(ring, 0, grown, toEnd, head);
    head = 0;
    tail = ring.length;
    ring = grown;
  }

  private void fromAnotherThread(Runnable task) {
    if (!booting) {
      throw new IllegalStateException(
          "thread "
              + Thread.currentThread().getName()
              + " reached into virtual time; maybe an ask, a future or a machine timer is in use");
    }
    foreign.add(task);
  }
}
