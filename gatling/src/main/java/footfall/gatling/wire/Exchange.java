package footfall.gatling.wire;

import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.wire.VendorError;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and what comes back, until its outcome is known. It is sent once: where the
 * connection breaks off, Gatling's client is kept from sending it again. Everything happens on one
 * event loop.
 */
public final class Exchange implements HttpListener {
  /** Told of connections. */
  public interface Connections {
    /** Nobody counts them. */
    Connections UNCOUNTED =
        new Connections() {
          @Override
          public void opened() {
            // Nobody counts.
          }

          @Override
          public void closed() {
            // Nobody counts.
          }
        };

    /** One was opened. */
    void opened();

    /** One was closed. */
    void closed();
  }

  private static final AttributeKey<Boolean> KNOWN = AttributeKey.valueOf("footfall.known");
  private static final String BROKE_OFF = "the connection broke off";
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;
  private static final int WORDS_TOLD = 200;
  private static final int MOST_REFUSAL = 1 << 14;
  private static final int MOST_WHOLE = 1 << 24;

  /** Closes a connection whose reply is no longer needed. */
  private static final class GaveUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GaveUpException() {
      super("the shopper lost patience", null, false, false);
    }
  }

  private final ReplyForm form;
  private final StreamedReply reply;
  private final LongSupplier clock;
  private final Connections connections;
  private final BiConsumer<Exchange, Ending> ended;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Null until it is sent. */
  private @Nullable Channel channel;

  /** As it was sent; null until then. */
  private @Nullable Request request;

  private HttpHeaders headers = new DefaultHttpHeaders();
  private int status;
  private boolean isStream;

  /** Whether all of the reply comes at once, though a stream may have been asked for. */
  private boolean isWhole;

  private boolean over;

  /**
   * A request that is about to be sent.
   *
   * @param clock in nanoseconds
   * @param ended told of the outcome, once
   */
  public Exchange(
      ReplyForm form,
      LongSupplier clock,
      Connections connections,
      BiConsumer<Exchange, Ending> ended) {
    this.form = form;
    this.reply = new StreamedReply(form);
    this.clock = clock;
    this.connections = connections;
    this.ended = ended;
  }

  /** What was heard so far. */
  public StreamedReply reply() {
    return reply;
  }

  /** The request as it was sent; null before. */
  public @Nullable Request request() {
    return request;
  }

  /** The status of the response; 0 before it came. */
  public int status() {
    return status;
  }

  /** The headers of the response; none before they came. */
  public HttpHeaders headers() {
    return headers;
  }

  /** What came that is no stream, as far as it is kept. */
  public String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** Whether the outcome is known. */
  public boolean isOver() {
    return over;
  }

  /** Gives the request up and closes its connection. */
  public void abandon() {
    if (!over) {
      end(new Ending(TurnOutcome.ABANDONED, null, status, ""));
      if (channel != null) {
        channel.pipeline().fireExceptionCaught(new GaveUpException());
      }
    }
  }

  @Override
  public void onFinalClientRequest(Request sent) {
    request = sent;
  }

  @Override
  public void onWrite(Channel itsChannel) {
    boolean again = channel != null;
    channel = itsChannel;
    if (again || over) { // Gatling's client would send it once more without a word, or too late.
      itsChannel.close();
      if (!over) {
        end(failed(Failure.VENDOR_ERROR, BROKE_OFF));
      }
      return;
    }
    if (channel.attr(KNOWN).get() == null) {
      channel.attr(KNOWN).set(true);
      connections.opened();
      channel.closeFuture().addListener(closed -> connections.closed());
    }
  }

  @Override
  public void onHttpResponse(HttpResponseStatus responseStatus, HttpHeaders responseHeaders) {
    status = responseStatus.code();
    headers = responseHeaders;
    String type = headers.get("Content-Type", "");
    if (form == ReplyForm.WHOLE) {
      isWhole = status / 100 == 2;
    } else {
      isStream = status == OK && !type.contains("html") && !type.contains("json");
      isWhole = status == OK && type.contains("json");
    }
  }

  @Override
  public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
    if (over) {
      return;
    }
    long now = clock.getAsLong();
    byte[] bytes = new byte[chunk.readableBytes()];
    chunk.getBytes(chunk.readerIndex(), bytes);
    if (isStream) {
      reply.piece(bytes, now);
    } else if (body.size() < (isWhole ? MOST_WHOLE : MOST_REFUSAL)) {
      body.writeBytes(bytes);
    }
    if (last) {
      reply.end();
      if (isWhole && form != ReplyForm.WHOLE) {
        reply.whole(body(), now);
      }
      end(ending());
    }
  }

  @Override
  public void onThrowable(Throwable problem) {
    if (over) {
      return;
    }
    boolean timedOut = problem instanceof RequestTimeoutException;
    String told =
        problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    boolean brokeOff = told.contains("Premature close") || told.contains("Connection reset");
    end(failed(timedOut ? Failure.TIMED_OUT : Failure.VENDOR_ERROR, brokeOff ? BROKE_OFF : told));
  }

  private Ending ending() {
    if (isWhole && form == ReplyForm.WHOLE) {
      return Ending.ANSWERED;
    }
    if (isStream || isWhole) {
      if (!reply.error().isEmpty()) {
        return reply.errorStatus() == TOO_MANY_REQUESTS
            ? new Ending(TurnOutcome.REJECTED, null, status, brief(reply.error()))
            : failed(failure(reply.errorCode()), reply.error());
      }
      return reply.isDone()
          ? Ending.ANSWERED
          : failed(Failure.VENDOR_ERROR, "the stream ended too early");
    }
    if (status == OK) {
      return failed(Failure.VENDOR_ERROR, "200, not JSON but a page");
    }
    if (status / 100 == 3) {
      return failed(Failure.NOT_UNDERSTOOD, status + ", and redirects are not followed");
    }
    VendorError error = VendorError.ofBody(status, body());
    if (status == TOO_MANY_REQUESTS) {
      return new Ending(TurnOutcome.REJECTED, null, status, error.message());
    }
    Failure failure = failure(error.code());
    boolean isTheirs = status >= SERVER_ERRORS || failure != Failure.VENDOR_ERROR;
    return failed(isTheirs ? failure : Failure.NOT_UNDERSTOOD, error.message());
  }

  private static Failure failure(String code) {
    for (Failure known : Failure.values()) {
      if (known.key().equals(code)) {
        return known;
      }
    }
    return Failure.VENDOR_ERROR;
  }

  private Ending failed(Failure failure, String problem) {
    return new Ending(TurnOutcome.FAILED, failure, status, brief(problem));
  }

  private static String brief(String text) {
    return text.length() <= WORDS_TOLD ? text : text.substring(0, WORDS_TOLD);
  }

  private void end(Ending ending) {
    over = true;
    ended.accept(this, ending);
  }
}
