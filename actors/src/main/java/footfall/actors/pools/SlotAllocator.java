package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.reports.watching.WorkerStates;

/** The workers of a station, and which of them serves the next request. Not thread-safe. */
interface SlotAllocator {
  /** No worker can take the request now. */
  int NOBODY = -1;

  /** Takes a slot for the request and returns the index of its worker, or {@link #NOBODY}. */
  int take(Request request, long nowNanos);

  /**
   * Gives a slot back.
   *
   * @param startedNanos when the service began
   * @return false where the service was cut off before, so that this end of it counts for nothing
   */
  boolean release(int worker, Request request, long startedNanos);

  /** Requests in service. */
  int inService();

  /** How many workers do what. */
  WorkerStates states();

  /** Whether any worker takes requests now, or will when it has a free slot. */
  boolean isOpen();
}
