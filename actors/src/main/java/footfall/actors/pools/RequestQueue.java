package footfall.actors.pools;

import footfall.actors.protocol.Exchange;
import org.jspecify.annotations.Nullable;

/** Requests waiting in the order of their coming. Not thread-safe. */
final class RequestQueue {
  private @Nullable WaitingRequest first;
  private @Nullable WaitingRequest last;

  boolean isEmpty() {
    return first == null;
  }

  @Nullable WaitingRequest first() {
    return first;
  }

  /** The request that waits with this exchange; null where none does. */
  @Nullable WaitingRequest find(Exchange exchange) {
    @Nullable WaitingRequest waiting = first;
    while (waiting != null && waiting.request.step().exchange() != exchange) {
      waiting = waiting.behind;
    }
    return waiting;
  }

  void add(WaitingRequest waiting) {
    waiting.queue = this;
    waiting.ahead = last;
    if (last == null) {
      first = waiting;
    } else {
      last.behind = waiting;
    }
    last = waiting;
  }

  void addFirst(WaitingRequest waiting) {
    waiting.queue = this;
    waiting.behind = first;
    if (first == null) {
      last = waiting;
    } else {
      first.ahead = waiting;
    }
    first = waiting;
  }

  void remove(WaitingRequest waiting) {
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
