package footfall.scenarios.randomness;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A stream of 64-bit numbers that is set to a key and then read: SplitMix64 (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014).
 *
 * <p>One object serves many streams, one after the other, because {@link #at} costs nothing. Not
 * thread-safe.
 */
public final class RandomStream implements UniformRandomProvider {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** Sets the stream to the start of the given key and returns it. */
  public RandomStream at(long key) {
    state = key;
    return this;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  static long mix(long z) {
    long first = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
