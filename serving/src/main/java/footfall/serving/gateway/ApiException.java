package footfall.serving.gateway;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** What a client is told when its request is not answered: the error object of the API. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For {@link #retryAfterSeconds}: it makes no sense to try again. */
  static final int NO_RETRY = 0;

  private static final int INTERNAL_ERROR = 500;

  private final int status;
  private final String type;
  private final String code;
  private final String param;
  private final int retryAfterSeconds;
  private final String allowed;

  /**
   * @param code for programs; null where there is none
   * @param param the part of the request that is wrong; null where it is no single one
   */
  ApiException(
      int status, String type, String code, String param, int retryAfterSeconds, String message) {
    this(status, type, code, param, retryAfterSeconds, message, "");
  }

  private ApiException(
      int status,
      String type,
      String code,
      String param,
      int retryAfterSeconds,
      String message,
      String allowed) {
    super(message, null, false, false);
    this.allowed = allowed;
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The client's request is wrong. */
  static ApiException invalid(String param, String message) {
    return new ApiException(400, "invalid_request_error", null, param, NO_RETRY, message);
  }

  private static ApiException ofStatus(int status, String type, String code, String message) {
    return new ApiException(status, type, code, null, NO_RETRY, message);
  }

  static ApiException tooLarge() {
    return ofStatus(
        413,
        "invalid_request_error",
        "request_too_large",
        "The body is larger than this server takes.");
  }

  static ApiException tooManyTokens(long most) {
    return ofStatus(
        413,
        "invalid_request_error",
        "request_too_large",
        "The JSON has more than " + most + " tokens, which is more than this server takes.");
  }

  static ApiException unknownCoding(String coding) {
    return ofStatus(
        415,
        "invalid_request_error",
        "unsupported_content_encoding",
        "A body may come as it is or in gzip, not in " + coding + ".");
  }

  /**
   * @param allowed methods, as the header tells them
   */
  static ApiException wrongMethod(String allowed) {
    return new ApiException(
        405,
        "invalid_request_error",
        "method_not_allowed",
        null,
        NO_RETRY,
        "This method is not allowed here, but " + allowed + ".",
        allowed);
  }

  static ApiException wrongKey() {
    return ofStatus(
        401,
        "authentication_error",
        "invalid_api_key",
        "The API key is missing or wrong. Send it as Authorization: Bearer KEY, or as x-api-key.");
  }

  static ApiException nothingThere(String path) {
    return ofStatus(
        404,
        "invalid_request_error",
        "unknown_url",
        "There is nothing at "
            + path
            + ". Try /v1/chat/completions, /v1/responses, /v1/messages, /v1/embeddings, /v1/models, /health or"
            + " /metrics.");
  }

  /**
   * The model that was asked makes no embeddings.
   *
   * @param others that do
   */
  static ApiException noEmbeddings(List<String> others) {
    String hint =
        others.isEmpty()
            ? "No pool of the scenario that is served does: give one a backend with an encoder"
                + " (local: {model: DIRECTORY})."
            : "These do: " + String.join(", ", others) + ".";
    return new ApiException(
        404,
        "invalid_request_error",
        "no_embeddings",
        "model",
        NO_RETRY,
        "This model makes no embeddings. " + hint);
  }

  static ApiException overloaded() {
    return new ApiException(
        503,
        "server_error",
        "overloaded",
        null,
        1,
        "The server holds as many requests as its memory bears. Try again later.");
  }

  static ApiException shuttingDown() {
    return new ApiException(
        503, "server_error", "shutting_down", null, 1, "The server is shutting down.");
  }

  /** What a client is told of something that went wrong while its request was read. */
  static ApiException of(Throwable problem) {
    Throwable cause = problem;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ApiException known) {
      return known;
    }
    if (cause instanceof EntityStreamSizeException) {
      return tooLarge();
    }
    if (cause instanceof EntityStreamException) {
      return invalid(null, "The body is broken.");
    }
    if (cause instanceof TimeoutException) {
      return ofStatus(408, "timeout", null, "The body came too slowly.");
    }
    return ofStatus(INTERNAL_ERROR, "server_error", null, "Something went wrong here.");
  }

  /** The same about a part that the client calls by another name. */
  ApiException renamed(String from, String to) {
    return new ApiException(
        status, type, code, to, retryAfterSeconds, getMessage().replace(from, to));
  }

  /** Whether it is an unexpected failure of the gateway itself. */
  boolean isOurFault() {
    return status == INTERNAL_ERROR && code == null;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String code() {
    return code;
  }

  String param() {
    return param;
  }

  /** Methods that are allowed, where the one that came is not; else empty. */
  String allowed() {
    return allowed;
  }

  int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
