package footfall.reports.results;

import java.util.Locale;

/** How a run was made. */
public enum RunMode {
  SIMULATE(false),
  SIZE(false),
  SERVE(true),
  REHEARSE(true),
  /** Measured from outside, by a client. */
  LOAD(true),
  /** Its models examined, one after the other. */
  EVALUATE(true);

  private final boolean realTime;

  RunMode(boolean realTime) {
    this.realTime = realTime;
  }

  /** Whether a second took a second. */
  public boolean isRealTime() {
    return realTime;
  }

  /** The name in results files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
