package footfall.actors.pools;

import footfall.actors.Turn;
import footfall.scenarios.PoolSpec;
import footfall.scenarios.PoolSpec.Layout;

/** A waiting room and the workers that serve it, as free slots. Not thread-safe. */
final class Station {
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final WaitingRoom room;

  /** A stack of worker indices, one entry for each free slot. */
  private final int[] freeSlots;

  private int freeCount;

  private Station(WaitingRoom room, int firstWorker, int workers, int slots) {
    this.room = room;
    freeSlots = new int[workers * slots];
    for (int slot = 0; slot < slots; slot++) {
      for (int worker = workers - 1; worker >= 0; worker--) {
        freeSlots[freeCount++] = firstWorker + worker;
      }
    }
  }

  /** One station for the whole pool, or one for each worker. */
  static Station[] of(PoolSpec spec) {
    int capacity = spec.queueCapacity().orElse(UNBOUNDED);
    boolean shared = spec.layout() == Layout.SHARED;
    Station[] stations = new Station[shared ? 1 : spec.workers()];
    int workersEach = spec.workers() / stations.length;
    for (int i = 0; i < stations.length; i++) {
      WaitingRoom room = new WaitingRoom(spec.discipline(), capacity);
      stations[i] = new Station(room, i * workersEach, workersEach, spec.slots());
    }
    return stations;
  }

  boolean hasFreeSlot() {
    return freeCount > 0;
  }

  /** Takes a slot and returns the index of its worker. */
  int takeSlot() {
    return freeSlots[--freeCount];
  }

  void freeSlot(int worker) {
    freeSlots[freeCount++] = worker;
  }

  /** Turns waiting and in service. */
  int inSystem() {
    return room.size() + freeSlots.length - freeCount;
  }

  boolean isFull() {
    return room.isFull();
  }

  boolean hasWaiting() {
    return !room.isEmpty();
  }

  WaitingTurn enqueue(Turn turn) {
    return room.add(turn, this);
  }

  /** Removes and returns the turn to be served next; only where one waits. */
  Turn next() {
    return room.next();
  }

  void remove(WaitingTurn waiting) {
    room.remove(waiting);
  }
}
