package footfall.actors;

import footfall.actors.pools.Pool;
import footfall.actors.shoppers.Shopper;

/** How a turn ended; told to its shopper and to the supervisor. */
public sealed interface TurnOutcome extends Shopper.Command {
  /** The turn that ended. */
  Turn turn();

  /** Index of the pool in the scenario. */
  int pool();

  /** When it ended. */
  long endedNanos();

  /**
   * Answered in full.
   *
   * @param worker index of the worker in its pool
   * @param firstTokenNanos when the first token was out
   */
  record Completed(
      Turn turn, int pool, int worker, long startedNanos, long firstTokenNanos, long endedNanos)
      implements TurnOutcome, Pool.Command {}

  /** Turned away because the queue was full. */
  record Rejected(Turn turn, int pool, long endedNanos) implements TurnOutcome {}

  /** The shopper's patience ended in the queue. */
  record Abandoned(Turn turn, int pool, long endedNanos) implements TurnOutcome {}
}
