package footfall.serving.gateway;

import footfall.actors.protocol.Exchange.Usage;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request to a model: what it asked for, what became of it and how long it took;
 * never what was said. Requests with status 400 and above are warnings, the others information; all
 * other paths are told for debugging. Any thread may call.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("footfall.access");
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final double NANOS_PER_SECOND = 1e9;

  /** A request that a pool has answered. */
  void answered(String id, String pool, Completed completed, Usage usage) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    long submitted = completed.request().firstSubmittedNanos();
    LOG.atInfo()
        .addKeyValue("id", id)
        .addKeyValue("pool", pool)
        .addKeyValue("worker", completed.worker())
        .addKeyValue("status", OK)
        .addKeyValue("inputTokens", usage.input())
        .addKeyValue("outputTokens", usage.output())
        .addKeyValue("ttftSeconds", seconds(completed.firstTokenNanos() - submitted))
        .addKeyValue("latencySeconds", seconds(completed.endedNanos() - submitted))
        .log("request");
  }

  /**
   * A request that a pool has not answered.
   *
   * @param problem what the client is told
   */
  void unanswered(String id, String pool, RequestOutcome outcome, ApiException problem) {
    at(problem.status())
        .addKeyValue("id", id)
        .addKeyValue("pool", pool)
        .addKeyValue("status", problem.status())
        .addKeyValue("error", problem.code() == null ? problem.type() : problem.code())
        .addKeyValue(
            "latencySeconds",
            seconds(outcome.endedNanos() - outcome.request().firstSubmittedNanos()))
        .log("request");
  }

  /** A request that was refused before any pool had it. */
  void refused(String id, String method, String path, ApiException problem) {
    at(problem.status())
        .addKeyValue("id", id)
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .addKeyValue("status", problem.status())
        .addKeyValue("error", problem.code() == null ? problem.type() : problem.code())
        .log("refused");
  }

  /** Something went wrong in the gateway itself. */
  void failed(String id, Throwable cause) {
    LOG.atError().addKeyValue("id", id).setCause(cause).log("the gateway failed at a request");
  }

  /** Any other page. */
  void served(String id, String method, String path, int status) {
    LOG.atDebug()
        .addKeyValue("id", id)
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .log("page");
  }

  private static LoggingEventBuilder at(int status) {
    return LOG.atLevel(status >= BAD_REQUEST ? Level.WARN : Level.INFO);
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / NANOS_PER_SECOND * 1e6) / 1e6;
  }
}
