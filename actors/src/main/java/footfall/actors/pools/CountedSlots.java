package footfall.actors.pools;

import footfall.actors.protocol.Request;
import footfall.reports.watching.WorkerStates;
import java.util.Arrays;

/**
 * Workers of which it is all the same who serves: a stack of free slots, one entry for each, and
 * nothing to count for any single worker.
 */
final class CountedSlots implements SlotAllocator {
  /** Worker indices. */
  private final int[] freeSlots;

  private final int firstWorker;
  private final int slots;
  private int freeCount;

  CountedSlots(int firstWorker, int workers, int slots) {
    this.firstWorker = firstWorker;
    this.slots = slots;
    freeSlots = new int[Math.multiplyExact(workers, slots)];
    for (int slot = 0; slot < slots; slot++) {
      for (int worker = workers - 1; worker >= 0; worker--) {
        freeSlots[freeCount++] = firstWorker + worker;
      }
    }
  }

  @Override
  public int take(Request request, long nowNanos) {
    return freeCount == 0 ? NOBODY : freeSlots[--freeCount];
  }

  @Override
  public boolean release(int worker, Request request, long startedNanos) {
    freeSlots[freeCount++] = worker;
    return true;
  }

  @Override
  public int inService() {
    return freeSlots.length - freeCount;
  }

  @Override
  public WorkerStates states() {
    int[] free = new int[freeSlots.length / slots];
    for (int i = 0; i < freeCount; i++) {
      free[freeSlots[i] - firstWorker]++;
    }
    int idle = (int) Arrays.stream(free).filter(count -> count == slots).count();
    return new WorkerStates(free.length - idle, idle, 0, 0, 0, 0);
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
