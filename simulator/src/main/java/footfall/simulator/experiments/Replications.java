package footfall.simulator.experiments;

import footfall.actors.Shopfloor;
import footfall.actors.supervision.RunListener;
import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Runs the replications of a scenario in virtual time, each on one thread, side by side on as many
 * cores as there are. The result does not depend on how many that is.
 */
public final class Replications {
  private final Scenario scenario;
  private final Progress progress;
  private final AtomicInteger next = new AtomicInteger();
  private final DoubleAdder done = new DoubleAdder();
  private final ReplicationRecord[] records;
  private volatile boolean failed;

  private Replications(Scenario scenario, Progress progress) {
    this.scenario = scenario;
    this.progress = progress;
    this.records = new ReplicationRecord[scenario.replications()];
  }

  /**
   * Runs all replications on all cores and returns their records in order.
   *
   * @throws RuntimeException whatever a replication failed with
   */
  public static List<ReplicationRecord> run(Scenario scenario, Progress progress) {
    return run(scenario, progress, Runtime.getRuntime().availableProcessors());
  }

  /** Runs all replications on so many threads and returns their records in order. */
  public static List<ReplicationRecord> run(Scenario scenario, Progress progress, int threads) {
    return new Replications(scenario, progress).runOn(Math.min(threads, scenario.replications()));
  }

  private List<ReplicationRecord> runOn(int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> lanes = new ArrayList<>();
      for (int lane = 0; lane < threads; lane++) {
        lanes.add(this::runLane);
      }
      for (Future<Void> lane : executor.invokeAll(lanes)) {
        lane.get();
      }
      return Arrays.asList(records);
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
      runAllThatAreLeft();
      return null;
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  private void runAllThatAreLeft() {
    VirtualTime time = VirtualTime.create();
    for (int i = next.getAndIncrement(); i < records.length; i = next.getAndIncrement()) {
      Listener listener = new Listener(time);
      time.run(Shopfloor.create(time, scenario, i, listener));
      if (failed) {
        return;
      }
      if (listener.record == null) {
        throw new IllegalStateException("replication " + i + " came to rest before its horizon");
      }
      records[i] = listener.record;
    }
  }

  private final class Listener implements RunListener {
    private final VirtualTime time;
    private double lastPart;
    private ReplicationRecord record;

    Listener(VirtualTime time) {
      this.time = time;
    }

    @Override
    public void progressed(double part) {
      if (failed) {
        time.stop();
      }
      done.add((part - lastPart) / records.length);
      lastPart = part;
      progress.at(Math.min(1, done.sum()));
    }

    @Override
    public void finished(ReplicationRecord finished) {
      record = finished;
      time.stop();
    }

    @Override
    public long events() {
      return time.events();
    }
  }
}
