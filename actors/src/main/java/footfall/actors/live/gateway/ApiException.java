package footfall.actors.live.gateway;

/** What a client is told when its request is not answered: the error object of the API. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For {@link #retryAfterSeconds}: it makes no sense to try again. */
  static final int NO_RETRY = 0;

  private final int status;
  private final String type;
  private final String code;
  private final String param;
  private final int retryAfterSeconds;

  /**
   * @param code for programs; null where there is none
   * @param param the part of the request that is wrong; null where it is no single one
   */
  ApiException(
      int status, String type, String code, String param, int retryAfterSeconds, String message) {
    super(message, null, false, false);
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

  int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
