package footfall.simulator.experiments;

import footfall.reports.analysis.Analysis;
import footfall.reports.analysis.Frontiers;
import footfall.reports.analysis.SweepAnswer;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Simulates every point of an experiment, with common random numbers: all points have the same
 * seed, and so the same shoppers. The result depends neither on where replications run nor on where
 * an earlier attempt was cut off.
 */
public final class Sweep implements Replicator.Listener {
  private final ResolvedExperiment experiment;
  private final SweepJournal journal;
  private final Progress progress;
  private final List<Run> runs = new ArrayList<>();
  private final DoubleAdder done = new DoubleAdder();

  /** Points that an earlier attempt has done. */
  private final Set<Integer> known;

  /** One replication of a point that is not done yet. */
  private record Run(int point, int replication, ReplicationRecord[] ofPoint) {
    /** Keeps its record, and tells whether all of its point are there. */
    boolean isLast(ReplicationRecord record) {
      synchronized (ofPoint) {
        ofPoint[replication] = record;
        return Arrays.stream(ofPoint).allMatch(r -> r != null);
      }
    }
  }

  private Sweep(ResolvedExperiment experiment, SweepJournal journal, Progress progress) {
    this.experiment = experiment;
    this.journal = journal;
    this.progress = progress;
    this.known = Set.copyOf(journal.done().keySet());
    for (int point = 0; point < experiment.scenarios().size(); point++) {
      int replications = experiment.scenarios().get(point).scenario().replications();
      if (known.contains(point)) {
        done.add(1);
      } else {
        ReplicationRecord[] records = new ReplicationRecord[replications];
        for (int replication = 0; replication < replications; replication++) {
          runs.add(new Run(point, replication, records));
        }
      }
    }
  }

  /**
   * Simulates the points that the journal does not have, and returns what all of them show.
   *
   * @param replicator where they are run
   */
  public static SweepResults run(
      ResolvedExperiment experiment,
      SweepJournal journal,
      String version,
      Replicator replicator,
      Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    Sweep sweep = new Sweep(experiment, journal, progress);
    replicator.run(sweep.orders(), sweep);
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<Point> points =
        journal.done().values().stream().sorted((a, b) -> a.index() - b.index()).toList();
    long events =
        points.stream()
            .filter(point -> !sweep.known.contains(point.index()))
            .mapToLong(Point::events)
            .sum();
    return sweep.results(points, version, new Results.Wall(startedAt, seconds, events / seconds));
  }

  private List<Replicator.Order> orders() {
    return runs.stream()
        .map(
            run ->
                new Replicator.Order(
                    experiment.scenarios().get(run.point()).scenario(), run.replication()))
        .toList();
  }

  @Override
  public void advanced(int index, double part) {
    done.add(part / runs.get(index).ofPoint().length);
    progress.at(Math.min(1, done.sum() / experiment.scenarios().size()));
  }

  @Override
  public void ended(int index, ReplicationRecord record) {
    Run run = runs.get(index);
    if (run.isLast(record)) {
      Experiment.Point point = experiment.experiment().points().get(run.point());
      List<ReplicationRecord> records = List.of(run.ofPoint().clone());
      Arrays.fill(run.ofPoint(), null); // A record is large, and a sweep has many.
      journal.add(
          Analysis.pointOf(
              point,
              experiment.scenarios().get(run.point()),
              records,
              experiment.experiment().frontier(),
              experiment.scenarios().size() <= SweepResults.MOST_JUDGED_AGAIN));
    }
  }

  private SweepResults results(List<Point> points, String version, Results.Wall wall) {
    Experiment plan = experiment.experiment();
    List<Frontier> frontiers = Frontiers.of(plan, points);
    return new SweepResults(
        Results.SCHEMA_VERSION,
        new SweepResults.Run(
            plan.name() + "-" + plan.sha256().substring(0, 12) + "-" + version,
            "footfall",
            version,
            "sweep",
            plan.name(),
            plan.description(),
            plan.sha256(),
            points.size(),
            wall),
        SweepAnswer.sentence(plan, points, frontiers),
        new SweepResults.Sweep(
            plan.axes().stream().map(a -> new SweepResults.Axis(a.name(), a.levels())).toList(),
            points,
            frontiers));
  }
}
