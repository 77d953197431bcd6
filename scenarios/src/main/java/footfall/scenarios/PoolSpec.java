package footfall.scenarios;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pool of like model workers behind one queue, or a queue each.
 *
 * @param workers how many
 * @param slots requests that one worker serves at the same time
 * @param queueCapacity turns that may wait (per worker where each has a queue); empty is unbounded
 * @param power empty where the scenario does not state it
 */
public record PoolSpec(
    String name,
    Kind kind,
    int workers,
    int slots,
    Discipline discipline,
    Layout layout,
    Placement placement,
    OptionalInt queueCapacity,
    Service service,
    Prices prices,
    Quality quality,
    Optional<Power> power) {

  /** Small models run on our own devices, large ones behind an API. */
  public enum Kind {
    SLM,
    LLM
  }

  /** Who is served next. */
  public enum Discipline {
    FIFO,
    PRIORITY
  }

  /** One queue for the pool, or a queue for each worker. */
  public enum Layout {
    SHARED,
    PER_WORKER
  }

  /** Which worker's queue a turn joins where each worker has one. */
  public enum Placement {
    ROUND_ROBIN,
    RANDOM,
    SHORTEST
  }

  /** Requests that the whole pool serves at the same time. */
  public int servers() {
    return Math.multiplyExact(workers, slots);
  }
}
