package footfall.gatling.dsl;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import scala.Option;

/** Tells Gatling of requests, in its whole milliseconds. Thread-safe. */
final class Told {
  private static final String FIRST_TOKEN = ": first token";

  private final StatsEngine engine;
  private final FootfallProtocol.Components parts;

  Told(StatsEngine engine, FootfallProtocol.Components parts) {
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

  /** Its first token, if that is to be recorded. */
  void firstToken(Session session, String name, Reply reply) {
    if (parts.protocol().recordsFirstTokens()) {
      long first = reply.firstTokenNanos();
      log(session, name + FIRST_TOKEN, reply.startNanos(), first, reply.status(), "");
    }
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
