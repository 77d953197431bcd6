package footfall.simulator.experiments;

import footfall.reports.recording.ReplicationRecord;
import footfall.scenarios.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Runs the replications of a scenario in virtual time, each on one thread, side by side on as many
 * cores as there are. The result does not depend on how many that is.
 */
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
    try (Lanes lanes = new Lanes(Math.min(threads, scenario.replications()))) {
      return run(lanes, scenario, 0, scenario.replications(), progress);
    }
  }

  /**
   * Runs some replications and returns their records in order.
   *
   * @param from number of the first
   * @param to number of the last, plus one
   */
  public static List<ReplicationRecord> run(
      Lanes lanes, Scenario scenario, int from, int to, Progress progress) {
    ReplicationRecord[] records = new ReplicationRecord[to - from];
    DoubleAdder done = new DoubleAdder();
    lanes.run(
        records.length,
        (time, number, calledOff) -> {
          records[number] =
              Replication.run(
                  time,
                  scenario,
                  from + number,
                  progress.began(scenario, from + number),
                  part -> {
                    done.add(part / records.length);
                    progress.at(Math.min(1, done.sum()));
                  },
                  calledOff);
          progress.ended(from + number);
        });
    return Arrays.asList(records);
  }
}
