package footfall.scenarios.pools;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where requests wait.
 *
 * @param capacity requests that may wait (per worker where each has a queue); empty is unbounded
 * @param expiryNanos after which a request that still waits is dropped; empty is never
 */
public record QueueSpec(
    Discipline discipline,
    Layout layout,
    Placement placement,
    OptionalInt capacity,
    OptionalLong expiryNanos) {

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
    AFFINITY
  }
}
