package footfall.reports.recording;

/** How one attempt at a vendor's API ended; a request may take several. */
public enum Attempt {
  /** Answered. */
  SUCCEEDED,
  /** Refused for the quota (429). */
  THROTTLED,
  /** An error of the vendor, or an outage (5xx). */
  FAILED,
  /** Given up by the client. */
  TIMED_OUT
}
