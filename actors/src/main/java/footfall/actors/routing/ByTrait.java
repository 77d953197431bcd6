package footfall.actors.routing;

import footfall.actors.protocol.Request;

/** The pool that is named for the request's trait, as far as it is known. */
final class ByTrait implements RoutingPolicy {
  private final Traits traits;
  private final int[] poolOf;
  private final int otherwise;

  /**
   * A policy by trait.
   *
   * @param poolOf index of the pool for each label of the traits
   * @param otherwise index of the pool for requests without the trait
   */
  ByTrait(Traits traits, int[] poolOf, int otherwise) {
    this.traits = traits;
    this.poolOf = poolOf.clone();
    this.otherwise = otherwise;
  }

  @Override
  public int choose(Request request, Loads loads) {
    return poolFor(traits.told(request));
  }

  /** The pool for requests that could not be classified. */
  int otherwise() {
    return otherwise;
  }

  private int poolFor(int label) {
    return label == Traits.NONE ? otherwise : poolOf[label];
  }
}
