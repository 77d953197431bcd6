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
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.virtualtime.VirtualTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.BooleanSupplier;

/**
 * Simulates every point of an experiment on all cores, with common random numbers: all points have
 * the same seed, and so the same shoppers. The result depends neither on the number of threads nor
 * on where an earlier attempt was cut off.
 */
public final class Sweep {
  private final ResolvedExperiment experiment;
  private final SweepJournal journal;
  private final Progress progress;
  private final List<Run> runs = new ArrayList<>();
  private final DoubleAdder done = new DoubleAdder();

  /** Points that an earlier attempt has done. */
  private final Set<Integer> known;

  /** One replication of a point that is not done yet. */
  private record Run(int point, int replication, ReplicationRecord[] ofPoint) {}

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
   * @param threads to use
   */
  public static SweepResults run(
      ResolvedExperiment experiment,
      SweepJournal journal,
      String version,
      int threads,
      Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    Sweep sweep = new Sweep(experiment, journal, progress);
    if (!sweep.runs.isEmpty()) {
      try (Lanes lanes = new Lanes(Math.min(threads, sweep.runs.size()))) {
        lanes.run(sweep.runs.size(), sweep::runOne);
      }
    }
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

  private void runOne(VirtualTime time, int number, BooleanSupplier calledOff) {
    Run run = runs.get(number);
    ResolvedScenario resolved = experiment.scenarios().get(run.point());
    int points = experiment.scenarios().size();
    ReplicationRecord record =
        Replication.run(
            time,
            resolved.scenario(),
            run.replication(),
            part -> {
              done.add(part / run.ofPoint().length);
              progress.at(Math.min(1, done.sum() / points));
            },
            calledOff);
    if (record != null && isLast(run, record)) {
      Experiment.Point point = experiment.experiment().points().get(run.point());
      List<ReplicationRecord> records = List.of(run.ofPoint().clone());
      Arrays.fill(run.ofPoint(), null); // A record is large, and a sweep has many.
      journal.add(
          Analysis.pointOf(
              point,
              resolved,
              records,
              experiment.experiment().frontier(),
              points <= SweepResults.MOST_JUDGED_AGAIN));
    }
  }

  private static boolean isLast(Run run, ReplicationRecord record) {
    synchronized (run.ofPoint()) {
      run.ofPoint()[run.replication()] = record;
      return Arrays.stream(run.ofPoint()).allMatch(r -> r != null);
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
