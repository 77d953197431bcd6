package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.ShortSweep;
import footfall.reports.rendering.FinishedRun;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed with SIGKILL: a third at a random moment of the run, the others in the
 * milliseconds in which it is written.
 */
class KilledRunsTest {
  private static final long WRITING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SplittableRandom random = new SplittableRandom(11);

  @TempDir private Path folder;
  private Processes processes;
  private ShortSweep runs;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    runs = ShortSweep.write(folder, "1min");
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Process simulate(String out, String seed) throws IOException {
    return processes.footfall(
        "simulate", List.of("simulate", "two.yaml", "--seed", seed, "--quiet", "--out", out));
  }

  @Test
  void leaveAWholeFolderOrNone() throws Exception {
    kill(2);
  }

  @Tag("soak")
  @Test
  void leaveAWholeFolderOrNoneHoweverOften() throws Exception {
    kill(Integer.getInteger("kills", 100));
  }

  private void kill(int kills) throws Exception {
    long began = System.nanoTime();
    assertThat(Processes.codeOf(simulate("new", "1"), 1)).isZero();
    long whole = System.nanoTime() - began;
    assertThat(Processes.codeOf(simulate("old", "2"), 1)).isZero();
    int written = 0;
    for (int kill = 0; kill < kills; kill++) {
      boolean replaces = kill % 2 == 0;
      String out = "run" + kill;
      if (replaces) {
        copy("old", out);
      }
      Process run = simulate(out, "1");
      if (kill % 3 == 0) {
        TimeUnit.NANOSECONDS.sleep(random.nextLong(whole));
      } else {
        awaitWriting(run, out);
        TimeUnit.NANOSECONDS.sleep(random.nextLong(WRITING_NANOS));
      }
      run.destroyForcibly().waitFor();

      written += isWholeOrNot(out, replaces) ? 1 : 0;
    }
    System.out.println(kills + " runs were killed, " + written + " of them after the last byte.");
    assertThat(Processes.codeOf(simulate("run1", "1"), 1)).isZero();
    runs.isTheSame("run1", "new");
  }

  private void copy(String from, String to) throws IOException {
    Files.createDirectory(folder.resolve(to));
    try (Stream<Path> files = Files.list(folder.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(to).resolve(file.getFileName()));
      }
    }
  }

  /** Waits for the first file of the run, under whatever name. */
  private void awaitWriting(Process run, String out) throws Exception {
    Path temporary = folder.resolve("." + out + ".part-" + run.pid());
    while (run.isAlive()) {
      Thread.sleep(1);
      if (Files.isDirectory(temporary)) {
        try (Stream<Path> files = Files.list(temporary)) {
          if (files.findAny().isPresent()) {
            return;
          }
        } catch (NoSuchFileException e) {
          return; // It has its name already.
        }
      }
    }
  }

  /** Returns whether the new run has its name; what has not is none for other commands. */
  private boolean isWholeOrNot(String out, boolean replaces) throws IOException {
    Path target = folder.resolve(out);
    boolean isNew = Files.exists(target) && !(replaces && isOld(target));
    if (isNew) {
      runs.isTheSame(out, "new");
    } else if (Files.exists(target)) {
      runs.isTheSame(out, "old");
    }
    boolean oldIsBeside = false;
    for (Path left : leftBeside(out)) {
      if (left.toString().endsWith(".old")) {
        oldIsBeside = true;
      } else if (isRun(left)) {
        runs.isTheSame(left.getFileName().toString(), "new"); // Whole, without its name yet.
      }
    }
    assertThat(replaces && !Files.exists(target) && !oldIsBeside).as("old run is lost").isFalse();
    return isNew;
  }

  private static boolean isOld(Path run) throws IOException {
    return Files.readString(run.resolve("scenario.resolved.yaml")).contains("seed: 2");
  }

  private static boolean isRun(Path left) {
    try {
      FinishedRun.in(left).drawReport();
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private List<Path> leftBeside(String out) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("." + out + ".")).toList();
    }
  }
}
