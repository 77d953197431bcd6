package footfall.actors.routing;

/** Pools that are asked one after the other. */
final class Chain {
  private Chain() {}

  /** The place of a pool in the chain, from zero. */
  static int placeOf(int[] chain, int pool) {
    int place = 0;
    while (chain[place] != pool) {
      place++;
    }
    return place;
  }
}
