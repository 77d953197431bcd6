package footfall.scenarios.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is heard of one reply of an OpenAI-compatible API, event by event, in the dialects that
 * vendors speak. What a vendor does differently from others is read for what it means; what means
 * nothing is skipped. Not thread-safe.
 */
public final class ChatReply {
  /** Told of each piece as it is read. */
  public interface Listener {
    /** A piece of the text, not empty. */
    void said(String text);

    /** A piece of the reasoning that comes before the text, not empty. */
    void thought(String text);

    /**
     * A piece of the call of a tool.
     *
     * @param place of the call among those of the reply, from zero
     * @param tool its name, with the first piece; empty afterwards
     * @param arguments a piece of the JSON of its arguments; may be empty
     */
    void called(int place, String tool, String arguments);
  }

  /**
   * What the vendor says was used; {@link #UNTOLD} where it does not say.
   *
   * @param reasoning tokens of the output that were reasoning
   */
  public record Usage(int input, int cached, int output, int reasoning) {}

  /** For counts that were not told. */
  public static final int UNTOLD = -1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String DONE = "[DONE]";
  private static final Usage NOTHING_TOLD = new Usage(UNTOLD, UNTOLD, UNTOLD, UNTOLD);

  /** A tool call in the making. */
  private static final class Call {
    private final long index;
    private final String id;
    private String tool = "";
    private final StringBuilder arguments = new StringBuilder();

    Call(long index, String id) {
      this.index = index;
      this.id = id;
    }

    /** Whether nothing more can belong to it. */
    boolean isWhole() {
      try {
        return !arguments.isEmpty() && JSON.readTree(arguments.toString()).isObject();
      } catch (JsonProcessingException e) {
        return false;
      }
    }
  }

  private final Listener listener;
  private final UnaryOperator<JsonNode> translation;
  private final List<Call> calls = new ArrayList<>();
  private Usage usage = NOTHING_TOLD;
  private String finish = "";
  private boolean done;
  private @Nullable VendorError error;
  private int pieces;
  private int thoughts;
  private boolean refused;
  private double logprobs;
  private int likelyTokens;

  /** A reply of which nothing was heard yet. */
  public ChatReply(Listener listener) {
    this(listener, UnaryOperator.identity());
  }

  /**
   * A reply of another API, of which nothing was heard yet.
   *
   * @param translation of its events and bodies to those of chat completions
   */
  public ChatReply(Listener listener, UnaryOperator<JsonNode> translation) {
    this.listener = listener;
    this.translation = translation;
  }

  /**
   * The data of one event of a stream.
   *
   * @return what it says, for those who look for more in it; a missing node where it says nothing
   */
  public JsonNode event(String data) {
    String text = data.strip();
    if (text.equals(DONE)) {
      done = true;
      if (error == null && pieces == 0 && finish.isEmpty()) {
        error = VendorError.misread("the reply is empty");
      }
      return JSON.missingNode();
    }
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return JSON.missingNode(); // A sign of life.
    }
    return read(text, "an event is not JSON");
  }

  /** The body of a reply that came at once, although a stream was asked for. */
  public JsonNode whole(String body) {
    JsonNode read = read(body, "the reply is not JSON");
    done = error == null && (pieces > 0 || !finish.isEmpty());
    if (error == null && !done) {
      error = VendorError.misread("there is no reply in the JSON");
    }
    return read;
  }

  private JsonNode read(String json, String otherwise) {
    try {
      JsonNode event = translation.apply(JSON.readTree(json));
      understand(event);
      return event;
    } catch (JsonProcessingException e) {
      String start = json.strip().substring(0, Math.min(80, json.strip().length()));
      error = VendorError.misread(otherwise + ": " + start);
      return JSON.missingNode();
    }
  }

  private void understand(JsonNode event) {
    if (VendorError.isIn(event)) {
      error = VendorError.of(event);
      return;
    }
    readUsage(event);
    for (JsonNode choice : event.path("choices")) {
      if (choice.path("index").asInt(0) > 0) {
        continue; // Only one was asked for.
      }
      String reason = choice.path("finish_reason").asText("");
      if (choice.hasNonNull("finish_reason") && !reason.isEmpty()) {
        finish = reason;
      }
      JsonNode delta = choice.has("delta") ? choice.get("delta") : choice.path("message");
      readLogprobs(choice.at("/logprobs/content"));
      boolean any = content(delta);
      any |= toolCalls(delta);
      if (!any && choice.path("text").isTextual()) {
        any = say(choice.get("text").asText());
      }
      pieces += any ? 1 : 0;
    }
  }

  private void readLogprobs(JsonNode tokens) {
    for (JsonNode token : tokens) {
      if (token.path("logprob").isNumber()) {
        logprobs += token.get("logprob").asDouble();
        likelyTokens++;
      }
    }
  }

  /** Mean natural logarithm of the probabilities of tokens; not a number where none were told. */
  public double meanLogprob() {
    return likelyTokens == 0 ? Double.NaN : logprobs / likelyTokens;
  }

  /**
   * Text, reasoning and refusals; some vendors send the text as parts, and reasoning among them.
   */
  private boolean content(JsonNode delta) {
    boolean any = think(text(delta.path("reasoning_content")));
    if (!any) { // Some send both, with the same words.
      any = think(text(delta.path("reasoning")));
    }
    JsonNode content = delta.path("content");
    if (content.isArray()) {
      for (JsonNode part : content) {
        String type = part.path("type").asText("text");
        any |= type.equals("thinking") ? think(text(part.path("thinking"))) : say(text(part));
      }
    } else {
      any |= say(text(content));
    }
    String refusal = text(delta.path("refusal"));
    refused |= !refusal.isEmpty();
    return say(refusal) || any;
  }

  /** The text of a node: itself, or that of its parts. */
  private static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.asText();
    }
    if (node.isArray()) {
      StringBuilder text = new StringBuilder();
      node.forEach(part -> text.append(text(part)));
      return text.toString();
    }
    return node.path("text").asText("");
  }

  private boolean say(String text) {
    if (text.isEmpty()) {
      return false;
    }
    listener.said(text);
    return true;
  }

  private boolean think(String text) {
    if (text.isEmpty()) {
      return false;
    }
    thoughts++;
    listener.thought(text);
    return true;
  }

  private boolean toolCalls(JsonNode delta) {
    JsonNode list = delta.path("tool_calls");
    boolean any = false;
    if (list.isArray()) {
      for (JsonNode call : list) {
        any |= toolCall(call, call.path("function"));
      }
    } else if (list.isObject()) {
      any = toolCall(list, list.path("function"));
    }
    JsonNode old = delta.path("function_call"); // As it was called before there were several.
    return old.isObject() ? toolCall(old, old) || any : any;
  }

  private boolean toolCall(JsonNode piece, JsonNode function) {
    String name = function.path("name").asText("");
    name = function.hasNonNull("name") ? name : "";
    JsonNode given = function.path("arguments");
    String arguments = given.isObject() || given.isArray() ? given.toString() : given.asText("");
    arguments = given.isNull() ? "" : arguments;
    if (name.isEmpty() && arguments.isEmpty()) {
      return false;
    }
    int place = placeOf(piece, name);
    Call call = calls.get(place);
    String news = call.tool.isEmpty() ? name : "";
    call.tool += news;
    call.arguments.append(arguments);
    if (news.isEmpty() && arguments.isEmpty()) {
      return false;
    }
    listener.called(place, news, arguments);
    return true;
  }

  /**
   * Which call a piece belongs to. By its index; where that is missing, or the same for all calls,
   * an identity or a name of its own begins another one.
   */
  private int placeOf(JsonNode piece, String name) {
    boolean hasIndex = piece.path("index").isNumber();
    long index = piece.path("index").asLong(UNTOLD);
    String id = piece.hasNonNull("id") ? piece.get("id").asText("") : "";
    int last = calls.size() - 1;
    for (int place = last; place >= 0; place--) {
      Call call = calls.get(place);
      boolean alike = hasIndex ? call.index == index : !id.isEmpty() && id.equals(call.id);
      if (alike && !begins(call, id, name)) {
        return place;
      }
      if (alike) {
        break;
      }
    }
    boolean goesOn = !hasIndex && id.isEmpty() && last >= 0 && !begins(calls.get(last), id, name);
    if (goesOn) {
      return last;
    }
    calls.add(new Call(index, id));
    return last + 1;
  }

  private static boolean begins(Call call, String id, String name) {
    boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
    boolean sameId = !id.isEmpty() && id.equals(call.id);
    return !name.isEmpty() && (otherId || (!sameId && !call.tool.isEmpty() && call.isWhole()));
  }

  private void readUsage(JsonNode event) {
    JsonNode told = event.path("usage");
    told = told.isObject() ? told : event.path("x_groq").path("usage");
    if (!told.isObject()) {
      return;
    }
    usage =
        new Usage(
            first(usage.input, told.path("prompt_tokens")),
            first(
                usage.cached,
                told.at("/prompt_tokens_details/cached_tokens"),
                told.path("prompt_cache_hit_tokens"),
                told.path("cached_tokens")),
            first(usage.output, told.path("completion_tokens")),
            first(usage.reasoning, told.at("/completion_tokens_details/reasoning_tokens")));
  }

  private static int first(int before, JsonNode... counts) {
    for (JsonNode count : counts) {
      if (count.isIntegralNumber() && count.canConvertToInt() && count.asInt() >= 0) {
        return count.asInt();
      }
    }
    return before;
  }

  /**
   * Whether the reply has come to its end: by a reason for it, or by the sign after which nothing
   * comes.
   */
  public boolean isComplete() {
    return error == null && (done || !finish.isEmpty());
  }

  /** What the vendor tells instead of a reply, or in the middle of it. */
  public Optional<VendorError> error() {
    return Optional.ofNullable(error);
  }

  /**
   * Why the reply ended: {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}.
   */
  public String finish() {
    String reason = finish.toLowerCase(Locale.ROOT);
    if (reason.contains("filter") || reason.equals("safety") || refused) {
      return "content_filter";
    }
    if (!calls.isEmpty()) {
      return "tool_calls";
    }
    return reason.contains("length") || reason.contains("max_tokens") ? "length" : "stop";
  }

  /** What the vendor says was used. */
  public Usage usage() {
    return usage;
  }

  /** Whether the tokens of the reply are counted here, because the vendor does not tell them. */
  public boolean isCounted() {
    return usage.output == UNTOLD || (usage.output == 0 && pieces > 0);
  }

  /** Tokens of the reply: as told, or else the events that brought some. */
  public int outputTokens() {
    return isCounted() ? pieces : usage.output;
  }

  /** Tokens of reasoning: as told, or else the events that brought some. */
  public int reasoningTokens() {
    return usage.reasoning == UNTOLD ? thoughts : usage.reasoning;
  }

  /**
   * Tokens whose coming was heard: those of the reply, but for reasoning that was kept back. One
   * where all came at once, of which no speed can be told.
   */
  public int streamedTokens() {
    int hidden = thoughts == 0 ? Math.max(0, reasoningTokens()) : 0;
    return pieces <= 1 ? pieces : Math.max(pieces == 0 ? 0 : 1, outputTokens() - hidden);
  }

  /** Events that brought something. */
  public int pieces() {
    return pieces;
  }
}
