package footfall.actors.routing;

import footfall.actors.protocol.Request;

/** Chooses the pool for a request. Used by the router alone, so it need not be thread-safe. */
interface RoutingPolicy {
  /** No pool at all. */
  int NOWHERE = -1;

  /**
   * The index of the pool that the request goes to, at the instant of its submission; {@link
   * #NOWHERE} where no pool would have it.
   */
  int choose(Request request, Loads loads);

  /** Whether the choice looks at the loads; if not, they are not reported. */
  default boolean looksAtLoads() {
    return false;
  }
}
