package footfall.gatling;

import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.wire.StreamedReply;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.wire.VendorError;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call from the moment it is sent until its outcome is known. Everything happens on the event
 * loop of its virtual user.
 */
final class CallInProgress implements HttpListener {
  private static final AttributeKey<Boolean> KNOWN = AttributeKey.valueOf("footfall.known");
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;
  private static final int WORDS_TOLD = 200;
  private static final int MOST_REFUSAL = 1 << 14;
  private static final int MOST_WHOLE = 1 << 24;
  private static final int NOBODY = -1;

  /** Closes a connection whose reply is no longer needed. */
  private static final class GaveUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GaveUpException() {
      super("the shopper lost patience", null, false, false);
    }
  }

  private final LoadRun run;
  private final VirtualUser user;
  private final VirtualUser.Call call;
  private final String id;
  private final long dueNanos;
  private final long sentNanos;
  private final EventLoop loop;
  private final GatlingStatistics statistics;
  private final Consumer<Boolean> goOn;
  private final StreamedReply reply = new StreamedReply();
  private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();

  /** Null until it is sent. */
  private @Nullable Channel channel;

  /** Null where patience has no end. */
  private @Nullable ScheduledFuture<?> patience;

  private int status;
  private boolean isStream;

  /** Whether the whole reply comes at once, though a stream was asked for. */
  private boolean isWhole;

  private boolean over;

  /**
   * A call that is about to be sent.
   *
   * @param dueNanos when its shopper meant to
   * @param goOn told whether the visit is over, when the call is
   */
  CallInProgress(
      LoadRun run,
      VirtualUser user,
      VirtualUser.Call call,
      String id,
      long dueNanos,
      EventLoop loop,
      GatlingStatistics statistics,
      Consumer<Boolean> goOn) {
    this.run = run;
    this.user = user;
    this.call = call;
    this.id = id;
    this.dueNanos = dueNanos;
    this.loop = loop;
    this.statistics = statistics;
    this.goOn = goOn;
    this.sentNanos = run.clock().nowNanos();
  }

  /** It was handed to the network. */
  void sent() {
    if (call.patienceNanos() != Long.MAX_VALUE && !over) {
      long delay = dueNanos + call.patienceNanos() - run.clock().nowNanos();
      patience = loop.schedule(this::losePatience, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }
  }

  private void losePatience() {
    if (!over && !reply.isBegun()) {
      end(new Ending(TurnOutcome.ABANDONED, null, status, ""));
      if (channel != null) {
        channel.pipeline().fireExceptionCaught(new GaveUpException());
      }
    }
  }

  @Override
  public void onFinalClientRequest(Request request) {
    // Nothing is to be learned of it.
  }

  @Override
  public void onWrite(Channel itsChannel) {
    boolean again = channel != null;
    channel = itsChannel;
    if (again || over) { // Gatling's client would send it once more without a word, or too late.
      itsChannel.close();
      if (!over) {
        end(failed(Failure.VENDOR_ERROR, "the connection broke off"));
      }
      return;
    }
    if (channel.attr(KNOWN).get() == null) {
      channel.attr(KNOWN).set(true);
      run.connected();
      channel.closeFuture().addListener(closed -> run.disconnected());
    }
  }

  @Override
  public void onHttpResponse(HttpResponseStatus responseStatus, HttpHeaders headers) {
    status = responseStatus.code();
    String type = headers.get("Content-Type", "");
    isStream = status == OK && !type.contains("html") && !type.contains("json");
    isWhole = status == OK && type.contains("json");
  }

  @Override
  public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
    if (over) {
      return;
    }
    long now = run.clock().nowNanos();
    byte[] bytes = new byte[chunk.readableBytes()];
    chunk.getBytes(chunk.readerIndex(), bytes);
    if (isStream) {
      reply.piece(bytes, now);
    } else if (refusal.size() < (isWhole ? MOST_WHOLE : MOST_REFUSAL)) {
      refusal.writeBytes(bytes);
    }
    if (last) {
      reply.end();
      if (isWhole) {
        reply.whole(refusal.toString(StandardCharsets.UTF_8), now);
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
    end(
        new Ending(
            TurnOutcome.FAILED,
            timedOut ? Failure.TIMED_OUT : Failure.VENDOR_ERROR,
            status,
            brief(told)));
  }

  private Ending ending() {
    if (isStream || isWhole) {
      if (!reply.error().isEmpty()) {
        int within = reply.errorStatus();
        return within == TOO_MANY_REQUESTS
            ? new Ending(TurnOutcome.REJECTED, null, status, brief(reply.error()))
            : failed(failure(reply.errorCode()), reply.error());
      }
      if (!reply.isDone()) {
        return failed(Failure.VENDOR_ERROR, "the stream ended too early");
      }
      return pool() == NOBODY
          ? failed(Failure.VENDOR_ERROR, "answered by a pool that the scenario does not have")
          : Ending.ANSWERED;
    }
    if (status == OK) {
      return failed(Failure.VENDOR_ERROR, "200, not JSON but a page");
    }
    if (status / 100 == 3) {
      return failed(Failure.NOT_UNDERSTOOD, status + ", and redirects are not followed");
    }
    VendorError error = VendorError.ofBody(status, refusal.toString(StandardCharsets.UTF_8));
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
    if (patience != null) {
      patience.cancel(false);
    }
    boolean leaves = true;
    try {
      leaves = write(ending);
    } catch (RuntimeException e) {
      run.breakDown(e);
    }
    goOn.accept(leaves); // Gatling waits for every user, whatever becomes of it.
  }

  private boolean write(Ending ending) {
    boolean answered = ending.outcome() == TurnOutcome.COMPLETED;
    boolean brings = answered && reply.isBegun();
    long endedNanos = brings ? reply.lastTokenNanos() : run.clock().nowNanos();
    boolean last =
        answered
            ? user.answered(reply, pool(), reply.worker(), endedNanos)
            : user.unanswered(endedNanos);
    if (!run.scenario().drain() && endedNanos >= run.scenario().horizonNanos()) {
      run.log().leftOpen(true, true);
      write(call.place().asLast(last), ending.afterTheEnd(), endedNanos);
      return true;
    }
    write(call.place().asLast(last), ending, endedNanos);
    return user.isOver();
  }

  private void write(MeasuredRequest.Place place, Ending ending, long endedNanos) {
    boolean saysNothing = reply.isDone() && !reply.isBegun();
    Told told =
        new Told(
            id,
            pool(),
            reply.worker(),
            reply.inputTokens() < 0 ? call.inputTokens() : reply.inputTokens(),
            reply.cachedTokens(),
            reply.outputTokens(),
            reply.streamedTokens(),
            reply.isDone() && reply.isCounted(),
            reply.queueNanos(),
            reply.serverFirstTokenNanos(),
            reply.generationNanos(),
            visits());
    MeasuredRequest.Timestamps times =
        new MeasuredRequest.Timestamps(
            dueNanos,
            sentNanos,
            saysNothing ? endedNanos : reply.firstTokenNanos(),
            saysNothing ? endedNanos : reply.firstVisibleNanos(),
            endedNanos,
            reply.gapsMicros());
    MeasuredRequest request = new MeasuredRequest(place, times, ending, told);
    if (request.isAnswered()) {
      run.log().answered(call.outputTokens());
    }
    run.log().ended(request);
    statistics.log(request);
  }

  private List<MeasuredRequest.Visit> visits() {
    return reply.visits().stream().map(visit -> visit.measured(user.poolOf(visit.pool()))).toList();
  }

  private int pool() {
    int told = user.poolOf(reply.pool());
    if (told != NOBODY) {
      return told;
    }
    if (!run.settings().pool().isEmpty()) {
      return user.poolOf(run.settings().pool());
    }
    return run.scenario().pools().size() == 1 ? 0 : NOBODY;
  }
}
