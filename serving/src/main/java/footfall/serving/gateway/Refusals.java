package footfall.serving.gateway;

import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Failed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.serving.exchange.LiveExchange;

/** What a client is told of a request that was not answered. */
final class Refusals {
  private static final String TOO_LONG = "This model's maximum context";

  private Refusals() {}

  /**
   * For an outcome that is no answer.
   *
   * @param retryAfterSeconds where trying again makes sense
   */
  static ApiException of(
      RequestOutcome outcome, LiveExchange liveExchange, String pool, int retryAfterSeconds) {
    if (outcome instanceof Rejected) {
      return new ApiException(
          429,
          "rate_limit_exceeded",
          "queue_full",
          null,
          retryAfterSeconds,
          "All places in the queue of " + pool + " are taken. Try again later.");
    }
    if (outcome instanceof Failed failed) {
      return of(failed, liveExchange, pool, retryAfterSeconds);
    }
    return new ApiException(
        503, "timeout", "abandoned", null, retryAfterSeconds, "The request waited too long.");
  }

  private static ApiException of(
      Failed failed, LiveExchange liveExchange, String pool, int retryAfterSeconds) {
    String why = liveExchange.problem();
    String code = failed.failure().key();
    return switch (failed.failure()) {
      case NOT_UNDERSTOOD ->
          new ApiException(
              400,
              "invalid_request_error",
              why.startsWith(TOO_LONG) ? "context_length_exceeded" : null,
              "messages",
              ApiException.NO_RETRY,
              why);
      case TOO_LARGE ->
          new ApiException(
              400,
              "invalid_request_error",
              "context_length_exceeded",
              "messages",
              ApiException.NO_RETRY,
              "The request is larger than " + pool + " can take.");
      case THROTTLED, OVER_BUDGET ->
          new ApiException(
              429,
              "rate_limit_exceeded",
              code,
              null,
              retryAfterSeconds,
              why.isEmpty() ? "The quota behind " + pool + " is used up." : why);
      case WORKER_LOST ->
          ofServer(code, "The worker of " + pool + " that served the request was lost. Try again.");
      case MODEL_ERROR ->
          ofServer(code, why.isEmpty() ? "The model of " + pool + " failed at this request." : why);
      case EXPIRED ->
          new ApiException(
              503,
              "server_error",
              code,
              null,
              retryAfterSeconds,
              "The request waited too long in the queue of " + pool + ".");
      default ->
          new ApiException(
              503,
              "server_error",
              code,
              null,
              retryAfterSeconds,
              why.isEmpty() ? pool + " could not answer: " + code + "." : why);
    };
  }

  private static ApiException ofServer(String code, String message) {
    return new ApiException(500, "server_error", code, null, ApiException.NO_RETRY, message);
  }
}
