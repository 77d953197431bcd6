package footfall.serving.exchange;

import footfall.serving.exchange.ToolCallReader.Call;
import footfall.serving.format.ReplyFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model says that is only played: words of a shop, or what was asked for: JSON of a schema,
 * the call of a tool that must be called, nothing beyond a stop. Immutable.
 */
final class PlayedReply {
  private static final String[] WORDS =
      ("this one suits you well and it is within your budget ; shall I show you more like it ? "
              + "many shoppers who liked it also took a matching one in another colour . ")
          .split(" ");

  /** Null for words. */
  private final String json;

  /** Null where none must be called. */
  private final Call call;

  private final List<String> stops;

  private PlayedReply(String json, Call call, List<String> stops) {
    this.json = json;
    this.call = call;
    this.stops = stops;
  }

  /** The reply to a prompt. */
  static PlayedReply to(Prompt prompt) {
    List<String> stops = prompt.sampling().stops();
    try {
      return keeping(prompt, stops);
    } catch (ReplyFormat.UnknownSchemaException e) {
      return new PlayedReply(null, null, stops); // Only vendors are asked to keep to that.
    }
  }

  private static PlayedReply keeping(Prompt prompt, List<String> stops) {
    if (prompt.toolChoice().must() && !prompt.tools().isEmpty()) {
      ToolCallReader reader = new ToolCallReader(Set.copyOf(prompt.toolNames()));
      reader.add(prompt.constraint().grammar().example());
      return new PlayedReply(null, reader.calls().get(0), stops);
    }
    return new PlayedReply(
        prompt.format().isText() ? null : prompt.format().grammar().example(), null, stops);
  }

  /** The tool that it calls; it says nothing then. */
  Optional<Call> call() {
    return Optional.ofNullable(call);
  }

  /** Whether it is complete however few its tokens are. */
  boolean isWhole() {
    return json != null || call != null;
  }

  /** The piece that a token brings; empty where it brings none. */
  String piece(int token, int outOf) {
    if (call != null) {
      return "";
    }
    if (json == null) {
      String word = WORDS[token % WORDS.length];
      return token == 0 ? word : " " + word;
    }
    return json.substring(place(token, outOf), place(token + 1, outOf));
  }

  private int place(int token, int outOf) {
    int place = (int) ((long) json.length() * Math.min(token, outOf) / Math.max(1, outOf));
    boolean splits = place < json.length() && Character.isLowSurrogate(json.charAt(place));
    return splits ? place + 1 : place;
  }

  /** Characters of a reply with that many tokens before its first stop sequence. */
  int untilStop(int tokens) {
    if (stops.isEmpty() || call != null) {
      return Integer.MAX_VALUE;
    }
    StringBuilder text = new StringBuilder();
    for (int token = 0; token < tokens; token++) {
      text.append(piece(token, tokens));
    }
    int end = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = text.indexOf(stop);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return end;
  }
}
