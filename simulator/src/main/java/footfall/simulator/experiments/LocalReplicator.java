package footfall.simulator.experiments;

import footfall.reports.recording.ReplicationRecord;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of this process that run replications, each in a virtual time of its own. */
public final class LocalReplicator implements Replicator {
  private final int threads;
  private final ExecutorService executor;
  private final ThreadLocal<VirtualTime> time = ThreadLocal.withInitial(VirtualTime::create);

  /** So many threads. */
  public LocalReplicator(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /** Begins the orders in their turn, as threads get free. */
  @Override
  public void run(List<Order> orders, Listener listener) {
    Work work = new Work(orders, listener);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int task = 0; task < Math.min(threads, orders.size()); task++) {
      tasks.add(work);
    }
    try {
      for (Future<Void> task : executor.invokeAll(tasks)) {
        task.get();
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
    private final List<Order> orders;
    private final Listener listener;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean failed;

    Work(List<Order> orders, Listener listener) {
      this.orders = orders;
      this.listener = listener;
    }

    @Override
    public Void call() {
      try {
        for (int i = next.getAndIncrement();
            i < orders.size() && !failed;
            i = next.getAndIncrement()) {
          run(i);
        }
        return null;
      } catch (RuntimeException | Error e) {
        failed = true;
        throw e;
      }
    }

    private void run(int index) {
      Order order = orders.get(index);
      ReplicationRecord replication =
          Replication.run(
              time.get(),
              order.scenario(),
              order.number(),
              listener.began(index),
              part -> listener.advanced(index, part),
              () -> failed);
      if (replication != null) {
        listener.ended(index, replication);
      }
    }
  }
}
