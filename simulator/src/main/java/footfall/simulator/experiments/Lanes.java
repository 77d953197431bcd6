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
 * Threads that work through numbered tasks, each with a virtual time of its own. One caller at a
 * time.
 */
public final class Lanes implements AutoCloseable {
  /** A piece of work. */
  public interface Task {
    /**
     * Does the work.
     *
     * @param calledOff asked now and then whether it is of no use any more
     */
    void run(VirtualTime time, int number, BooleanSupplier calledOff);
  }

  private final int threads;
  private final ExecutorService executor;
  private final ThreadLocal<VirtualTime> time = ThreadLocal.withInitial(VirtualTime::create);

  /** So many threads. */
  public Lanes(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /**
   * Does so many tasks, in order of their numbers as threads get free. The first that fails calls
   * off the others.
   *
   * @throws RuntimeException whatever a task failed with
   */
  public void run(int count, Task task) {
    Work work = new Work(count, task);
    List<Callable<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(threads, count); lane++) {
      lanes.add(work);
    }
    try {
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
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private final class Work implements Callable<Void> {
    private final int count;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean failed;

    Work(int count, Task task) {
      this.count = count;
      this.task = task;
    }

    @Override
    public Void call() {
      try {
        for (int i = next.getAndIncrement(); i < count && !failed; i = next.getAndIncrement()) {
          task.run(time.get(), i, () -> failed);
        }
        return null;
      } catch (RuntimeException | Error e) {
        failed = true;
        throw e;
      }
    }
  }
}
