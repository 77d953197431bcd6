package footfall.simulator.measurement;

import footfall.reports.rendering.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The run folder of the largest load that has held so far in a search. Where the search is ended by
 * a signal before it has written its own, this one takes its place.
 */
final class BestProbe implements AutoCloseable {
  private static final long LAST_WORDS_SECONDS = 30;

  private final Path out;
  private final Path scratch = Scratch.folder();
  private final Path folder = scratch.resolve("probe");
  private final Path kept = scratch.resolve("best");
  private final Thread hook = new Thread(this::takePlace, "keep-best-probe");
  private final long outBefore;
  private double best;

  BestProbe(Path out) {
    this.out = out;
    this.outBefore = written(out);
    Runtime.getRuntime().addShutdownHook(hook);
    Scratch.handOver(scratch);
  }

  /** Where probes leave what they measure. */
  Path folder() {
    return folder;
  }

  /** The last probe held at that load. */
  void held(double factor) {
    if (factor > best) {
      try {
        Scratch.delete(kept);
        Files.move(folder, kept);
        best = factor;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** When a run folder was written; 0 where there is none. */
  private static long written(Path run) {
    return run.resolve(RunFolder.RESULTS).toFile().lastModified();
  }

  /** The generator, if one is running, writes down what it has first. */
  private void takePlace() {
    ProcessHandle.current().children().forEach(BestProbe::await);
    if (best > 0 && written(out) == outBefore) {
      RunFolder.copy(kept, out);
    }
    Scratch.delete(scratch);
  }

  private static void await(ProcessHandle generator) {
    try {
      generator.onExit().get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It says nothing more.
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // This process is ending by a signal, and the hook is at work.
    }
    Scratch.delete(scratch);
  }
}
