package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.ShadowFigures;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.serving.ingress.LiveTest;
import footfall.serving.run.LiveServer;
import footfall.serving.shadow.ShadowRecord;
import footfall.simulator.experiments.LiveRun;
import footfall.simulator.measurement.ShadowStudy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
      Map<String, byte[]> files = new LinkedHashMap<>();
      Outcome whole = server.shadow().map(shadow -> with(outcome, shadow, files)).orElse(outcome);
      print.println();
      AnswerTable.print(print, whole.results());
      folder.write(whole, Map.of(), files);
      print.println(folder.path());
      exitCode = ExitCode.of(whole.results());
    } finally {
      folder.discard();
      print.flush();
    }
    return exitCode;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** With what copies of requests have shown, and the files that belong to it. */
  private Outcome with(Outcome outcome, ShadowRecord shadow, Map<String, byte[]> files) {
    ShadowFigures figures = shadow.figures();
    Optional<ShadowStudy.Finding> study =
        ShadowStudy.of(resolved, shadow, figures, Version.current());
    study.ifPresent(
        finding -> finding.files().forEach((name, text) -> files.put(name, bytes(text))));
    shadow.texts().ifPresent(texts -> files.put("shadow.jsonl", bytes(texts)));
    return outcome.with(
        outcome
            .results()
            .shadowed(figures.routed(study.map(ShadowStudy.Finding::routed).orElse(null))));
  }
}
