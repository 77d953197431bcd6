package footfall.serving.remote;

import footfall.scenarios.wire.ChatReply;
import footfall.scenarios.wire.EventStream;
import footfall.scenarios.wire.VendorError;
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
import java.util.Locale;
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
  private static final int LONGEST_EVENT_BYTES = 1 << 20;
  private static final long LONGEST_ANSWER_BYTES = 64L << 20;
  private static final int LONGEST_ERROR_BYTES = 1 << 16;
  private static final int OK = 200;

  private final Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile CompletableFuture<HttpResponse<Void>> exchange;
  private volatile ScheduledFuture<?> timeLimit;
  private final ChatReply reply;

  VendorAnswer(Listener listener) {
    this.listener = listener;
    this.reply = new ChatReply(new Ears());
  }

  /** Passes on what is heard, as long as anybody wants to know. */
  private final class Ears implements ChatReply.Listener {
    @Override
    public void said(String text) {
      if (!over.get()) {
        listener.said(text);
      }
    }

    @Override
    public void thought(String text) {
      if (!over.get()) {
        listener.thought(text);
      }
    }

    @Override
    public void called(int place, String tool, String arguments) {
      if (!over.get()) {
        listener.called(place, tool, arguments);
      }
    }
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
              fail(new Refusal(new VendorError(0, "", "took too long"), 0, true));
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

  private void fail(VendorError error) {
    fail(new Refusal(error, 0, false));
  }

  private void finish() {
    if (reply.error().isPresent()) {
      fail(reply.error().get());
    } else if (!reply.isComplete()) {
      fail(new VendorError(VendorError.UNNUMBERED, "", "the vendor's answer broke off"));
    } else if (over.compareAndSet(false, true)) {
      listener.finished(reply);
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
    String message = (unreachable ? "could not be reached" : "broke off") + why;
    return new Refusal(new VendorError(0, "", message), 0, false);
  }

  @Override
  public BodySubscriber<Void> apply(ResponseInfo info) {
    if (info.statusCode() != OK) {
      return new ErrorText(info);
    }
    String type = info.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    return type.contains("html") || type.contains("json") ? new Whole(type) : new Events();
  }

  private void onEvent(String data) {
    if (!over.get()) {
      reply.event(data);
      reply.error().ifPresent(this::fail);
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
      HttpHeaders headers = info.headers();
      Duration pause =
          VendorError.retryAfter(
              headers.firstValue("retry-after-ms"),
              headers.firstValue("retry-after"),
              headers.firstValue("date"));
      String body = text.toString(StandardCharsets.UTF_8);
      int status = info.statusCode();
      VendorError error =
          status / 100 == 3
              ? new VendorError(status, "", status + ", and redirects are not followed")
              : VendorError.ofBody(status, body);
      fail(new Refusal(error, pause.toNanos(), false));
    }
  }

  /** The body of a reply that is no stream, although one was asked for. */
  private final class Whole extends Body {
    private final String type;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Whole(String type) {
      this.type = type;
    }

    @Override
    void take(byte[] piece) {
      text.writeBytes(piece);
      if (text.size() > LONGEST_EVENT_BYTES) {
        throw new UncheckedIOException(new IOException("the answer has no end"));
      }
    }

    @Override
    void end() {
      if (type.contains("html")) {
        fail(VendorError.misread("200, not JSON but a page"));
        return;
      }
      reply.whole(text.toString(StandardCharsets.UTF_8));
      finish();
    }
  }
}
