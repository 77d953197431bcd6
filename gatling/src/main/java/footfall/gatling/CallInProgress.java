package footfall.gatling;

import footfall.gatling.shoppers.VirtualUser;
import footfall.gatling.wire.Exchange;
import footfall.gatling.wire.StreamedReply;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call from the moment it is sent until its outcome is known. Everything happens on the event
 * loop of its virtual user.
 */
final class CallInProgress {
  private static final int NOBODY = -1;

  private final LoadRun run;
  private final VirtualUser user;
  private final VirtualUser.Call call;
  private final String id;
  private final long dueNanos;
  private final long sentNanos;
  private final EventLoop loop;
  private final GatlingStatistics statistics;
  private final Consumer<Boolean> goOn;
  private final Exchange exchange;
  private final StreamedReply reply;

  /** Null where patience has no end. */
  private @Nullable ScheduledFuture<?> patience;

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
    this.exchange =
        new Exchange(run.settings().replies().form(), run.clock()::nowNanos, run, this::end);
    this.reply = exchange.reply();
  }

  /** It is about to be handed to the network. */
  void sending() {
    run.log().sent(id, call.place(), dueNanos, sentNanos);
  }

  /** It was handed to the network. */
  void sent() {
    if (call.patienceNanos() != Long.MAX_VALUE && !exchange.isOver()) {
      long delay = dueNanos + call.patienceNanos() - run.clock().nowNanos();
      patience = loop.schedule(this::losePatience, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }
  }

  private void losePatience() {
    if (!reply.isBegun()) {
      exchange.abandon();
    }
  }

  /** What hears the reply. */
  Exchange exchange() {
    return exchange;
  }

  private void end(Exchange itself, Ending told) {
    boolean isNobodys = told.outcome() == TurnOutcome.COMPLETED && pool() == NOBODY;
    Ending ending =
        isNobodys
            ? new Ending(
                TurnOutcome.FAILED,
                Failure.VENDOR_ERROR,
                itself.status(),
                "answered by a pool that the scenario does not have")
            : told;
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
    boolean saysNothing = isAnswered(ending) && !reply.isBegun();
    Told told =
        new Told(
            id,
            pool(),
            reply.worker(),
            inputTokens(),
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
    if (request.isAnswered() && !run.settings().replies().plain()) {
      run.log().answered(call.outputTokens());
    }
    run.log().ended(request);
    statistics.log(request);
  }

  /** As told, or else as planned; a service that is no model API reads none. */
  private int inputTokens() {
    if (run.settings().replies().plain()) {
      return 0;
    }
    return reply.inputTokens() < 0 ? call.inputTokens() : reply.inputTokens();
  }

  /** Even if only after the end of the run. */
  private static boolean isAnswered(Ending ending) {
    return ending.outcome() == TurnOutcome.COMPLETED
        || (ending.later() != null && ending.later().outcome() == TurnOutcome.COMPLETED);
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
