package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec.Layout;
import java.util.function.ToDoubleFunction;

/**
 * A waiting room and the slots that serve it.
 *
 * @param index of the station in its pool
 */
record Station(int index, WaitingRoom room, SlotAllocator allocator) {

  /**
   * One station for the whole pool, or one for each worker.
   *
   * @param key by which waiting requests are in order, where the discipline asks for one
   * @param watched whether it matters which worker serves a request
   */
  static Station[] of(PoolSpec spec, ToDoubleFunction<Request> key, boolean watched) {
    boolean shared = spec.queue().layout() == Layout.SHARED;
    int most = spec.mostWorkers();
    Station[] stations = new Station[shared ? 1 : most];
    int each = most / stations.length;
    for (int i = 0; i < stations.length; i++) {
      SlotAllocator allocator =
          watched
              ? new TrackedSlots(spec, i * each, each, shared ? spec.workers() : each)
              : new CountedSlots(i * each, each, spec.slots());
      stations[i] = new Station(i, WaitingRoom.of(spec.queue(), key), allocator);
    }
    return stations;
  }

  /** Requests waiting and in service. */
  int inSystem() {
    return room.size() + allocator.inService();
  }
}
