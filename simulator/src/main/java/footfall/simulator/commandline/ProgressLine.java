package footfall.simulator.commandline;

import footfall.simulator.experiments.Progress;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Model.CommandSpec;

/** Progress on standard error: a bar on a terminal, a line every five seconds elsewhere. */
interface ProgressLine extends Progress, AutoCloseable {
  @Override
  void close();

  /** The same with a few words on how it goes. */
  default void at(double part, String note) {
    at(part);
  }

  static ProgressLine to(CommandSpec spec, boolean quiet, String task) {
    if (quiet) {
      return new None();
    }
    return System.console() != null ? new Bar(task) : new Lines(task, System.err);
  }

  /** Says nothing. */
  final class None implements ProgressLine {
    @Override
    public void at(double part) {}

    @Override
    public void close() {}
  }

  /** A bar with the time left. */
  final class Bar implements ProgressLine {
    private static final long STEPS = 1_000;
    private final ProgressBar bar;

    Bar(String task) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(STEPS)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
    }

    @Override
    public void at(double part) {
      bar.stepTo(Math.round(part * STEPS));
    }

    @Override
    public void at(double part, String note) {
      bar.setExtraMessage(" " + note);
      at(part);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A line now and then, for logs. */
  final class Lines implements ProgressLine {
    private static final long INTERVAL_NANOS = 5_000_000_000L;
    private final String task;
    private final PrintStream err;
    private final long begin = System.nanoTime();
    private long last = begin;
    private long moved;
    private double firstPart;
    private double lastPart;

    Lines(String task, PrintStream err) {
      this.task = task;
      this.err = err;
    }

    @Override
    public void at(double part) {
      at(part, "");
    }

    @Override
    public synchronized void at(double part, String note) {
      long now = System.nanoTime();
      boolean beginsAnew = part < lastPart;
      lastPart = part;
      if (beginsAnew || (firstPart == 0 && part > 0)) {
        firstPart = part;
        moved = now; // What came before it moved says nothing of how fast it does.
      }
      if (now - last >= INTERVAL_NANOS) {
        last = now;
        err.printf(
            Locale.ROOT,
            "%s: %.0f %%, %.0f s so far%s%s%n",
            task,
            100 * part,
            (now - begin) / 1e9,
            part > firstPart
                ? String.format(
                    Locale.ROOT,
                    ", about %.0f s left",
                    (now - moved) / 1e9 * (1 - part) / (part - firstPart))
                : "",
            note.isEmpty() ? "" : "; " + note);
      }
    }

    @Override
    public void close() {}
  }
}
