package footfall.serving.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome.Completed;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * Writes what is said as the objects of the API, for one request. Not thread-safe.
 *
 * <p>Chunks of a stream are events of exactly {@code data: {json}\n\n}. The role comes with the
 * first token and not before: clients take the first chunk for the first token.
 */
final class ReplyWriter {
  /** A call of a tool. */
  record ToolUse(String tool, String arguments) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ByteString DATA = ByteString.fromString("data: ");
  private static final ByteString END_OF_EVENT = ByteString.fromString("\n\n");
  private static final double NANOS_PER_MILLI = 1e6;

  /** The end of every stream. */
  static final ByteString DONE = ByteString.fromString("data: [DONE]\n\n");

  private final ApiCall call;
  private final String id;
  private final long created = Instant.now().getEpochSecond();
  private boolean begun;
  private ByteString beforeText;
  private ByteString afterText;
  private int tools;

  ReplyWriter(ApiCall call, String requestId) {
    this.call = call;
    this.id = (call.chat() ? "chatcmpl-" : "cmpl-") + requestId;
  }

  /** A chunk with one more piece of text. */
  ByteString chunk(String text, int tokens) {
    if (call.chat() && begun && !call.usageAlways()) {
      return furtherChunk(text);
    }
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    if (call.chat()) {
      delta(choice).put("content", text);
    } else {
      choice.put("text", text);
    }
    choice.putNull("finish_reason");
    usageSoFar(chunk, tokens);
    return event(chunk);
  }

  /** A chunk with one more piece of reasoning. */
  ByteString thought(String text, int tokens) {
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    delta(choice).put("reasoning_content", text);
    choice.putNull("finish_reason");
    usageSoFar(chunk, tokens);
    return event(chunk);
  }

  /** The most frequent of all: only the text differs from that of the chunk before. */
  private ByteString furtherChunk(String text) {
    if (beforeText == null) {
      ObjectNode chunk = head(true);
      ObjectNode choice = choice(chunk);
      delta(choice).put("content", "");
      choice.putNull("finish_reason");
      String event = event(chunk).utf8String();
      int end = event.lastIndexOf("\"\"}") + 1;
      beforeText = ByteString.fromString(event.substring(0, end));
      afterText = ByteString.fromString(event.substring(end));
    }
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    return beforeText.concat(ByteString.fromArrayUnsafe(quoted)).concat(afterText);
  }

  /** A chunk with the call of a tool. */
  ByteString chunk(ToolUse use) {
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    write(use, tools, delta(choice).putArray("tool_calls"), true);
    tools++;
    choice.putNull("finish_reason");
    return event(chunk);
  }

  /** The chunk that tells why the reply is complete. */
  ByteString lastChunk(String finish, int tokens) {
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    if (call.chat()) {
      delta(choice);
    } else {
      choice.put("text", "");
    }
    choice.put("finish_reason", finish);
    usageSoFar(chunk, tokens);
    return event(chunk);
  }

  /** The chunk that tells what was used, and how long it took. */
  ByteString usageChunk(Usage usage, Completed completed, String pool) {
    ObjectNode chunk = head(true);
    chunk.putArray("choices");
    usage(chunk.putObject("usage"), usage);
    metrics(chunk.putObject("metrics"), completed, pool);
    return event(chunk);
  }

  /** An error within a stream. */
  static ByteString errorEvent(ApiException problem) {
    return event(error(problem));
  }

  /** The whole reply at once. */
  byte[] whole(
      String text,
      String reasoning,
      List<ToolUse> uses,
      String finish,
      Usage usage,
      Completed completed,
      String pool) {
    ObjectNode reply = head(false);
    ObjectNode choice = reply.putArray("choices").addObject();
    choice.put("index", 0);
    if (call.chat()) {
      ObjectNode message = choice.putObject("message");
      message.put("role", "assistant");
      if (uses.isEmpty() || !text.isEmpty()) {
        message.put("content", text);
      } else {
        message.putNull("content");
      }
      message.putNull("refusal");
      if (!reasoning.isEmpty()) {
        message.put("reasoning_content", reasoning);
      }
      if (!uses.isEmpty()) {
        ArrayNode calls = message.putArray("tool_calls");
        for (ToolUse use : uses) {
          write(use, tools++, calls, false);
        }
      }
    } else {
      choice.put("text", text);
    }
    choice.putNull("logprobs");
    choice.put("finish_reason", finish);
    usage(reply.putObject("usage"), usage);
    metrics(reply.putObject("metrics"), completed, pool);
    return bytes(reply);
  }

  /** The error object. */
  static ObjectNode error(ApiException problem) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("message", problem.getMessage());
    error.put("type", problem.type());
    error.put("param", problem.param());
    error.put("code", problem.code());
    return body;
  }

  static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private ObjectNode head(boolean chunk) {
    ObjectNode head = JSON.createObjectNode();
    head.put("id", id);
    String object = call.chat() ? "chat.completion" : "text_completion";
    head.put("object", chunk && call.chat() ? object + ".chunk" : object);
    head.put("created", created);
    head.put("model", call.model());
    return head;
  }

  private static ObjectNode choice(ObjectNode chunk) {
    ObjectNode choice = chunk.putArray("choices").addObject();
    choice.put("index", 0);
    return choice;
  }

  private ObjectNode delta(ObjectNode choice) {
    ObjectNode delta = choice.putObject("delta");
    if (!begun) {
      begun = true;
      delta.put("role", "assistant");
    }
    return delta;
  }

  private void write(ToolUse use, int index, ArrayNode calls, boolean chunk) {
    ObjectNode toolCall = calls.addObject();
    if (chunk) {
      toolCall.put("index", index);
    }
    toolCall.put("id", "call_" + id.substring(id.indexOf('-') + 1) + "_" + index);
    toolCall.put("type", "function");
    toolCall.putObject("function").put("name", use.tool()).put("arguments", use.arguments());
  }

  private void usageSoFar(ObjectNode chunk, int tokens) {
    if (call.usageAlways()) {
      usage(chunk.putObject("usage"), new Usage(call.inputTokens(), 0, tokens));
    }
  }

  private static void usage(ObjectNode node, Usage usage) {
    node.put("prompt_tokens", usage.input());
    node.put("completion_tokens", usage.output());
    node.put("total_tokens", usage.input() + usage.output());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    if (usage.counted()) {
      node.put("counted", true); // By the events of a vendor that does not tell.
    }
  }

  private static void metrics(ObjectNode node, Completed completed, String pool) {
    node.put("pool", pool);
    node.put("worker", completed.worker());
    long submitted = completed.request().firstSubmittedNanos();
    int tokens = completed.request().streamedTokens();
    double generation = completed.endedNanos() - completed.firstTokenNanos();
    node.put("time_to_first_token_ms", (completed.firstTokenNanos() - submitted) / NANOS_PER_MILLI);
    node.put("generation_time_ms", generation / NANOS_PER_MILLI);
    node.put("queue_time_ms", (completed.startedNanos() - submitted) / NANOS_PER_MILLI);
    if (tokens > 1 && generation > 0) {
      node.put("mean_itl_ms", generation / (tokens - 1) / NANOS_PER_MILLI);
      node.put("tokens_per_second", (tokens - 1) / generation * 1e9);
    } else {
      node.putNull("mean_itl_ms");
      node.putNull("tokens_per_second");
    }
  }

  private static ByteString event(ObjectNode node) {
    return DATA.concat(ByteString.fromArrayUnsafe(bytes(node))).concat(END_OF_EVENT);
  }
}
