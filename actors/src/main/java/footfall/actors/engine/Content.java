package footfall.actors.engine;

/**
 * What the tokens of a request are, as far as it matters which requests have the same: parts one
 * after another, each with a key. Two requests have the same tokens as long as their parts have the
 * same keys and lengths; the last part goes on as the reply is written. Immutable.
 *
 * @param keys of the parts
 * @param ends token after the last of each part, but for the last part, which has no end
 */
public record Content(long[] keys, int[] ends) {
  /** Tokens that no other request has. */
  public static Content of(long key) {
    return new Content(new long[] {key}, new int[0]);
  }

  /** Tokens that begin with some that others have, too. */
  public static Content after(long sharedKey, int sharedTokens, long key) {
    return sharedTokens == 0
        ? of(key)
        : new Content(new long[] {sharedKey, key}, new int[] {sharedTokens});
  }

  int parts() {
    return keys.length;
  }

  /** First full block of the part; a block that has tokens of two parts belongs to the later. */
  int firstBlock(int part, int blockSize) {
    return part == 0 ? 0 : ends[part - 1] / blockSize;
  }

  /** Block after the last full one of the part. */
  int endBlock(int part, int blockSize) {
    return part == ends.length ? Integer.MAX_VALUE : ends[part] / blockSize;
  }
}
