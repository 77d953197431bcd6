package footfall.gatling.measuring;

import footfall.reports.figures.Quantity;
import java.io.PrintStream;
import java.util.Locale;

/**
 * How a load test goes, as one line: {@code footfall-pulse 0.42 512 conversations, ...}, the part
 * that is done first.
 */
public final class ProgressReporter {
  /** With which every such line begins. */
  public static final String MARK = "footfall-pulse ";

  private static final double NANOS = 1e9;

  private final LoadLog log;
  private final RunClock clock;
  private final long horizonNanos;
  private final PrintStream out;
  private long lastEnded;
  private long lastNanos;

  /** A pulse that beats on a stream. */
  public ProgressReporter(LoadLog log, RunClock clock, long horizonNanos, PrintStream out) {
    this.log = log;
    this.clock = clock;
    this.horizonNanos = horizonNanos;
    this.out = out;
  }

  /** Tells how it goes now. */
  public void beat() {
    long now = clock.nowNanos();
    if (now <= 0) {
      return;
    }
    long ended = log.ended();
    double rate = (ended - lastEnded) / Math.max(1e-9, (now - lastNanos) / NANOS);
    lastEnded = ended;
    lastNanos = now;
    double firstToken = log.recentFirstTokenP95();
    out.printf(
        Locale.ROOT,
        "%s%.4f %,d conversations, %.0f requests/s, first token p95 %s, %,d unanswered%n",
        MARK,
        Math.min(1, (double) now / horizonNanos),
        log.conversations(),
        rate,
        Double.isNaN(firstToken) ? "-" : Quantity.seconds(firstToken),
        log.unanswered());
    out.flush();
  }
}
