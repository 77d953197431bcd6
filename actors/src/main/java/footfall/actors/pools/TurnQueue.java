package footfall.actors.pools;

/** Turns waiting in the order of their coming. Not thread-safe. */
final class TurnQueue {
  private WaitingTurn first;
  private WaitingTurn last;

  boolean isEmpty() {
    return first == null;
  }

  void add(WaitingTurn waiting) {
    waiting.queue = this;
    waiting.ahead = last;
    if (last == null) {
      first = waiting;
    } else {
      last.behind = waiting;
    }
    last = waiting;
  }

  WaitingTurn removeFirst() {
    WaitingTurn removed = first;
    remove(removed);
    return removed;
  }

  void remove(WaitingTurn waiting) {
    if (waiting.ahead == null) {
      first = waiting.behind;
    } else {
      waiting.ahead.behind = waiting.behind;
    }
    if (waiting.behind == null) {
      last = waiting.ahead;
    } else {
      waiting.behind.ahead = waiting.ahead;
    }
    waiting.ahead = null;
    waiting.behind = null;
    waiting.queue = null;
  }
}
