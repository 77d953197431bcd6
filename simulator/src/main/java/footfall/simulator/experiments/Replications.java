package footfall.simulator.experiments;

import footfall.reports.recording.Bundles;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.watching.Watcher;
import footfall.scenarios.Scenario;
import footfall.simulator.experiments.Replicator.Order;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/** Runs the replications of a scenario in virtual time, side by side. */
public final class Replications {
  private Replications() {}

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
    try (LocalReplicator localReplicator =
        new LocalReplicator(Math.min(threads, scenario.replications()))) {
      return run(localReplicator, scenario, progress);
    }
  }

  /** Runs all replications and returns their records in order, in bundles where there are many. */
  public static List<ReplicationRecord> run(
      Replicator replicator, Scenario scenario, Progress progress) {
    Bundles bundles = new Bundles();
    run(replicator, scenario, 0, scenario.replications(), progress, bundles::add);
    return bundles.records();
  }

  /**
   * Runs some replications and returns their records in order.
   *
   * @param from number of the first
   * @param to number of the last, plus one
   */
  public static List<ReplicationRecord> run(
      Replicator replicator, Scenario scenario, int from, int to, Progress progress) {
    ReplicationRecord[] records = new ReplicationRecord[to - from];
    run(
        replicator,
        scenario,
        from,
        to,
        progress,
        (replication, number) -> records[number - from] = replication);
    return Arrays.asList(records);
  }

  /** The same; each record is handed on as soon as it is there, in any order, by any thread. */
  static void run(
      Replicator replicator,
      Scenario scenario,
      int from,
      int to,
      Progress progress,
      ObjIntConsumer<ReplicationRecord> records) {
    List<Order> orders =
        IntStream.range(from, to).mapToObj(number -> new Order(scenario, number)).toList();
    DoubleAdder done = new DoubleAdder();
    replicator.run(
        orders,
        new Replicator.Listener() {
          @Override
          public Watcher began(int index) {
            return progress.began(scenario, from + index);
          }

          @Override
          public void advanced(int index, double part) {
            done.add(part / orders.size());
            progress.at(Math.min(1, done.sum()));
          }

          @Override
          public void ended(int index, ReplicationRecord replication) {
            records.accept(replication, from + index);
            progress.ended(from + index);
          }
        });
  }
}
