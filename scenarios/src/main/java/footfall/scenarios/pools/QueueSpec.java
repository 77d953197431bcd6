package footfall.scenarios.pools;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where requests wait.
 *
 * @param capacity requests that may wait (per worker where each has a queue); empty is unbounded
 * @param preemptive whether a more urgent request takes the slot of a less urgent one, which goes
 *     on later from where it was
 * @param expiryNanos after which a request that still waits is dropped; empty is never
 */
public record QueueSpec(
    Discipline discipline,
    Layout layout,
    Placement placement,
    OptionalInt capacity,
    OptionalLong expiryNanos,
    boolean preemptive) {
  /** One queue for the pool, in the order of arrival, without a bound. */
  public static final QueueSpec UNBOUNDED = shared(Discipline.FIFO, OptionalInt.empty());

  /** One queue for the pool without a limit of length or age. */
  public static QueueSpec shared(Discipline discipline, OptionalInt capacity) {
    return new QueueSpec(
        discipline, Layout.SHARED, Placement.ROUND_ROBIN, capacity, OptionalLong.empty(), false);
  }

  /** The same queues without bound or expiry. */
  public QueueSpec unbounded() {
    return new QueueSpec(
        discipline, layout, placement, OptionalInt.empty(), OptionalLong.empty(), preemptive);
  }

  /** Who is served next. */
  public enum Discipline {
    /** Who came first. */
    FIFO,
    /** The lowest priority number, then who came first. */
    PRIORITY,
    /** The shortest expected service. */
    SHORTEST,
    /** The earliest deadline. */
    DEADLINE
  }

  /** One queue for the pool, or a queue for each worker. */
  public enum Layout {
    SHARED,
    PER_WORKER
  }

  /** Which worker's queue a request joins where each worker has one. */
  public enum Placement {
    ROUND_ROBIN,
    RANDOM,
    SHORTEST,
    /** The same for all requests of a shopper. */
    AFFINITY,
    /** Whoever answered the call before, as long as there is one before; else the shortest. */
    PREFIX
  }
}
