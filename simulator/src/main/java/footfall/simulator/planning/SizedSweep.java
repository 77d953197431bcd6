package footfall.simulator.planning;

import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.sizing.Purchase;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Fleet;
import footfall.reports.results.Results;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.simulator.experiments.Precision;
import footfall.simulator.experiments.Progress;
import footfall.simulator.experiments.Replications;
import footfall.simulator.experiments.Replicator;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A sweep in which every point buys the cheapest that meets the objectives there: the same search
 * as that of a sizing, for each ratio, policy or pair of models. The shoppers are the same at all
 * points.
 */
public final class SizedSweep {
  /** For all points together. */
  private static final double MAX_REQUESTS = 80e6;

  /** The present plan is no point of the experiment. */
  private static final int PRESENT = -1;

  private final ResolvedExperiment experiment;
  private final SweepJournal journal;
  private final Replicator replicator;
  private final Progress progress;

  private SizedSweep(
      ResolvedExperiment experiment,
      SweepJournal journal,
      Replicator replicator,
      Progress progress) {
    this.experiment = experiment;
    this.journal = journal;
    this.replicator = replicator;
    this.progress = progress;
  }

  /**
   * Sizes the points that the journal does not have, and returns what all of them show.
   *
   * @param replicator where replications are run; the result is the same
   */
  public static SweepResults run(
      ResolvedExperiment experiment,
      SweepJournal journal,
      String version,
      Replicator replicator,
      Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    SizedSweep sweep = new SizedSweep(experiment, journal, replicator, progress);
    sweep.sizeAll();
    Point present = sweep.present();
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<Point> points =
        journal.done().values().stream().sorted((a, b) -> a.index() - b.index()).toList();
    long events = points.stream().mapToLong(Point::events).sum();
    return Sweep.results(
        experiment,
        points,
        present,
        version,
        new Results.Wall(startedAt, seconds, events / seconds));
  }

  private void sizeAll() {
    List<Experiment.Point> points = experiment.experiment().points();
    for (int i = 0; i < points.size(); i++) {
      if (!journal.done().containsKey(i)) {
        journal.add(size(points.get(i), experiment.sizings().get(i)));
      }
      progress.at((i + 1.0) / (points.size() + 1));
    }
  }

  private Point size(Experiment.Point point, ResolvedSizing problem) {
    double share = MAX_REQUESTS / experiment.sizings().size();
    Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
    Sizer.Sized sized = new Sizer(problem.sizing(), field, replicator, part -> {}).size(1, share);
    Candidate best = sized.best().candidate();
    List<ReplicationRecord> records =
        new Precision(OptionalDouble.empty(), problem.sizing().maxReplications())
            .replicate(replicator, best.scenario(), sized.best().replications(), part -> {});
    ResolvedScenario resolved =
        problem.resolve(best.chosen(), ReplicationRecord.replications(records));
    Purchase purchase = new Purchase(resolved);
    return pointOf(point, resolved, records)
        .buying(
            new Fleet(
                sized.answer(),
                best.labels(problem.sizing()),
                purchase.all(),
                purchase.pools(),
                problem.sizing().configurations(),
                sized.found().rulings().size()));
  }

  private Point present() {
    ResolvedScenario base = experiment.base();
    Map<String, String> at = new HashMap<>();
    experiment.experiment().axes().forEach(axis -> at.put(axis.name(), "as it stands"));
    List<ReplicationRecord> records = Replications.run(replicator, base.scenario(), part -> {});
    Point present = pointOf(new Experiment.Point(PRESENT, at), base, records);
    progress.at(1);
    return present;
  }

  private Point pointOf(
      Experiment.Point point, ResolvedScenario resolved, List<ReplicationRecord> records) {
    Experiment plan = experiment.experiment();
    boolean again =
        point.index() != PRESENT && plan.points().size() <= SweepResults.MOST_JUDGED_AGAIN;
    return Analysis.pointOf(point, resolved, records, plan.frontier(), again);
  }
}
