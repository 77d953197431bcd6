package footfall.scenarios.arrivals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** By request; empty where the trace has none. */
  private final int[] sessions;

  /** Requests session by session, in order; empty where the trace has none. */
  private final int[] bySession;

  /** Where each session begins in that, and where the last one ends. */
  private final int[] sessionStarts;

  private final Details details;

  /**
   * What a trace tells besides times and tokens; all arrays are by request, and empty where it does
   * not tell.
   *
   * @param hashes one for each {@link #HASHED_TOKENS} tokens of a prompt from its start, as far as
   *     they are known: equal where all tokens up to there are
   * @param sessions numbered in the order in which they begin
   * @param labels by name of their column
   * @param waitSeconds before a request was begun
   * @param firstTokenSeconds from its coming to the first token; NaN where it is not told
   * @param latencySeconds from its coming to its end; NaN where it is not told
   * @param serviceSeconds that its service takes; NaN where it is not told
   * @param patienceSeconds that it waits at most; NaN where it is not told
   * @param priorities of which the lowest goes first
   * @param pausesAreTold whether the time between two requests of a session is what passed after
   *     the answer, and not from the one to the other
   * @param notes what was taken for granted in reading it, in words
   */
  public record Details(
      int[][] hashes,
      int[] sessions,
      Map<String, Labels> labels,
      float[] waitSeconds,
      float[] firstTokenSeconds,
      float[] latencySeconds,
      float[] serviceSeconds,
      float[] patienceSeconds,
      int[] priorities,
      boolean pausesAreTold,
      List<String> notes) {
    /** Copies what can be changed. */
    public Details {
      labels = Map.copyOf(labels);
      notes = List.copyOf(notes);
    }

    /** The first of these columns that there is; empty for none. */
    public Optional<Labels> label(List<String> columns) {
      return columns.stream().filter(labels::containsKey).map(labels::get).findFirst();
    }
  }

  /**
   * The values of a column.
   *
   * @param values all that occur
   * @param of each request the number of its value, from one; zero where it has none
   */
  public record Labels(List<String> values, byte[] of) {
    /** Copies the list. */
    public Labels {
      values = List.copyOf(values);
    }

    /** The value of a request; empty where it has none. */
    public String value(int index) {
      return of[index] == 0 ? "" : values.get(of[index] - 1);
    }
  }

  /** Takes the arrays over; instants are in ascending order, the first is zero. */
  public Trace(
      String name,
      String sha256,
      boolean lastLineEnded,
      long[] atNanos,
      int[] inputTokens,
      int[] outputTokens,
      Details details) {
    this.details = details;
    this.hashes = details.hashes();
    this.sessions = details.sessions();
    this.sessionStarts = starts(sessions);
    this.bySession = sorted(sessions, sessionStarts);
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

  /** Tokens that the model reads for this request; beyond the last it begins again. */
  public int inputTokens(int index) {
    return inputTokens[index % inputTokens.length];
  }

  /** Tokens that the model writes for this request; beyond the last it begins again. */
  public int outputTokens(int index) {
    return outputTokens[index % outputTokens.length];
  }

  /** Whether it says what prompts have in common. */
  public boolean hasHashes() {
    return hashes.length > 0;
  }

  /** The hashes of the request's prompt; not to be changed. */
  public int[] hashes(int index) {
    return hasHashes() ? hashes[index % hashes.length] : NONE;
  }

  /** Whether it says which requests are of one session. */
  public boolean hasSessions() {
    return sessions.length > 0;
  }

  /** The number of the request's session; its own where the trace has none. */
  public int session(int index) {
    return hasSessions() ? sessions[index] : index;
  }

  private static int[] starts(int[] sessions) {
    int count = Arrays.stream(sessions).max().orElse(-1) + 1;
    int[] starts = new int[count + 1];
    for (int session : sessions) {
      starts[session + 1]++;
    }
    for (int i = 0; i < count; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  private static int[] sorted(int[] sessions, int[] starts) {
    int[] sorted = new int[sessions.length];
    int[] next = starts.clone();
    for (int request = 0; request < sessions.length; request++) {
      sorted[next[sessions[request]]++] = request;
    }
    return sorted;
  }

  /** How many sessions there are. */
  public int sessions() {
    return sessionStarts.length - 1;
  }

  /** How many requests a session has. */
  public int sessionSize(int session) {
    return sessionStarts[session + 1] - sessionStarts[session];
  }

  /** The index of a session's request, counted from zero within it. */
  public int request(int session, int turn) {
    return bySession[sessionStarts[session] + turn];
  }

  /** What was taken for granted in reading it, in words. */
  public List<String> notes() {
    return details.notes();
  }

  /** What it tells besides times and tokens; not to be changed. */
  public Details details() {
    return details;
  }

  /** Seconds from the first request to the last. */
  public double seconds() {
    return atNanos[atNanos.length - 1] / 1e9;
  }
}
