package footfall.scenarios.randomness;

/**
 * Derives the key of every random stream from (seed, replication, entity, purpose, index): the same
 * shopper says the same words and has the same patience whatever the deployment that serves it,
 * which is what common random numbers need.
 */
public final class Streams {
  private Streams() {}

  /** The key of one replication of one seed. */
  public static long run(long seed, int replication) {
    return derive(derive(0x666f6f7466616c6cL, seed), replication);
  }

  /** The key of an entity (a shopper, say) within a run. */
  public static long entity(long runKey, long entity) {
    return derive(runKey, entity);
  }

  /** The key of an entity's n-th draw for a purpose. */
  public static long draw(long entityKey, Purpose purpose, long index) {
    return derive(entityKey, (index << 5) | purpose.ordinal());
  }

  private static long derive(long parent, long child) {
    return RandomStream.mix(parent ^ RandomStream.mix(child + 0x632be59bd9b4e019L));
  }
}
