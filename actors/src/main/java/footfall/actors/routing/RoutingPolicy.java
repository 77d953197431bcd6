package footfall.actors.routing;

import footfall.actors.Turn;

/** Chooses the pool for a turn. Used by the router alone, so it need not be thread-safe. */
interface RoutingPolicy {
  /**
   * The index of the pool that the turn goes to.
   *
   * @param inSystem turns in each pool, as far as the router knows
   */
  int choose(Turn turn, int[] inSystem);

  /** Whether the choice looks at the loads; if not, nobody reports them. */
  boolean needsLoads();
}
