package footfall.serving.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.actors.protocol.Exchange.Usage;
import footfall.scenarios.wire.EventStream;
import footfall.serving.remote.VendorClient.Listener;
import footfall.serving.remote.VendorClient.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One streamed answer of a vendor: reads its events, bounds its length, and tells the listener
 * exactly once how it ended. The JDK's client calls it on one thread at a time; {@link #close} may
 * be called on any.
 */
final class VendorAnswer implements BodyHandler<Void>, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_EVENT_BYTES = 1 << 20;
  private static final long LONGEST_ANSWER_BYTES = 64L << 20;
  private static final int LONGEST_ERROR_BYTES = 1 << 16;
  private static final int LONGEST_MESSAGE = 200;
  private static final int OK = 200;
  private static final int BAD_GATEWAY = 502;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double LONGEST_PAUSE_SECONDS = 1e6;
  private static final String DONE = "[DONE]";

  private final Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile CompletableFuture<HttpResponse<Void>> exchange;
  private volatile ScheduledFuture<?> timeLimit;
  private String reason;
  private Usage usage;

  VendorAnswer(Listener listener) {
    this.listener = listener;
  }

  /** Sees the exchange through; past the limit it fails as timed out. */
  void await(
      CompletableFuture<HttpResponse<Void>> sent,
      ScheduledExecutorService timeouts,
      Duration limit) {
    exchange = sent;
    timeLimit =
        timeouts.schedule(
            () -> {
              fail(new Refusal(0, 0, true, "took too long"));
              sent.cancel(true);
            },
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    sent.whenComplete(
        (response, error) -> {
          timeLimit.cancel(false);
          if (error != null) {
            fail(brokenOff(error));
          }
        });
  }

  /** Ends the answer without telling the listener. */
  @Override
  public void close() {
    if (over.compareAndSet(false, true)) { // Else its connection may serve another one already.
      exchange.cancel(true);
    }
  }

  private void fail(Refusal refusal) {
    if (over.compareAndSet(false, true)) {
      listener.failed(refusal);
    }
  }

  private void finish() {
    if (reason == null) {
      fail(new Refusal(BAD_GATEWAY, 0, false, "the vendor's answer broke off"));
    } else if (over.compareAndSet(false, true)) {
      listener.finished(reason, usage);
    }
  }

  private static Refusal brokenOff(Throwable error) {
    Throwable root = error;
    boolean unreachable = false;
    while (root.getCause() != null) {
      unreachable |= root instanceof ConnectException;
      root = root.getCause();
    }
    unreachable |= root instanceof ConnectException;
    String why = root.getMessage() == null ? "" : " (" + root.getMessage() + ")";
    return new Refusal(0, 0, false, (unreachable ? "could not be reached" : "broke off") + why);
  }

  @Override
  public BodySubscriber<Void> apply(ResponseInfo info) {
    return info.statusCode() == OK ? new Events() : new ErrorText(info);
  }

  private void onEvent(String data) {
    if (data.equals(DONE) || over.get()) {
      return;
    }
    try {
      onChunk(JSON.readTree(data));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("an event of the answer is not JSON"));
    }
  }

  private void onChunk(JsonNode chunk) {
    if (chunk.hasNonNull("error")) {
      fail(new Refusal(BAD_GATEWAY, 0, false, messageOf(chunk)));
      return;
    }
    JsonNode used = chunk.path("usage");
    if (used.isObject()) {
      usage =
          new Usage(
              used.path("prompt_tokens").asInt(),
              used.at("/prompt_tokens_details/cached_tokens").asInt(),
              used.path("completion_tokens").asInt());
    }
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.hasNonNull("finish_reason")) {
        reason = choice.get("finish_reason").asText();
      }
      String text = choice.at("/delta/content").asText("");
      if (choice.at("/delta/content").isTextual() && !text.isEmpty()) {
        listener.said(text);
      }
      for (JsonNode call : choice.at("/delta/tool_calls")) {
        JsonNode function = call.path("function");
        listener.called(
            call.path("index").asLong(),
            function.path("name").asText(""),
            function.path("arguments").asText(""));
      }
    }
  }

  private static String messageOf(JsonNode body) {
    JsonNode error = body.path("error");
    String message = error.isTextual() ? error.asText() : error.path("message").asText();
    return message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
  }

  private static long retryAfterNanos(HttpHeaders headers) {
    try {
      double seconds = headers.firstValue("retry-after").map(Double::parseDouble).orElse(0.0);
      return (long) (Math.max(0, Math.min(LONGEST_PAUSE_SECONDS, seconds)) * NANOS_PER_SECOND);
    } catch (NumberFormatException e) {
      return 0; // A date; the retry policy's own pause must do.
    }
  }

  /** Takes a body piece by piece; an exception from {@code take} ends the exchange. */
  private abstract class Body implements BodySubscriber<Void> {
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private Flow.Subscription subscription;

    abstract void take(byte[] piece);

    abstract void end();

    @Override
    public CompletionStage<Void> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      try {
        for (ByteBuffer buffer : buffers) {
          byte[] piece = new byte[buffer.remaining()];
          buffer.get(piece);
          take(piece);
        }
        subscription.request(1);
      } catch (RuntimeException e) {
        subscription.cancel();
        whole.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable error) {
      whole.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      try {
        end();
        whole.complete(null);
      } catch (RuntimeException e) {
        whole.completeExceptionally(e);
      }
    }
  }

  /** The body of an answer. */
  private final class Events extends Body {
    private final EventStream events =
        new EventStream(VendorAnswer.this::onEvent, LONGEST_EVENT_BYTES);
    private long bytes;

    @Override
    void take(byte[] piece) {
      bytes += piece.length;
      if (bytes > LONGEST_ANSWER_BYTES) {
        throw new UncheckedIOException(new IOException("the answer has no end"));
      }
      events.feed(piece);
    }

    @Override
    void end() {
      events.end();
      finish();
    }
  }

  /** The body of a refusal, of which only the beginning is read. */
  private final class ErrorText extends Body {
    private final ResponseInfo info;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    ErrorText(ResponseInfo info) {
      this.info = info;
    }

    @Override
    void take(byte[] piece) {
      text.writeBytes(piece);
      if (text.size() > LONGEST_ERROR_BYTES) {
        end();
        throw new UncheckedIOException(new IOException("the error has no end"));
      }
    }

    @Override
    void end() {
      String body = text.toString(StandardCharsets.UTF_8);
      String message;
      try {
        message = messageOf(JSON.readTree(body));
      } catch (JsonProcessingException e) {
        message = "";
      }
      fail(
          new Refusal(
              info.statusCode(),
              retryAfterNanos(info.headers()),
              false,
              (info.statusCode() + " " + message).strip()));
    }
  }
}
