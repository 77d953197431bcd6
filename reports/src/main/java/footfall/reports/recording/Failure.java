package footfall.reports.recording;

/** Why a request failed. */
public enum Failure {
  /** It waited longer than the queue keeps requests. */
  EXPIRED("expired"),
  /** The worker that served it was lost. */
  WORKER_LOST("worker_lost"),
  /** Every attempt at the vendor was refused for its quota. */
  THROTTLED("throttled"),
  /** The last attempt at the vendor ended in an error or an outage. */
  VENDOR_ERROR("vendor_error"),
  /** The last attempt at the vendor took too long. */
  TIMED_OUT("timed_out"),
  /** It was larger than a whole quota, or than the memory of any worker. */
  TOO_LARGE("too_large"),
  /** What was left of the budget did not pay for it. */
  OVER_BUDGET("over_budget"),
  /** The circuits of all pools were open. */
  CIRCUIT_OPEN("circuit_open"),
  /** The client disconnected while it was being answered. */
  CANCELLED("cancelled"),
  /** It could not be read: by its form, or for want of a model that takes it. */
  NOT_UNDERSTOOD("not_understood"),
  /** A local model failed at it, for want of memory or otherwise, and at nothing else. */
  MODEL_ERROR("model_error");

  private final String key;

  Failure(String key) {
    this.key = key;
  }

  /** The one of that name; {@link #MODEL_ERROR} where there is none. */
  public static Failure of(String key) {
    for (Failure failure : values()) {
      if (failure.key.equals(key)) {
        return failure;
      }
    }
    return MODEL_ERROR;
  }

  /** The name in results files. */
  public String key() {
    return key;
  }
}
