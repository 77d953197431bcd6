package footfall.simulator.experiments;

import footfall.actors.run.RunAssembly;
import footfall.actors.supervision.RunListener;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** One replication in virtual time, on the thread that runs it. */
public final class Replication {
  private Replication() {}

  /**
   * Runs a replication and returns its record; null where it was called off.
   *
   * @param time to run in, which no other thread uses
   * @param number of the replication, from zero
   * @param advanced told of every part of the whole by which it has come on
   * @param calledOff asked now and then whether the rest is of no use any more
   */
  public static ReplicationRecord run(
      VirtualTime time,
      Scenario scenario,
      int number,
      DoubleConsumer advanced,
      BooleanSupplier calledOff) {
    return run(time, scenario, number, null, advanced, calledOff);
  }

  /**
   * The same.
   *
   * @param watcher its watcher; null for none
   */
  static ReplicationRecord run(
      VirtualTime time,
      Scenario scenario,
      int number,
      Watcher watcher,
      DoubleConsumer advanced,
      BooleanSupplier calledOff) {
    Listener listener = new Listener(time, watcher, advanced, calledOff);
    time.run(RunAssembly.create(time, scenario, number, listener));
    if (listener.record == null && !calledOff.getAsBoolean()) {
      throw new IllegalStateException("replication " + number + " came to rest before its horizon");
    }
    return listener.record;
  }

  private static final class Listener implements RunListener {
    private final VirtualTime time;
    private final Watcher watcher;
    private final DoubleConsumer advanced;
    private final BooleanSupplier calledOff;
    private double lastPart;
    private ReplicationRecord record;

    Listener(
        VirtualTime time, Watcher watcher, DoubleConsumer advanced, BooleanSupplier calledOff) {
      this.time = time;
      this.watcher = watcher;
      this.advanced = advanced;
      this.calledOff = calledOff;
    }

    @Override
    public void progressed(double part) {
      if (calledOff.getAsBoolean()) {
        time.stop();
      }
      advanced.accept(part - lastPart);
      lastPart = part;
    }

    @Override
    public void finished(ReplicationRecord finished) {
      record = finished;
      time.stop();
    }

    @Override
    public Watcher watcher() {
      return watcher;
    }

    @Override
    public long events() {
      return time.events();
    }
  }
}
