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

  /** Characters of JSON per token, roughly. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Null for words. */
  private final String json;

  /** Null where none must be called. */
  private final Call call;

  private final List<String> stops;

  /** Tokens without which it is not whole; 0 for words, of which any number will do. */
  private final int needed;

  private PlayedReply(String json, Call call, List<String> stops) {
    this.json = json;
    this.call = call;
    this.stops = stops;
    int characters =
        json != null
            ? json.length()
            : call != null ? call.tool().length() + call.arguments().length() : 0;
    this.needed = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
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
      List<Call> calls = reader.calls();
      return new PlayedReply(null, calls.isEmpty() ? null : calls.get(0), stops);
    }
    return new PlayedReply(
        prompt.format().isText() ? null : prompt.format().grammar().example(), null, stops);
  }

  /** The tool call, if that many tokens suffice for it; the reply has no text then. */
  Optional<Call> call(int tokens) {
    return tokens < needed ? Optional.empty() : Optional.ofNullable(call);
  }

  /** Tokens without which it is not whole; 0 for words, of which any number will do. */
  int needed() {
    return needed;
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
    int all = Math.max(outOf, needed);
    return json.substring(place(token, all), place(token + 1, all));
  }

  private int place(int token, int outOf) {
    int place = (int) ((long) json.length() * Math.min(token, outOf) / Math.max(1, outOf));
    boolean splits = place < json.length() && Character.isLowSurrogate(json.charAt(place));
    return splits ? place + 1 : place;
  }

  /** Where a stop sequence cuts the reply, and which one. */
  record Stop(int characters, String by) {
    static final Stop NEVER = new Stop(Integer.MAX_VALUE, "");
  }

  /** Where a reply with that many tokens meets its first stop sequence. */
  Stop stop(int tokens) {
    if (stops.isEmpty() || call != null) {
      return Stop.NEVER;
    }
    StringBuilder text = new StringBuilder();
    for (int token = 0; token < tokens; token++) {
      text.append(piece(token, tokens));
    }
    Stop first = Stop.NEVER;
    for (String stop : stops) {
      int at = text.indexOf(stop);
      first = at >= 0 && at < first.characters() ? new Stop(at, stop) : first;
    }
    return first;
  }
}
