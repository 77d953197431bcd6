package footfall.simulator.experiments;

import footfall.reports.analysis.sweep.Frontiers;
import footfall.reports.analysis.sweep.SweepAnswer;
import footfall.reports.results.BreakEven;
import footfall.reports.results.Results;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.routing.Policy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simulates every point of an experiment, with common random numbers: all points have the same
 * seed, and so the same shoppers. The result depends neither on where replications run nor on where
 * an earlier attempt was cut off.
 */
public final class Sweep {
  private final ResolvedExperiment experiment;
  private final SweepJournal journal;
  private final Progress progress;
  private final DoubleAdder done = new DoubleAdder();

  /** Points that an earlier attempt has done. */
  private final Set<Integer> known;

  private Sweep(ResolvedExperiment experiment, SweepJournal journal, Progress progress) {
    this.experiment = experiment;
    this.journal = journal;
    this.progress = progress;
    this.known = Set.copyOf(journal.done().keySet());
    done.add(known.size());
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
    replicator.runPoints(sweep.orders(), sweep.new Told());
    double seconds = (System.nanoTime() - begin) / 1e9;
    List<Point> points =
        journal.done().values().stream().sorted((a, b) -> a.index() - b.index()).toList();
    long events =
        points.stream()
            .filter(point -> !sweep.known.contains(point.index()))
            .mapToLong(Point::events)
            .sum();
    return results(
        experiment, points, null, version, new Results.Wall(startedAt, seconds, events / seconds));
  }

  private List<PointOrder> orders() {
    Experiment plan = experiment.experiment();
    boolean again = plan.points().size() <= SweepResults.MOST_JUDGED_AGAIN;
    return IntStream.range(0, plan.points().size())
        .filter(point -> !known.contains(point))
        .mapToObj(
            point ->
                new PointOrder(
                    plan.points().get(point),
                    experiment.scenarios().get(point),
                    plan.frontier(),
                    again))
        .toList();
  }

  /** Told of the points as they come. */
  private final class Told implements Replicator.PointListener {
    @Override
    public void advanced(int index, double part) {
      done.add(part);
      progress.at(Math.min(1, done.sum() / experiment.scenarios().size()));
    }

    @Override
    public void ended(int index, Point point) {
      journal.add(point);
    }
  }

  /**
   * What the points show together.
   *
   * @param points of the experiment, in their order
   * @param present the scenario as it stands, where it is to be seen beside them
   */
  public static SweepResults results(
      ResolvedExperiment experiment,
      List<Point> points,
      @Nullable Point present,
      String version,
      Results.Wall wall) {
    Experiment plan = experiment.experiment();
    List<Frontier> frontiers = Frontiers.of(plan, points);
    List<BreakEven> breakEvens = SweepAnswer.breakEvens(plan, points, frontiers);
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
        SweepAnswer.sentence(
            plan,
            points,
            frontiers,
            breakEvens,
            experiment.scenarios().stream()
                .allMatch(each -> each.scenario().routing().policy() instanceof Policy.Cascade)),
        new SweepResults.Sweep(
            plan.axes().stream().map(a -> new SweepResults.Axis(a.name(), a.levels())).toList(),
            points,
            frontiers,
            present,
            breakEvens));
  }
}
