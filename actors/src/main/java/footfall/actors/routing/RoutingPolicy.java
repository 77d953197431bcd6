package footfall.actors.routing;

import footfall.actors.Request;

/** Chooses the pool for a request. Used by the router alone, so it need not be thread-safe. */
interface RoutingPolicy {
  /**
   * The index of the pool that the request goes to.
   *
   * @param inSystem requests in each pool, as far as the router knows
   */
  int choose(Request request, int[] inSystem);

  /** Whether the choice looks at the loads; if not, nobody reports them. */
  boolean needsLoads();
}
