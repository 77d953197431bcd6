package footfall.simulator.cluster;

import footfall.simulator.virtualtime.VirtualTime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The threads of a node on which replications are run, whichever client has ordered them.
 * Thread-safe.
 */
final class NodeExecutor implements AutoCloseable {
  /** Told how a run comes on, on the thread that runs it. */
  interface Listener {
    /** It has come on by such a part of the whole. */
    void advanced(double part);

    /** It is over; not told where it was called off. */
    void ended(byte[] result, String problem);
  }

  private final RunCodec codec = new RunCodec();
  private final ExecutorService threads;
  private final ThreadLocal<VirtualTime> time = ThreadLocal.withInitial(VirtualTime::create);
  private volatile boolean busy;

  /** With so many threads. */
  NodeExecutor(int threads) {
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /**
   * Has all threads warmUp, for so long at most, or until there is something to run: a fresh JVM
   * takes that time to compile what simulations are made of.
   */
  void warmUp(int slots, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    for (int thread = 0; thread < slots; thread++) {
      threads.execute(() -> warmUp(() -> busy || System.nanoTime() > end));
    }
  }

  private void warmUp(BooleanSupplier calledOff) {
    byte[] assignment = codec.encode(new Assignment.SimulatePoint(JitWarmUp.point()));
    while (!calledOff.getAsBoolean()) {
      codec.assignment(assignment).run(time.get(), codec, part -> {}, calledOff);
    }
  }

  /** Runs an assignment as soon as a thread is free. */
  void run(RunMessages.Run run, BooleanSupplier calledOff, Listener listener) {
    busy = true;
    threads.execute(() -> runNow(run, calledOff, listener));
  }

  private void runNow(RunMessages.Run run, BooleanSupplier calledOff, Listener listener) {
    if (calledOff.getAsBoolean()) {
      return;
    }
    try {
      byte[] result =
          codec.assignment(run.assignment()).run(time.get(), codec, listener::advanced, calledOff);
      if (result != null) {
        listener.ended(result, "");
      }
    } catch (RuntimeException | Error e) { // Whoever waits for it is to hear of it.
      time.remove(); // Nobody knows what the failure has left behind in it.
      listener.ended(new byte[0], e.toString());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
