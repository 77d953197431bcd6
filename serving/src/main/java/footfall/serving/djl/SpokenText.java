package footfall.serving.djl;

import java.util.Arrays;
import java.util.List;

/**
 * The text of a reply as it comes, token by token: whole characters only, and nothing that may be
 * the beginning of a stop. Not thread-safe.
 */
final class SpokenText {
  /** Stands for a character of which not all bytes are there. */
  static final char INCOMPLETE = '\uFFFD';

  private final TextCoder coder;
  private final List<String> stops;
  private int[] tokens = new int[32];
  private int count;

  /** Tokens before this one were decoded and their text is behind us. */
  private int anchor;

  /** Tokens before this one have given their text. */
  private int read;

  /** Text that was not handed out because it may be the beginning of a stop. */
  private final StringBuilder held = new StringBuilder();

  /** The stop that was met; empty before. */
  private String metStop = "";

  SpokenText(TextCoder coder, List<String> stops) {
    this.coder = coder;
    this.stops = stops;
  }

  /** Adds a token and returns what can be said now; empty where nothing can. */
  String add(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    String known = read == count - 1 ? coder.textOf(token) : "";
    if (!known.isEmpty()) {
      anchor = read;
      read = count;
      return release(known);
    }
    // The text of a token may depend on those before it, so a few are decoded again.
    String before = coder.decode(tokens, anchor, read);
    String after = coder.decode(tokens, anchor, count);
    if (after.length() <= before.length() || after.charAt(after.length() - 1) == INCOMPLETE) {
      return "";
    }
    anchor = read;
    read = count;
    return release(after.substring(before.length()));
  }

  /** The text that a token would add; incomplete characters are {@link #INCOMPLETE}. */
  String textOf(int token) {
    String known = read == count ? coder.textOf(token) : "";
    if (!known.isEmpty()) {
      return known;
    }
    int[] with = Arrays.copyOfRange(tokens, anchor, count + 1);
    with[count - anchor] = token;
    String before = coder.decode(tokens, anchor, count);
    String after = coder.decode(with, 0, with.length);
    return after.length() <= before.length() ? "" : after.substring(before.length());
  }

  /** The stop that was met, after which nothing more is to be said; empty where none was. */
  String metStop() {
    return metStop;
  }

  /** What is left to be said when the reply has ended by itself. */
  String rest() {
    String before = coder.decode(tokens, anchor, read);
    String after = coder.decode(tokens, anchor, count);
    String last = after.length() > before.length() ? after.substring(before.length()) : "";
    String rest = metStop.isEmpty() ? held + last : "";
    held.setLength(0);
    return rest;
  }

  private String release(String text) {
    if (stops.isEmpty()) {
      return text;
    }
    held.append(text);
    int end = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && at < end) {
        end = at;
        metStop = stop;
      }
    }
    int safe = end != Integer.MAX_VALUE ? end : held.length() - longestBeginningOfStop();
    String released = held.substring(0, safe);
    held.delete(0, safe);
    return released;
  }

  private int longestBeginningOfStop() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (held.substring(held.length() - n).equals(stop.substring(0, n))) {
          longest = n;
        }
      }
    }
    return longest;
  }
}
