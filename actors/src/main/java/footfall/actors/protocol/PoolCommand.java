package footfall.actors.protocol;

import footfall.actors.protocol.PoolReport.PoolReported;
import footfall.actors.protocol.PoolReport.Scraped;
import footfall.actors.protocol.PoolReport.Seen;
import footfall.reports.recording.Attempt;
import footfall.reports.recording.EngineLevels;
import org.apache.pekko.actor.typed.ActorRef;

/** A {@link Request} to be served, the end of one, something about a worker, or a question. */
public interface PoolCommand {
  /**
   * Asks for the levels as they stand now; the maximum queue starts afresh.
   *
   * @param workers whether to tell what they do as well
   */
  record ReportLevels(ActorRef<? super PoolReported> replyTo, boolean workers)
      implements PoolCommand {}

  /** A request has made way for a more urgent one. */
  record Interrupted(Request request, Progress progress) implements PoolCommand {}

  /** Asks how things stand now, and changes nothing. */
  record Look(ActorRef<? super Seen> replyTo) implements PoolCommand {}

  /** Asks for the levels as they stand now, and changes nothing. */
  record Scrape(ActorRef<? super Scraped> replyTo) implements PoolCommand {}

  /** A worker is lost, with all that it serves. */
  record Lose(int worker) implements PoolCommand {}

  /** What took the worker down is over: it is switched on again. */
  record Recover(int worker) implements PoolCommand {}

  /** Let the worker finish what it serves and start anew. */
  record Restart(int worker, ActorRef<? super RestartCommand.Restarted> replyTo)
      implements PoolCommand {}

  /** The worker is to get nothing more, and is off once it has finished what it serves. */
  record Retire(int worker) implements PoolCommand {}

  /** A worker that was off or lost serves from now on. */
  record Employ(int worker) implements PoolCommand {}

  /** Sets the number of workers that are switched on. */
  record ScaleTo(int workers) implements PoolCommand {}

  /** A worker has begun an attempt at its vendor. */
  enum AttemptSent implements PoolCommand {
    INSTANCE
  }

  /** An attempt at a vendor ended; the tokens are those it is billed for. */
  record AttemptEnded(Attempt attempt, int inputTokens, int cachedTokens, int outputTokens)
      implements PoolCommand {}

  /** The first step of a request that waited in the engine of a worker has begun. */
  record Admitted(Request request, int worker, long startedNanos) implements PoolCommand {}

  /** What the engine of one worker has done so far, in answer to the question of that number. */
  record EngineReported(long number, EngineLevels levels) implements PoolCommand {}

  /** Cancels the request with this exchange: its client has gone. */
  record Cancel(Exchange exchange) implements PoolCommand {}

  /** Tells a worker to fail, to see what comes of it. */
  record Break(int worker) implements PoolCommand {}

  /** The pool's vendor fails every attempt until then. */
  record LoseVendor(long untilNanos) implements PoolCommand {}
}
