package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.serving.ingress.LiveTest;
import footfall.serving.run.LiveServer;
import footfall.simulator.experiments.LiveRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** A server and the run that is written when it stops, once. Thread-safe. */
final class ServedRun {
  private final ResolvedScenario resolved;
  private final LiveServer server;
  private final RunFolder folder;
  private final Instant startedAt;
  private final Duration drain;
  private final PrintWriter print;
  private volatile boolean closing;
  private int exitCode;

  ServedRun(
      ResolvedScenario resolved,
      LiveServer server,
      RunFolder folder,
      Instant startedAt,
      Duration drain,
      PrintWriter print) {
    this.resolved = resolved;
    this.server = server;
    this.folder = folder;
    this.startedAt = startedAt;
    this.drain = drain;
    this.print = print;
  }

  /** Stops, writes the run and returns the exit code; the second caller waits for the first. */
  synchronized int close() {
    if (closing) {
      return exitCode;
    }
    closing = true;
    try {
      Outcome outcome =
          LiveRun.served(
              resolved,
              server.stop(drain),
              server.test().map(LiveTest::figures),
              Version.current(),
              startedAt);
      print.println();
      AnswerTable.print(print, outcome.results());
      folder.write(outcome);
      print.println(folder.path());
      exitCode = ExitCode.of(outcome.results());
    } finally {
      folder.discard();
      print.flush();
    }
    return exitCode;
  }
}
