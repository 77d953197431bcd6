package footfall.scenarios.arrivals;

/**
 * Requests as they were recorded: when each came, counted from the first, and how many tokens it
 * read and wrote. Immutable.
 */
public final class Trace {
  /** Tokens of a prompt that one hash speaks for, as in Mooncake's traces. */
  public static final int HASHED_TOKENS = 512;

  private static final int[] NONE = {};

  private final String name;
  private final String sha256;
  private final boolean lastLineEnded;
  private final long[] atNanos;
  private final int[] inputTokens;
  private final int[] outputTokens;

  /** By request; empty where the trace has none. */
  private final int[][] hashes;

  /** Takes the arrays over; instants are in ascending order, the first is zero. */
  public Trace(
      String name,
      String sha256,
      boolean lastLineEnded,
      long[] atNanos,
      int[] inputTokens,
      int[] outputTokens) {
    this(name, sha256, lastLineEnded, atNanos, inputTokens, outputTokens, new int[0][]);
  }

  /**
   * A trace that says what its prompts have in common.
   *
   * @param hashes of each request, one for each {@link #HASHED_TOKENS} tokens of its prompt from
   *     its start, as far as they are known: equal where all tokens up to there are
   */
  public Trace(
      String name,
      String sha256,
      boolean lastLineEnded,
      long[] atNanos,
      int[] inputTokens,
      int[] outputTokens,
      int[][] hashes) {
    this.hashes = hashes;
    this.name = name;
    this.sha256 = sha256;
    this.lastLineEnded = lastLineEnded;
    this.atNanos = atNanos;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
  }

  /** The file's name, without its folder. */
  public String name() {
    return name;
  }

  /** SHA-256 of the file, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** Whether the file's last line has an end; if not, it may have been cut off within a number. */
  public boolean lastLineEnded() {
    return lastLineEnded;
  }

  /** How many requests there are. */
  public int size() {
    return atNanos.length;
  }

  /** When a request came, in nanoseconds after the first. */
  public long atNanos(int index) {
    return atNanos[index];
  }

  /** Tokens that the model reads for this request. */
  public int inputTokens(int index) {
    return inputTokens[index];
  }

  /** Tokens that the model writes for this request. */
  public int outputTokens(int index) {
    return outputTokens[index];
  }

  /** Whether it says what prompts have in common. */
  public boolean hasHashes() {
    return hashes.length > 0;
  }

  /** The hashes of the request's prompt; not to be changed. */
  public int[] hashes(int index) {
    return hasHashes() ? hashes[index] : NONE;
  }

  /** Seconds from the first request to the last. */
  public double seconds() {
    return atNanos[atNanos.length - 1] / 1e9;
  }
}
