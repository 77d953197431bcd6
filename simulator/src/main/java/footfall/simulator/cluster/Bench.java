package footfall.simulator.cluster;

import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.simulator.experiments.Replication;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** The threads of a node on which replications are run, whoever has ordered them. Thread-safe. */
final class Bench implements AutoCloseable {
  /** Told how a run comes on, on the thread that runs it. */
  interface Listener {
    /** It has come on by such a part of the whole. */
    void advanced(double part);

    /** It is over; neither is there where it was called off. */
    void ended(byte[] record, String problem);
  }

  /** What one thread keeps from run to run. */
  private static final class Place {
    private VirtualTime time = VirtualTime.create();
    private byte[] bytes = {};
    private Scenario scenario;
  }

  private final RunCodec codec = new RunCodec();
  private final ExecutorService threads;
  private final ThreadLocal<Place> place = ThreadLocal.withInitial(Place::new);

  /** With so many threads. */
  Bench(int threads) {
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /** Runs a replication as soon as a thread is free. */
  void run(RunMessages.Run run, BooleanSupplier calledOff, Listener listener) {
    threads.execute(() -> runNow(run, calledOff, listener));
  }

  private void runNow(RunMessages.Run run, BooleanSupplier calledOff, Listener listener) {
    if (calledOff.getAsBoolean()) {
      return;
    }
    Place here = place.get();
    try {
      ReplicationRecord record =
          Replication.run(
              here.time,
              scenario(here, run.scenario()),
              run.replication(),
              listener::advanced,
              calledOff);
      if (record != null) {
        listener.ended(codec.encode(record), "");
      }
    } catch (RuntimeException e) {
      here.time = VirtualTime.create(); // Nobody knows what the failure has left behind in it.
      listener.ended(new byte[0], e.toString());
    }
  }

  /** Replications of one scenario mostly come one after the other. */
  private Scenario scenario(Place here, byte[] bytes) {
    if (here.scenario == null || !Arrays.equals(here.bytes, bytes)) {
      here.scenario = codec.scenario(bytes);
      here.bytes = bytes;
    }
    return here.scenario;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
