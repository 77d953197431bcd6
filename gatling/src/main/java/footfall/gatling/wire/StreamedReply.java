package footfall.gatling.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.wire.EventStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is heard of one streamed reply, piece by piece, with the instant of each token. A token is
 * an event with text or a piece of a tool call; one that brings nothing is none. Not thread-safe.
 */
public final class StreamedReply {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DONE = "[DONE]";
  private static final int USUAL_GAPS = 32;
  private static final int LONGEST_EVENT_BYTES = 1 << 24;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** For numbers of which nothing was heard. */
  public static final int UNTOLD = -1;

  private final EventStream events = new EventStream(this::onData, LONGEST_EVENT_BYTES);
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder arguments = new StringBuilder();

  /** Null where no tool is called. */
  private @Nullable String tool;

  private int[] gapsMicros = new int[USUAL_GAPS];
  private int gaps;
  private long nowNanos;
  private long firstTokenNanos = UNTOLD;
  private long lastTokenNanos = UNTOLD;
  private boolean done;
  private String error = "";
  private String errorCode = "";
  private int inputTokens = UNTOLD;
  private int cachedTokens = UNTOLD;
  private int outputTokens = UNTOLD;
  private String pool = "";
  private int worker = UNTOLD;
  private long queueNanos = UNTOLD;
  private long serverFirstTokenNanos = UNTOLD;
  private long generationNanos = UNTOLD;

  /** A piece of the body has come at that instant. */
  public void piece(byte[] bytes, long atNanos) {
    nowNanos = atNanos;
    try {
      events.feed(bytes);
    } catch (UncheckedIOException e) {
      error = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  /** Nothing more comes. */
  public void end() {
    events.end();
  }

  private void onData(String data) {
    if (data.equals(DONE)) {
      done = true;
      return;
    }
    try {
      read(JSON.readTree(data));
    } catch (JsonProcessingException e) {
      error = "an event is not JSON: " + data.substring(0, Math.min(80, data.length()));
    }
  }

  private void read(JsonNode event) {
    if (event.hasNonNull("error")) {
      error = event.get("error").path("message").asText("an error without a message");
      errorCode = event.get("error").path("code").asText("");
      return;
    }
    JsonNode delta = event.path("choices").path(0).path("delta");
    JsonNode call = delta.path("tool_calls").path(0);
    String content = delta.path("content").asText("");
    if (!content.isEmpty() && !delta.path("content").isNull()) {
      text.append(content);
      token();
    } else if (call.path("index").asInt(0) > 0) {
      token(); // Of several calls at once the first is answered.
    } else if (!call.isMissingNode()) {
      tool = call.path("function").path("name").asText(tool);
      arguments.append(call.path("function").path("arguments").asText(""));
      token();
    } else if (!delta.path("reasoning_content").asText("").isEmpty()) {
      token();
    }
    JsonNode usage = event.path("usage");
    if (usage.isObject()) {
      inputTokens = usage.path("prompt_tokens").asInt(UNTOLD);
      outputTokens = usage.path("completion_tokens").asInt(UNTOLD);
      cachedTokens = usage.path("prompt_tokens_details").path("cached_tokens").asInt(UNTOLD);
    }
    JsonNode metrics = event.path("metrics");
    if (metrics.isObject()) {
      pool = metrics.path("pool").asText("");
      worker = metrics.path("worker").asInt(UNTOLD);
      queueNanos = nanos(metrics.path("queue_time_ms"));
      serverFirstTokenNanos = nanos(metrics.path("time_to_first_token_ms"));
      generationNanos = nanos(metrics.path("generation_time_ms"));
    }
  }

  private static long nanos(JsonNode millis) {
    return millis.isNumber() ? Math.round(millis.asDouble() * NANOS_PER_MILLI) : UNTOLD;
  }

  private void token() {
    if (firstTokenNanos == UNTOLD) {
      firstTokenNanos = nowNanos;
    } else {
      if (gaps == gapsMicros.length) {
        gapsMicros = Arrays.copyOf(gapsMicros, 2 * gaps);
      }
      gapsMicros[gaps++] =
          (int) Math.min(Integer.MAX_VALUE, (nowNanos - lastTokenNanos) / NANOS_PER_MICRO);
    }
    lastTokenNanos = nowNanos;
  }

  /** Whether the reply is complete. */
  public boolean isDone() {
    return done;
  }

  /** What went wrong, in the server's words; empty if nothing did. */
  public String error() {
    return error;
  }

  /** The code of that; empty where there was none. */
  public String errorCode() {
    return errorCode;
  }

  /** Whether any token came. */
  public boolean isBegun() {
    return firstTokenNanos != UNTOLD;
  }

  public long firstTokenNanos() {
    return firstTokenNanos;
  }

  public long lastTokenNanos() {
    return lastTokenNanos;
  }

  /** Microseconds from each token to the next. */
  public int[] gapsMicros() {
    return Arrays.copyOf(gapsMicros, gaps);
  }

  /** Tokens that came, counted here. */
  public int tokens() {
    return isBegun() ? gaps + 1 : 0;
  }

  public String text() {
    return text.toString();
  }

  /** The tool that was called; null if none was. */
  public @Nullable String tool() {
    return tool;
  }

  public String arguments() {
    return arguments.toString();
  }

  public int inputTokens() {
    return inputTokens;
  }

  public int cachedTokens() {
    return cachedTokens;
  }

  public int outputTokens() {
    return outputTokens;
  }

  /** Name of the pool that answered; empty if it was not told. */
  public String pool() {
    return pool;
  }

  public int worker() {
    return worker;
  }

  public long queueNanos() {
    return queueNanos;
  }

  public long serverFirstTokenNanos() {
    return serverFirstTokenNanos;
  }

  public long generationNanos() {
    return generationNanos;
  }
}
