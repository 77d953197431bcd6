package footfall.simulator.cluster;

import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import footfall.simulator.experiments.PointOrder;
import footfall.simulator.experiments.Replication;
import footfall.simulator.virtualtime.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** What a slot is asked to run at one go. */
sealed interface Assignment {
  /**
   * Runs it, and returns the result in bytes; null where it was called off.
   *
   * @param advanced told of every part of the whole by which it has come on
   */
  byte[] run(VirtualTime time, RunCodec codec, DoubleConsumer advanced, BooleanSupplier calledOff);

  /** A word for people. */
  String name();

  /**
   * One replication; what comes of it is its record.
   *
   * @param number of the replication, from zero
   */
  record Replicate(Scenario scenario, int number) implements Assignment {
    @Override
    public byte[] run(
        VirtualTime time, RunCodec codec, DoubleConsumer advanced, BooleanSupplier calledOff) {
      ReplicationRecord record = Replication.run(time, scenario, number, advanced, calledOff);
      return record == null ? null : codec.encode(record);
    }

    @Override
    public String name() {
      return "replication " + number + " of " + scenario.name();
    }
  }

  /**
   * All replications of a point of a sweep; what comes of them is the point, which is a hundredth
   * of what its records are.
   */
  record SimulatePoint(PointOrder order) implements Assignment {
    @Override
    public byte[] run(
        VirtualTime time, RunCodec codec, DoubleConsumer advanced, BooleanSupplier calledOff) {
      int replications = order.replications();
      List<ReplicationRecord> records = new ArrayList<>();
      for (int number = 0; number < replications; number++) {
        ReplicationRecord record =
            Replication.run(
                time,
                order.resolved().scenario(),
                number,
                part -> advanced.accept(part / replications),
                calledOff);
        if (record == null) {
          return null;
        }
        records.add(record);
      }
      return codec.encode(order.of(records));
    }

    @Override
    public String name() {
      return "the point " + order.point().at();
    }
  }
}
