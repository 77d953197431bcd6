package footfall.serving.shadow;

import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;

/** Takes a part of what comes at random, and at no time more than that part. Thread-safe. */
public final class SampleShare {
  /** Else what chance left out could never be made up for. */
  private static final double EAGERNESS = 1.5;

  private final double part;
  private final long key;
  private final RandomStream random = new RandomStream();
  private long came;
  private long taken;

  /** A part from 0 to 1 of what comes. */
  public SampleShare(double part, long seed) {
    this.part = part;
    this.key = ~seed;
  }

  /** Whether the next one is taken. */
  public synchronized boolean takes() {
    came++;
    boolean drawn = random.at(Streams.entity(key, came)).nextDouble() < EAGERNESS * part;
    boolean takes = drawn && taken + 1 <= part * came;
    taken += takes ? 1 : 0;
    return takes;
  }
}
