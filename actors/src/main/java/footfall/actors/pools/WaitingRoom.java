package footfall.actors.pools;

import footfall.actors.protocol.Exchange;
import footfall.actors.protocol.Request;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.pools.QueueSpec.Discipline;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The requests that wait for the same workers. Not thread-safe. */
abstract class WaitingRoom {
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final int capacity;
  private int size;

  private WaitingRoom(int capacity) {
    this.capacity = capacity;
  }

  /**
   * A room as specified.
   *
   * @param key by which requests are in order, where the discipline is shortest or deadline first
   */
  static WaitingRoom of(QueueSpec spec, ToDoubleFunction<Request> key) {
    int capacity = spec.capacity().orElse(UNBOUNDED);
    return spec.discipline() == Discipline.FIFO || spec.discipline() == Discipline.PRIORITY
        ? new FirstCome(capacity, spec.discipline() == Discipline.PRIORITY)
        : new LeastKey(capacity, key);
  }

  final int size() {
    return size;
  }

  final boolean isEmpty() {
    return size == 0;
  }

  final boolean isFull() {
    return size >= capacity;
  }

  final void add(WaitingRequest waiting) {
    size++;
    waiting.waits = true;
    insert(waiting, false);
  }

  /** Lets a request in again that was here before, ahead of those of its kind. */
  final void addFirst(WaitingRequest waiting) {
    size++;
    waiting.waits = true;
    insert(waiting, true);
  }

  final void remove(WaitingRequest waiting) {
    size--;
    waiting.waits = false;
    take(waiting);
  }

  /** The request that waits with this exchange; null where none does. */
  abstract @Nullable WaitingRequest find(Exchange exchange);

  /** The request to be served next; only where not empty. */
  abstract WaitingRequest next();

  abstract void insert(WaitingRequest waiting, boolean first);

  abstract void take(WaitingRequest waiting);

  /** First come, first served; within a priority where priorities count. */
  private static final class FirstCome extends WaitingRoom {
    private final boolean byPriority;
    private final TreeMap<Integer, RequestQueue> queues = new TreeMap<>();
    private final RequestQueue only = new RequestQueue();

    FirstCome(int capacity, boolean byPriority) {
      super(capacity);
      this.byPriority = byPriority;
    }

    @Override
    void insert(WaitingRequest waiting, boolean first) {
      RequestQueue queue = queueFor(waiting.request);
      if (first) {
        queue.addFirst(waiting);
      } else {
        queue.add(waiting);
      }
    }

    @Override
    void take(WaitingRequest waiting) {
      Objects.requireNonNull(waiting.queue).remove(waiting);
    }

    @Override
    @Nullable WaitingRequest find(Exchange exchange) {
      WaitingRequest found = only.find(exchange);
      for (RequestQueue queue : queues.values()) {
        found = found == null ? queue.find(exchange) : found;
      }
      return found;
    }

    private RequestQueue queueFor(Request request) {
      return byPriority
          ? queues.computeIfAbsent(request.priority(), p -> new RequestQueue())
          : only;
    }

    @Override
    WaitingRequest next() {
      if (!byPriority) {
        return Objects.requireNonNull(only.first());
      }
      for (Map.Entry<Integer, RequestQueue> queue : queues.entrySet()) {
        if (!queue.getValue().isEmpty()) {
          return Objects.requireNonNull(queue.getValue().first());
        }
      }
      throw new IllegalStateException("no request is waiting");
    }
  }

  /** The least key first, and first come, first served among equals. */
  private static final class LeastKey extends WaitingRoom {
    private final ToDoubleFunction<Request> key;
    private final TreeSet<WaitingRequest> inOrder = new TreeSet<>(LeastKey::compare);
    private long numbers;

    LeastKey(int capacity, ToDoubleFunction<Request> key) {
      super(capacity);
      this.key = key;
    }

    private static int compare(WaitingRequest a, WaitingRequest b) {
      int byKey = Double.compare(a.key, b.key);
      return byKey == 0 ? Long.compare(a.number, b.number) : byKey;
    }

    @Override
    void insert(WaitingRequest waiting, boolean first) {
      waiting.key = key.applyAsDouble(waiting.request);
      numbers++;
      waiting.number = first ? -numbers : numbers;
      inOrder.add(waiting);
    }

    @Override
    void take(WaitingRequest waiting) {
      inOrder.remove(waiting);
    }

    @Override
    @Nullable WaitingRequest find(Exchange exchange) {
      for (WaitingRequest waiting : inOrder) {
        if (waiting.request.step().exchange() == exchange) {
          return waiting;
        }
      }
      return null;
    }

    @Override
    WaitingRequest next() {
      return inOrder.first();
    }
  }
}
