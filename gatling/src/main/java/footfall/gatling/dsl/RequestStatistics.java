package footfall.gatling.dsl;

import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.recording.TurnOutcome;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.util.Locale;
import scala.Option;

/** Tells Gatling of requests, in its whole milliseconds. Thread-safe. */
final class RequestStatistics {
  private static final String FIRST_TOKEN = ": first token";

  private final StatsEngine engine;
  private final FootfallProtocol.Components parts;

  RequestStatistics(StatsEngine engine, FootfallProtocol.Components parts) {
    this.engine = engine;
    this.parts = parts;
  }

  /**
   * A request has ended.
   *
   * @param problem why it failed; empty if it did not
   * @return the session with the request's time in those of its groups
   */
  Session ended(Session session, String name, Reply reply, String problem) {
    log(session, name, reply.startNanos(), reply.endNanos(), reply.status(), problem);
    return session.logGroupRequestTimings(
        parts.epochMillis(reply.startNanos()), parts.epochMillis(reply.endNanos()));
  }

  /** Records the time to the first token, if the protocol says so. */
  void firstToken(Session session, String name, Reply reply) {
    if (parts.protocol().recordsFirstTokens()) {
      long first = reply.firstTokenNanos();
      log(session, name + FIRST_TOKEN, reply.startNanos(), first, reply.status(), "");
    }
  }

  /** Why a request failed, in words. */
  static String problem(Ending ending) {
    if (ending.outcome() == TurnOutcome.ABANDONED) {
      return "the shopper lost patience";
    }
    return ending.problem().isEmpty()
        ? ending.outcome().name().toLowerCase(Locale.ROOT)
        : ending.problem();
  }

  private void log(
      Session session, String name, long fromNanos, long toNanos, int code, String problem) {
    Status status = problem.isEmpty() ? OK$.MODULE$ : KO$.MODULE$;
    long from = parts.epochMillis(fromNanos);
    engine.logResponse(
        session.scenario(),
        session.groups(),
        name,
        from,
        from + parts.millis(toNanos - fromNanos),
        status,
        code == 0 ? Option.empty() : Option.apply(Integer.toString(code)),
        problem.isEmpty() ? Option.empty() : Option.apply(problem));
  }
}
