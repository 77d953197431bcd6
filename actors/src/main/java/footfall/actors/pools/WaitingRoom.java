package footfall.actors.pools;

import footfall.actors.Turn;
import footfall.scenarios.PoolSpec.Discipline;
import java.util.Map;
import java.util.TreeMap;

/**
 * The turns that wait for the same workers: first come, first served within a priority, and the
 * lower priority number first where the discipline says so. Not thread-safe.
 */
final class WaitingRoom {
  private final boolean byPriority;
  private final int capacity;
  private final TreeMap<Integer, TurnQueue> queues = new TreeMap<>();
  private final TurnQueue only = new TurnQueue();
  private int size;

  WaitingRoom(Discipline discipline, int capacity) {
    this.byPriority = discipline == Discipline.PRIORITY;
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size >= capacity;
  }

  WaitingTurn add(Turn turn, Station station) {
    WaitingTurn waiting = new WaitingTurn(turn, station);
    queueFor(turn).add(waiting);
    size++;
    return waiting;
  }

  /** Removes and returns the turn to be served next; only where not empty. */
  Turn next() {
    size--;
    return nextQueue().removeFirst().turn;
  }

  void remove(WaitingTurn waiting) {
    waiting.queue.remove(waiting);
    size--;
  }

  private TurnQueue queueFor(Turn turn) {
    return byPriority ? queues.computeIfAbsent(turn.priority(), p -> new TurnQueue()) : only;
  }

  private TurnQueue nextQueue() {
    if (!byPriority) {
      return only;
    }
    for (Map.Entry<Integer, TurnQueue> queue : queues.entrySet()) {
      if (!queue.getValue().isEmpty()) {
        return queue.getValue();
      }
    }
    throw new IllegalStateException("no turn is waiting");
  }
}
