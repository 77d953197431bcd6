package footfall.gatling.dsl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.gatling.wire.Exchange;
import footfall.gatling.wire.StreamedReply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What came back of a request, and when. Not thread-safe. */
final class Reply {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int UNTOLD = -1;

  private final Exchange exchange;
  private final StreamedReply heard;
  private final long startNanos;
  private long endNanos;

  Reply(Exchange exchange, long startNanos) {
    this.exchange = exchange;
    this.heard = exchange.reply();
    this.startNanos = startNanos;
  }

  /** It is over: with its last token, or else now. */
  void end(boolean answered, long nowNanos) {
    endNanos = answered && heard.isBegun() ? heard.lastTokenNanos() : nowNanos;
  }

  Exchange exchange() {
    return exchange;
  }

  long startNanos() {
    return startNanos;
  }

  long endNanos() {
    return endNanos;
  }

  /** Whether the server has answered with the status of an error. */
  boolean isRefused() {
    return exchange.status() / 100 > 2;
  }

  int status() {
    return exchange.status();
  }

  /** When the first token came; the end where there are none. */
  long firstTokenNanos() {
    return heard.isBegun() ? heard.firstTokenNanos() : endNanos;
  }

  double timeToFirstToken() {
    return (firstTokenNanos() - startNanos) / NANOS_PER_MILLI;
  }

  OptionalDouble interTokenLatency() {
    int[] gaps = heard.gapsMicros();
    if (gaps.length == 0) {
      return OptionalDouble.empty();
    }
    double millis = (heard.lastTokenNanos() - heard.firstTokenNanos()) / NANOS_PER_MILLI;
    return OptionalDouble.of(millis / Math.max(1, heard.streamedTokens() - 1));
  }

  OptionalInt inputTokens() {
    if (!heard.isDone()) {
      return told("prompt_tokens");
    }
    return heard.inputTokens() == UNTOLD
        ? OptionalInt.empty()
        : OptionalInt.of(heard.inputTokens());
  }

  /** From the usage of a reply that is no chat, such as embeddings. */
  private OptionalInt told(String count) {
    try {
      JsonNode tokens = JSON.readTree(exchange.body()).path("usage").path(count);
      return tokens.isInt() ? OptionalInt.of(tokens.asInt()) : OptionalInt.empty();
    } catch (JsonProcessingException e) {
      return OptionalInt.empty();
    }
  }

  int outputTokens() {
    return heard.outputTokens();
  }

  String text() {
    return heard.text();
  }

  Optional<String> finishReason() {
    return heard.isDone() ? Optional.of(heard.finish()) : Optional.empty();
  }

  List<String> tools() {
    return heard.toolCalls().stream().map(StreamedReply.ToolCalled::tool).toList();
  }

  /** What it adds to a conversation. */
  ObjectNode message() {
    ObjectNode message = JSON.createObjectNode().put("role", "assistant");
    message.put("content", heard.text());
    List<StreamedReply.ToolCalled> calls = heard.toolCalls();
    if (!calls.isEmpty()) {
      ArrayNode list = message.putArray("tool_calls");
      for (int i = 0; i < calls.size(); i++) {
        ObjectNode call = list.addObject().put("id", "call_" + i).put("type", "function");
        call.putObject("function")
            .put("name", calls.get(i).tool())
            .put("arguments", calls.get(i).arguments());
      }
    }
    return message;
  }

  /** The body; of a stream the whole chat completion as JSON. */
  String body() {
    if (!heard.isBegun() || !exchange.body().isEmpty()) {
      return exchange.body();
    }
    ObjectNode whole = JSON.createObjectNode().put("object", "chat.completion");
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    choice.set("message", message());
    choice.put("finish_reason", heard.finish());
    ObjectNode usage = whole.putObject("usage").put("completion_tokens", heard.outputTokens());
    inputTokens().ifPresent(tokens -> usage.put("prompt_tokens", tokens));
    return whole.toString();
  }
}
