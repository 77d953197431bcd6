package footfall.simulator.measurement;

import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What is done if a load test is ended by a signal: the generator writes down what it has measured,
 * and it is told. Thread-safe.
 */
public final class Interruption implements AutoCloseable {
  private static final long LAST_WORDS_SECONDS = 30;

  private final Path out;
  private final Consumer<Results> told;
  private final Runnable otherwise;
  private final long writtenBefore;
  private final Deque<Runnable> first = new ArrayDeque<>();
  private final Thread hook = new Thread(this::end, "interruption");

  /**
   * From now on.
   *
   * @param out the run folder
   * @param told of what stands in it, if it was written
   * @param otherwise what is done if it was not
   */
  public Interruption(Path out, Consumer<Results> told, Runnable otherwise) {
    this.out = out;
    this.told = told;
    this.otherwise = otherwise;
    this.writtenBefore = written();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds a task that runs after the generator has ended, before the results are reported. */
  synchronized void first(Runnable task) {
    first.add(task);
  }

  /** Whether the run folder was written since this was made. */
  boolean isWritten() {
    return written() != writtenBefore;
  }

  private long written() {
    return out.resolve(RunFolder.RESULTS).toFile().lastModified();
  }

  private synchronized void end() {
    ProcessHandle.current().children().forEach(Interruption::await);
    first.forEach(Runnable::run);
    if (!isWritten()) {
      otherwise.run();
    } else {
      try {
        told.accept(
            ResultsJson.read(Files.readString(out.resolve(RunFolder.RESULTS)), Results.class));
      } catch (IOException e) {
        // What was written there is somebody else's.
      }
    }
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
      // This process is ending by a signal, and the hook is at work.
    }
  }
}
