package footfall.serving.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import footfall.serving.exchange.LiveExchange.Finish;
import org.apache.pekko.util.ByteString;

/** Writes replies as Anthropic's Messages. Not thread-safe. */
final class MessagesWriter implements ReplyWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTHING = "";

  private final ApiCall call;
  private final String id;
  private boolean begun;
  private int blocks;

  /** Type of the block that is being written. */
  private String open = NOTHING;

  private final NamedEvents events = new NamedEvents();

  MessagesWriter(ApiCall call, String requestId) {
    this.call = call;
    this.id = requestId;
  }

  private static ObjectNode event(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      ObjectNode start = event("message_start");
      ObjectNode message = message();
      message.putArray("content");
      message.putNull("stop_reason");
      message.putNull("stop_sequence");
      usage(message.putObject("usage"), new Usage(call.inputTokens(), 0, 0));
      start.set("message", message);
      events.add(start);
    }
  }

  private ObjectNode message() {
    return JSON.createObjectNode()
        .put("id", "msg_" + id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", call.model());
  }

  private void open(String type, ObjectNode block) {
    begin();
    if (!open.equals(type)) {
      close();
      open = type;
      ObjectNode start = event("content_block_start").put("index", blocks);
      start.set("content_block", block);
      events.add(start);
    }
  }

  private void close() {
    if (!open.equals(NOTHING)) {
      events.add(event("content_block_stop").put("index", blocks));
      blocks++;
      open = NOTHING;
    }
  }

  private void delta(String type, String name, String piece) {
    ObjectNode delta = event("content_block_delta").put("index", blocks);
    delta.putObject("delta").put("type", type).put(name, piece);
    events.add(delta);
  }

  @Override
  public ByteString said(String text, int tokens) {
    open("text", text(""));
    delta("text_delta", "text", text);
    return events.take();
  }

  @Override
  public ByteString thought(String text, int tokens) {
    open("thinking", thinking(""));
    delta("thinking_delta", "thinking", text);
    return events.take();
  }

  @Override
  public ByteString called(ToolUse use) {
    begin();
    close();
    open("tool_use", toolUse(use, JSON.createObjectNode()));
    delta("input_json_delta", "partial_json", use.arguments());
    close();
    return events.take();
  }

  @Override
  public ByteString ended(Said said, int tokens) {
    begin();
    close();
    ObjectNode delta = event("message_delta");
    stop(delta.putObject("delta"), said);
    usage(delta.putObject("usage"), said.usage());
    events.add(delta);
    events.add(event("message_stop"));
    return events.take();
  }

  @Override
  public ByteString failed(ApiException problem) {
    events.add(error(problem));
    return events.take();
  }

  @Override
  public ObjectNode whole(Said said) {
    ObjectNode whole = message();
    ArrayNode content = whole.putArray("content");
    if (!said.reasoning().isEmpty()) {
      content.add(thinking(said.reasoning()));
    }
    if (!said.text().isEmpty() || said.uses().isEmpty()) {
      content.add(text(said.text()));
    }
    for (ToolUse use : said.uses()) {
      blocks = content.size();
      content.add(toolUse(use, arguments(use)));
    }
    stop(whole, said);
    usage(whole.putObject("usage"), said.usage());
    Metrics.write(whole.putObject("metrics"), said);
    return whole;
  }

  private static ObjectNode text(String text) {
    return JSON.createObjectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode thinking(String text) {
    return JSON.createObjectNode()
        .put("type", "thinking")
        .put("thinking", text)
        .put("signature", "");
  }

  private ObjectNode toolUse(ToolUse use, JsonNode input) {
    ObjectNode block = JSON.createObjectNode().put("type", "tool_use");
    block.put("id", "toolu_" + id + "_" + blocks).put("name", use.tool());
    block.set("input", input);
    return block;
  }

  private static JsonNode arguments(ToolUse use) {
    try {
      return JSON.readTree(use.arguments());
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // A vendor's model may write anything.
    }
  }

  private static void stop(ObjectNode node, Said said) {
    if (said.stoppedBy().isEmpty()) {
      node.put("stop_reason", reason(said.finish())).putNull("stop_sequence");
    } else {
      node.put("stop_reason", "stop_sequence").put("stop_sequence", said.stoppedBy());
    }
  }

  private static String reason(Finish finish) {
    return switch (finish) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  /** There, what was found in a cache is no part of the input. */
  private static void usage(ObjectNode node, Usage usage) {
    node.put("input_tokens", usage.input() - usage.cached());
    node.put("cache_creation_input_tokens", 0);
    node.put("cache_read_input_tokens", usage.cached());
    node.put("output_tokens", usage.output());
  }

  /** The error object of this API. */
  static ObjectNode error(ApiException problem) {
    ObjectNode body = event("error");
    body.putObject("error")
        .put("type", type(problem.status()))
        .put("message", problem.getMessage());
    return body;
  }

  private static String type(int status) {
    return switch (status) {
      case 400, 405, 415, 422 -> "invalid_request_error";
      case 401 -> "authentication_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503 -> "overloaded_error";
      default -> "api_error";
    };
  }
}
