package footfall.actors.engine;

/**
 * Identity of a request's tokens for the prefix cache: consecutive parts, each with a key. Two
 * requests have a common prefix as far as their parts have equal keys and lengths. The last part is
 * open-ended and includes the reply. Immutable.
 *
 * @param keys of the parts
 * @param ends exclusive end of each part in tokens, except the last
 */
public record Content(long[] keys, int[] ends) {
  /** Content without a shared prefix. */
  public static Content of(long key) {
    return new Content(new long[] {key}, new int[0]);
  }

  /** Content with a shared prefix of {@code sharedTokens}. */
  public static Content after(long sharedKey, int sharedTokens, long key) {
    return sharedTokens == 0
        ? of(key)
        : new Content(new long[] {sharedKey, key}, new int[] {sharedTokens});
  }

  int parts() {
    return keys.length;
  }

  /** First block of the part; a block with tokens of two parts belongs to the later one. */
  int firstBlock(int part, int blockSize) {
    return part == 0 ? 0 : ends[part - 1] / blockSize;
  }

  /** Exclusive end of the part in blocks. */
  int endBlock(int part, int blockSize) {
    return part == ends.length ? Integer.MAX_VALUE : ends[part] / blockSize;
  }
}
