package footfall.serving.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Exchange.Usage;
import java.time.Instant;
import org.apache.pekko.util.ByteString;

/**
 * Writes replies as Chat Completions, and as the completions of a text that came before them. Not
 * thread-safe.
 *
 * <p>Chunks of a stream are events of exactly {@code data: {json}\n\n}. The role comes with the
 * first token and not before: clients take the first chunk for the first token.
 */
final class ChatWriter implements ReplyWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ByteString DONE = ByteString.fromString("data: [DONE]\n\n");

  private final ApiCall call;
  private final String id;
  private final long created = Instant.now().getEpochSecond();
  private boolean begun;
  private ByteString beforeText;
  private ByteString afterText;
  private int tools;

  ChatWriter(ApiCall call, String requestId) {
    this.call = call;
    this.id = (call.isChat() ? "chatcmpl-" : "cmpl-") + requestId;
  }

  @Override
  public ByteString said(String text, int tokens) {
    if (call.isChat() && begun && !call.usageAlways()) {
      return furtherChunk(text);
    }
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    if (call.isChat()) {
      delta(choice).put("content", text);
    } else {
      choice.put("text", text);
    }
    choice.putNull("finish_reason");
    usageSoFar(chunk, tokens);
    return event(chunk);
  }

  @Override
  public ByteString thought(String text, int tokens) {
    if (!call.isChat()) {
      return ByteString.emptyByteString(); // Who has a text completed has no place for it.
    }
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
      usageSoFar(chunk, 0);
      String event = event(chunk).utf8String();
      int end = event.lastIndexOf("\"\"}") + 1;
      beforeText = ByteString.fromString(event.substring(0, end));
      afterText = ByteString.fromString(event.substring(end));
    }
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    return beforeText.concat(ByteString.fromArrayUnsafe(quoted)).concat(afterText);
  }

  @Override
  public ByteString called(ToolUse use) {
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    write(use, tools, delta(choice).putArray("tool_calls"), true);
    tools++;
    choice.putNull("finish_reason");
    usageSoFar(chunk, 0);
    return event(chunk);
  }

  @Override
  public ByteString ended(Said said, int tokens) {
    ByteString last = lastChunk(said.finish().key(), tokens);
    return (call.usage() ? last.concat(usageChunk(said)) : last).concat(DONE);
  }

  @Override
  public ByteString failed(ApiException problem) {
    return event(error(problem)).concat(DONE);
  }

  /** The chunk that tells why the reply is complete. */
  private ByteString lastChunk(String finish, int tokens) {
    ObjectNode chunk = head(true);
    ObjectNode choice = choice(chunk);
    if (call.isChat()) {
      delta(choice);
    } else {
      choice.put("text", "");
    }
    choice.put("finish_reason", finish);
    usageSoFar(chunk, tokens);
    return event(chunk);
  }

  /** The chunk that tells what was used, and how long it took. */
  private ByteString usageChunk(Said said) {
    ObjectNode chunk = head(true);
    chunk.putArray("choices");
    usage(chunk.putObject("usage"), said.usage());
    Metrics.write(chunk.putObject("metrics"), said);
    return event(chunk);
  }

  @Override
  public ObjectNode whole(Said said) {
    ObjectNode reply = head(false);
    ObjectNode choice = reply.putArray("choices").addObject();
    choice.put("index", 0);
    if (call.isChat()) {
      ObjectNode message = choice.putObject("message");
      message.put("role", "assistant");
      if (said.uses().isEmpty() || !said.text().isEmpty()) {
        message.put("content", said.text());
      } else {
        message.putNull("content");
      }
      message.putNull("refusal");
      if (!said.reasoning().isEmpty()) {
        message.put("reasoning_content", said.reasoning());
      }
      if (!said.uses().isEmpty()) {
        ArrayNode calls = message.putArray("tool_calls");
        for (ToolUse use : said.uses()) {
          write(use, tools++, calls, false);
        }
      }
    } else {
      choice.put("text", said.text());
    }
    choice.putNull("logprobs");
    choice.put("finish_reason", said.finish().key());
    usage(reply.putObject("usage"), said.usage());
    Metrics.write(reply.putObject("metrics"), said);
    return reply;
  }

  /** The error object of the API. */
  static ObjectNode error(ApiException problem) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("message", problem.getMessage());
    error.put("type", problem.type());
    error.put("param", problem.param());
    error.put("code", problem.code());
    return body;
  }

  private ObjectNode head(boolean chunk) {
    ObjectNode head = JSON.createObjectNode();
    head.put("id", id);
    String object = call.isChat() ? "chat.completion" : "text_completion";
    head.put("object", chunk && call.isChat() ? object + ".chunk" : object);
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
    if (call.usage() && !call.usageAlways()) {
      chunk.putNull("usage"); // It comes with the last one.
    }
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

  private static ByteString event(ObjectNode node) {
    return Events.event(node);
  }
}
