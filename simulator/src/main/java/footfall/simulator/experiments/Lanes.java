package footfall.simulator.experiments;

import footfall.simulator.virtualtime.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Works through numbered tasks on several threads, each with a virtual time of its own. The first
 * that fails calls off the others.
 */
final class Lanes {
  /** A piece of work. */
  interface Task {
    /**
     * Does the work.
     *
     * @param calledOff asked now and then whether it is of no use any more
     */
    void run(VirtualTime time, int number, BooleanSupplier calledOff);
  }

  private final Task task;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean failed;

  /** So many tasks, numbered from zero. */
  Lanes(int count, Task task) {
    this.count = count;
    this.task = task;
  }

  /**
   * Does all tasks, in order of their numbers as threads get free.
   *
   * @throws RuntimeException whatever a task failed with
   */
  void run(int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> lanes = new ArrayList<>();
      for (int lane = 0; lane < threads; lane++) {
        lanes.add(this::runLane);
      }
      for (Future<Void> lane : executor.invokeAll(lanes)) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replications were running", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private Void runLane() {
    try {
      VirtualTime time = VirtualTime.create();
      for (int i = next.getAndIncrement(); i < count && !failed; i = next.getAndIncrement()) {
        task.run(time, i, () -> failed);
      }
      return null;
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }
}
