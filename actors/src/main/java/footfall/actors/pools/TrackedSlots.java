package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.reports.watching.WorkerStates;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workers of whom each is watched: whether it is there, what it serves and how much of its memory
 * is taken. A request goes to the one that serves the fewest; of several to the fastest, and then
 * the first.
 */
final class TrackedSlots implements SlotAllocator {
  /** What a worker is doing. */
  enum State {
    OFF,
    STARTING,
    UP,
    /** Finishes what it serves and is switched off then. */
    RETIRING,
    /** Finishes what it serves and starts anew then. */
    RESTARTING,
    LOST
  }

  /** A request that a worker has, and since when. */
  static final class InService {
    private final Request request;
    private final long startedNanos;

    /** Whether it is waiting in the worker's engine. */
    private boolean waits;

    InService(Request request, long startedNanos, boolean waits) {
      this.request = request;
      this.startedNanos = startedNanos;
      this.waits = waits;
    }

    Request request() {
      return request;
    }

    long startedNanos() {
      return startedNanos;
    }

    boolean waits() {
      return waits;
    }
  }

  private static final class Member {
    private final double speed;
    private State state = State.OFF;
    private final List<InService> serving = new ArrayList<>();
    private long kvTokens;

    /** Requests waiting in its engine. */
    private int waiting;

    /** Things that keep it down at the same time. */
    private int troubles;

    private int starts;

    Member(double speed) {
      this.speed = speed;
    }
  }

  private final int firstWorker;
  private final Member[] members;
  private final int slots;
  private final long kvTokens;
  private final boolean areEngines;

  /** Requests that may wait in one engine. */
  private final int mostWaiting;

  private int inService;

  /**
   * Slots of which the first workers are up.
   *
   * @param most workers that there may ever be
   */
  TrackedSlots(PoolSpec spec, int firstWorker, int most, int up) {
    this.firstWorker = firstWorker;
    this.areEngines = spec.engine().isPresent();
    boolean waitThere = areEngines && spec.queue().layout() == Layout.PER_WORKER;
    this.mostWaiting = waitThere ? Integer.MAX_VALUE : 1;
    this.slots = waitThere ? Integer.MAX_VALUE : spec.slots();
    this.kvTokens = spec.kvTokens();
    this.members = new Member[most];
    for (int i = 0; i < most; i++) {
      boolean areAlike = spec.speeds().isEmpty();
      members[i] = new Member(areAlike ? 1 : spec.speeds().get(firstWorker + i));
      members[i].state = i < up ? State.UP : State.OFF;
    }
  }

  @Override
  public int take(Request request, long nowNanos) {
    long need = kvNeed(request);
    int best = NOBODY;
    for (int i = 0; i < members.length; i++) {
      Member member = members[i];
      int serving = member.serving.size();
      if (member.state == State.UP
          && serving < slots
          && member.waiting < mostWaiting
          && need <= kvTokens - member.kvTokens
          && (best == NOBODY || isBetter(member, members[best]))) {
        best = i;
      }
    }
    if (best == NOBODY) {
      return NOBODY;
    }
    members[best].serving.add(new InService(request, nowNanos, areEngines));
    members[best].waiting += areEngines ? 1 : 0;
    members[best].kvTokens += need;
    inService++;
    return firstWorker + best;
  }

  private static boolean isBetter(Member member, Member other) {
    int serving = member.serving.size();
    int others = other.serving.size();
    return serving < others || (serving == others && member.speed > other.speed);
  }

  @Override
  public boolean release(int worker, Request request, long startedNanos) {
    Member member = member(worker);
    for (int i = 0; i < member.serving.size(); i++) {
      InService serving = member.serving.get(i);
      if (serving.request() == request && serving.startedNanos() <= startedNanos) {
        member.serving.remove(i);
        member.waiting -= serving.waits ? 1 : 0;
        member.kvTokens -= kvNeed(request);
        inService--;
        return true;
      }
    }
    return false;
  }

  /** The request in service that is least urgent, and less so than this; of several the last. */
  @Nullable Request lessUrgentThan(int priority) {
    InService least = null;
    for (Member member : members) {
      for (InService serving : member.state == State.UP ? member.serving : List.<InService>of()) {
        boolean isLess = serving.request.priority() > priority;
        if (isLess && (least == null || makesWayBefore(serving, least))) {
          least = serving;
        }
      }
    }
    return least == null ? null : least.request;
  }

  private static boolean makesWayBefore(InService one, InService other) {
    int urgency = Integer.compare(one.request.priority(), other.request.priority());
    return urgency > 0 || (urgency == 0 && one.startedNanos >= other.startedNanos);
  }

  /** The index of the worker that serves a request. */
  int workerOf(Request request) {
    for (int i = 0; i < members.length; i++) {
      for (InService serving : members[i].serving) {
        if (serving.request == request) {
          return firstWorker + i;
        }
      }
    }
    return NOBODY;
  }

  /** The engine admitted the request; false if the worker no longer has it. */
  boolean admit(int worker, Request request) {
    InService waiting = waiting(worker, request);
    if (waiting != null) {
      waiting.waits = false;
      member(worker).waiting--;
    }
    return waiting != null;
  }

  /** The request if it is waiting in the worker's engine, else null. */
  @Nullable InService waiting(int worker, Request request) {
    for (InService serving : member(worker).serving) {
      if (serving.request == request) {
        return serving.waits ? serving : null;
      }
    }
    return null;
  }

  /** Requests waiting in the engines of these workers. */
  int waitingInEngines() {
    int waiting = 0;
    for (Member member : members) {
      waiting += member.waiting;
    }
    return waiting;
  }

  /** Tokens of context that a request takes up from its start to its end. */
  static long kvNeed(Request request) {
    return (long) request.inputTokens() + request.outputTokens();
  }

  /** Something takes the worker down; returns what it was serving, which it serves no more. */
  List<InService> lose(int worker) {
    Member member = member(worker);
    member.troubles++;
    List<InService> lost = List.copyOf(member.serving);
    member.serving.clear();
    member.waiting = 0;
    member.kvTokens = 0;
    inService -= lost.size();
    if (member.state != State.OFF) {
      member.state = member.state == State.RETIRING ? State.OFF : State.LOST;
    }
    return lost;
  }

  /** Something that took the worker down is over; returns whether it can be switched on now. */
  boolean recover(int worker) {
    Member member = member(worker);
    member.troubles = Math.max(0, member.troubles - 1);
    return member.state == State.LOST && member.troubles == 0;
  }

  /** Switches the worker on and returns the number of this start. */
  int start(int worker) {
    member(worker).state = member(worker).troubles > 0 ? State.LOST : State.STARTING;
    return ++member(worker).starts;
  }

  /** The worker is up, whatever was with it before. */
  void employ(int worker) {
    member(worker).troubles = 0;
    member(worker).starts++;
    member(worker).state = State.UP;
  }

  /** The start of that number is done; false where it has come to nothing meanwhile. */
  boolean finishStart(int worker, int start) {
    Member member = member(worker);
    if (member.state != State.STARTING || member.starts != start) {
      return false;
    }
    member.state = State.UP;
    return true;
  }

  /** Lets the worker finish what it serves; returns whether it has nothing left. */
  boolean retire(int worker, State afterwards) {
    member(worker).state = afterwards;
    return member(worker).serving.isEmpty();
  }

  void switchOff(int worker) {
    member(worker).state = State.OFF;
  }

  /** A worker that was to retire stays after all. */
  void keep(int worker) {
    member(worker).state = State.UP;
  }

  @Override
  public WorkerStates states() {
    int busy = 0;
    int[] counts = new int[State.values().length];
    for (Member member : members) {
      counts[member.state.ordinal()]++;
      busy += member.state == State.UP && !member.serving.isEmpty() ? 1 : 0;
    }
    return new WorkerStates(
        busy,
        counts[State.UP.ordinal()] - busy,
        counts[State.STARTING.ordinal()],
        counts[State.RETIRING.ordinal()] + counts[State.RESTARTING.ordinal()],
        counts[State.LOST.ordinal()],
        counts[State.OFF.ordinal()]);
  }

  State state(int worker) {
    return member(worker).state;
  }

  int serving(int worker) {
    return member(worker).serving.size();
  }

  /** Workers that are paid for: all but those that are off or lost. */
  int paid() {
    int paid = 0;
    for (Member member : members) {
      paid += member.state == State.OFF || member.state == State.LOST ? 0 : 1;
    }
    return paid;
  }

  /** Workers that serve, whether or not they take more. */
  int up() {
    int up = 0;
    for (Member member : members) {
      up +=
          member.state == State.UP
                  || member.state == State.RETIRING
                  || member.state == State.RESTARTING
              ? 1
              : 0;
    }
    return up;
  }

  @Override
  public int inService() {
    return inService;
  }

  @Override
  public boolean isOpen() {
    for (Member member : members) {
      if (member.state == State.UP) {
        return true;
      }
    }
    return false;
  }

  private Member member(int worker) {
    return members[worker - firstWorker];
  }
}
