package footfall.gatling.wire;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.wire.ChatReply;
import footfall.scenarios.wire.EventStream;
import footfall.scenarios.wire.VendorError;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is heard of one reply, piece by piece, with the instant of each. Text, reasoning and pieces
 * of tool calls count; an event that brings nothing does not. Not thread-safe.
 */
public final class StreamedReply {
  private static final int USUAL_GAPS = 32;
  private static final int LONGEST_EVENT_BYTES = 1 << 24;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /** For numbers of which nothing was heard. */
  public static final int UNTOLD = -1;

  private final EventStream events = new EventStream(this::onData, LONGEST_EVENT_BYTES);
  private final ChatReply heard;
  private final StringBuilder text = new StringBuilder();
  private final List<CallHeard> calls = new ArrayList<>(0);
  private int[] gapsMicros = new int[USUAL_GAPS];
  private int gaps;
  private long nowNanos;
  private long firstTokenNanos = UNTOLD;
  private long firstVisibleNanos = UNTOLD;
  private long lastTokenNanos = UNTOLD;
  private boolean brings;
  private String tooLong = "";
  private String pool = "";
  private int worker = UNTOLD;
  private long queueNanos = UNTOLD;
  private long serverFirstTokenNanos = UNTOLD;
  private long generationNanos = UNTOLD;
  private final List<ToldVisit> visits = new ArrayList<>(0);

  /** A chat of which nothing was heard. */
  public StreamedReply() {
    this(ReplyForm.CHAT);
  }

  /** A reply of which nothing was heard. */
  public StreamedReply(ReplyForm form) {
    heard =
        form == ReplyForm.RESPONSES
            ? new ChatReply(new Ears(), ResponsesEvents::asChat)
            : new ChatReply(new Ears());
  }

  /** A call of a tool, as far as it was heard. */
  private static final class CallHeard {
    private final String tool;
    private final StringBuilder arguments = new StringBuilder();

    CallHeard(String tool) {
      this.tool = tool;
    }
  }

  /**
   * A call of a tool.
   *
   * @param arguments as JSON
   */
  public record ToolCalled(String tool, String arguments) {}

  /** Hears the pieces of one event. */
  private final class Ears implements ChatReply.Listener {
    @Override
    public void said(String piece) {
      text.append(piece);
      seen();
    }

    @Override
    public void thought(String piece) {
      brings = true;
    }

    @Override
    public void called(int place, String name, String piece) {
      if (place == calls.size()) {
        calls.add(new CallHeard(name));
      }
      calls.get(place).arguments.append(piece);
      seen();
    }

    private void seen() {
      brings = true;
      firstVisibleNanos = firstVisibleNanos == UNTOLD ? nowNanos : firstVisibleNanos;
    }
  }

  /** A piece of the body has come at that instant. */
  public void piece(byte[] bytes, long atNanos) {
    nowNanos = atNanos;
    try {
      events.feed(bytes);
    } catch (UncheckedIOException e) {
      tooLong = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  /** Nothing more comes. */
  public void end() {
    events.end();
  }

  /** All of the body has come at that instant, and it is no stream. */
  public void whole(String body, long atNanos) {
    nowNanos = atNanos;
    understand(heard.whole(body));
  }

  private void onData(String data) {
    understand(heard.event(data));
  }

  private void understand(JsonNode event) {
    if (brings) {
      brings = false;
      token();
    }
    JsonNode metrics = event.path("metrics");
    if (metrics.isObject()) {
      pool = metrics.path("pool").asText("");
      worker = metrics.path("worker").asInt(UNTOLD);
      queueNanos = ToldVisit.nanos(metrics.path("queue_time_ms"));
      serverFirstTokenNanos = ToldVisit.nanos(metrics.path("time_to_first_token_ms"));
      generationNanos = ToldVisit.nanos(metrics.path("generation_time_ms"));
      visits.clear();
      metrics.path("visits").forEach(visit -> visits.add(ToldVisit.of(visit)));
    }
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
    return heard.isComplete();
  }

  /** What went wrong, in the server's words; empty if nothing did. */
  public String error() {
    if (!tooLong.isEmpty()) {
      return tooLong;
    }
    return heard
        .error()
        .map(e -> e.message().isEmpty() ? "an error without a message" : e.message())
        .orElse("");
  }

  /** The code of that; empty where there was none. */
  public String errorCode() {
    return heard.error().map(VendorError::code).orElse("");
  }

  /** Its status, where an event names one or stands for one; zero where nothing went wrong. */
  public int errorStatus() {
    return heard.error().map(VendorError::status).orElse(0);
  }

  /** Whether any token came. */
  public boolean isBegun() {
    return firstTokenNanos != UNTOLD;
  }

  public long firstTokenNanos() {
    return firstTokenNanos;
  }

  /** When the first token came that is no reasoning. */
  public long firstVisibleNanos() {
    return firstVisibleNanos;
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

  /** The tool that was called, the first of several; null if none was. */
  public @Nullable String tool() {
    return calls.isEmpty() ? null : calls.get(0).tool;
  }

  /** The arguments of that call; empty if there was none. */
  public String arguments() {
    return calls.isEmpty() ? "" : calls.get(0).arguments.toString();
  }

  /** All tools that were called. */
  public List<ToolCalled> toolCalls() {
    return calls.stream()
        .map(call -> new ToolCalled(call.tool, call.arguments.toString()))
        .toList();
  }

  /** Why it ended: {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}. */
  public String finish() {
    return heard.finish();
  }

  public int inputTokens() {
    return heard.usage().input();
  }

  public int cachedTokens() {
    return heard.usage().cached();
  }

  /** As told, or else as counted here. */
  public int outputTokens() {
    return heard.outputTokens();
  }

  /** Those that were heard as they came. */
  public int streamedTokens() {
    return heard.streamedTokens();
  }

  /** Whether the server does not tell the tokens of its reply. */
  public boolean isCounted() {
    return heard.isCounted();
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

  /** The pools that had a part in it, as far as they were told. */
  public List<ToldVisit> visits() {
    return visits;
  }

  public long generationNanos() {
    return generationNanos;
  }
}
