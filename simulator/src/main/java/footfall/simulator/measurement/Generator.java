package footfall.simulator.measurement;

import footfall.gatling.ConversationSimulation;
import footfall.gatling.LoadSettings;
import footfall.gatling.measuring.ProgressReporter;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The load generator: Gatling in a process of its own, as it ends the process that it runs in. It
 * calls nobody but the target.
 */
final class Generator {
  /** An objective of the scenario does not hold, as Gatling counts. */
  private static final int ASSERTION_FAILED = 2;

  /** By Ctrl-C and by SIGTERM. */
  private static final List<Integer> SIGNALLED = List.of(130, 143);

  private static final int MOST_LOOKS = 20;
  private static final long LOOK_MILLIS = 100;
  private static final int LINES_KEPT = 30;
  private static final long LAST_WORDS_SECONDS = 30;
  private static final int NO_PORT = 9;

  /** Told how a load test goes. */
  interface Listener {
    void at(double part, String note);
  }

  private Generator() {}

  /**
   * Puts the load on, and returns when the run folder is written.
   *
   * @param scratch for its own files
   * @return whether Gatling's assertions hold
   * @throws InvalidInputException if the generator has refused to begin
   * @throws IllegalStateException if it broke down
   */
  static boolean run(LoadSettings settings, Path scratch, Listener listener) {
    try {
      Process process =
          new ProcessBuilder(command(settings, scratch)).redirectErrorStream(true).start();
      Thread hook = new Thread(() -> end(process, scratch), "end-generator");
      Runtime.getRuntime().addShutdownHook(hook);
      Scratch.handOver(scratch);
      List<Problem> problems = new ArrayList<>();
      Deque<String> last = new ArrayDeque<>();
      listen(process, listener, problems, last);
      int code = process.waitFor();
      if (SIGNALLED.contains(code)) {
        restWhileEnding();
      }
      forget(hook);
      if (!problems.isEmpty()) {
        throw new InvalidInputException(problems);
      }
      if (code != 0 && code != ASSERTION_FAILED) {
        throw new IllegalStateException(
            "the load generator ended with " + code + ":\n" + String.join("\n", last));
      }
      return code == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<String> command(LoadSettings settings, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=5",
            "-Xms256m",
            "-Xmx2g",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dgatling.ssl.useInsecureTrustManager=false",
            "-Dgatling.http.enableHostnameVerification=true",
            "-Dgatling.http.warmUpUrl=",
            "-Dgatling.data.enableAnalytics=false",
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=" + NO_PORT,
            "-Djava.util.prefs.userRoot=" + scratch));
    settings.toProperties().forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            ConversationSimulation.class.getName(),
            "-rf",
            scratch.resolve("gatling").toString(),
            "-nr"));
    return command;
  }

  private static void listen(
      Process process, Listener listener, List<Problem> problems, Deque<String> last)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ProgressReporter.MARK)) {
          String[] told = line.substring(ProgressReporter.MARK.length()).split(" ", 2);
          listener.at(Double.parseDouble(told[0]), told[1]);
        } else if (line.startsWith(ConversationSimulation.PROBLEM_MARK)) {
          String json = line.substring(ConversationSimulation.PROBLEM_MARK.length());
          problems.add(ResultsJson.read(json, Problem.class));
        } else {
          last.add(line);
          if (last.size() > LINES_KEPT) {
            last.remove();
          }
        }
      }
    }
  }

  /** Waits for the shutdown hooks if this process is ending, too. */
  private static void restWhileEnding() throws InterruptedException {
    for (int i = 0; i < MOST_LOOKS && !isEnding(); i++) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    if (isEnding()) {
      new CountDownLatch(1).await();
    }
  }

  private static boolean isEnding() {
    Thread nothing = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(nothing);
      Runtime.getRuntime().removeShutdownHook(nothing);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending by a signal; the hook has done its work.
    }
  }

  /** It writes down what it has measured so far. */
  private static void end(Process process, Path scratch) {
    process.toHandle().destroy(); // Process.destroy would close its output, and end the listener.
    try {
      if (!process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
    Scratch.delete(scratch);
  }
}
