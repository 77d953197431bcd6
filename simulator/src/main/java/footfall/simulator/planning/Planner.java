package footfall.simulator.planning;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.run.SpentBudgets;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.sizing.SizingAnswer;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.reports.results.SizingFigures;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SizingFigures.Counts;
import footfall.reports.results.SizingFigures.DecisionFigures;
import footfall.reports.results.SizingFigures.Growth;
import footfall.reports.results.SizingFigures.Headroom;
import footfall.reports.results.SizingFigures.Pruned;
import footfall.reports.results.SizingFigures.Sensitivity;
import footfall.reports.results.SizingFigures.Tried;
import footfall.reports.results.SizingFigures.Worth;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.Precision;
import footfall.simulator.experiments.Progress;
import footfall.simulator.experiments.Replications;
import footfall.simulator.experiments.Replicator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sizes a scenario: the cheapest configuration that meets its objectives, and all that is to be
 * known of it. Start here: the {@link Screening} by theory, the {@link Search} by simulation, the
 * {@link Selection} between what passes, and then the studies of the answer.
 */
public final class Planner {
  /** Somewhat more than a minute's worth on two cores. */
  private static final double MAX_REQUESTS = 80e6;

  private static final double CONFIDENCE = 0.95;
  private static final double SURVEYED = 0.1;
  private static final double SEARCHED = 0.5;
  private static final double STOOD = 0.7;
  private static final double SENSED = 0.85;

  private final ResolvedSizing problem;
  private final Sizing sizing;
  private final Replicator replicator;
  private final Progress progress;

  private Planner(ResolvedSizing problem, Replicator replicator, Progress progress) {
    this.problem = problem;
    this.sizing = problem.sizing();
    this.replicator = replicator;
    this.progress = progress;
  }

  /**
   * Sizes.
   *
   * @param precision of the answer's own figures
   * @param replicator where replications are run; the result is the same
   */
  public static Outcome size(
      ResolvedSizing problem,
      Precision precision,
      String version,
      Replicator replicator,
      Progress progress) {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long begin = System.nanoTime();
    Planner planner = new Planner(problem, replicator, progress);
    Screening.Field field =
        Screening.Field.survey(problem, replicator, part -> progress.at(SURVEYED * part));
    Sizer sizer =
        new Sizer(
            planner.sizing,
            field,
            replicator,
            part -> progress.at(SURVEYED + (SEARCHED - SURVEYED) * part));
    Sizer.Sized sized = sizer.size(1, MAX_REQUESTS);
    List<ReplicationRecord> records =
        precision.replicate(replicator, scenario(sized), sized.best().replications(), part -> {});
    SizingFigures figures =
        planner.figures(sized, field, new ReplicationSet(scenario(sized), records));
    ResolvedScenario resolved = problem.resolve(sized.best().candidate().chosen(), records.size());
    double seconds = (System.nanoTime() - begin) / 1e9;
    long events = records.stream().mapToLong(ReplicationRecord::events).sum();
    Results.Wall wall = new Results.Wall(startedAt, seconds, events / seconds);
    List<ReplicationRecord> spent =
        SpentBudgets.of(resolved.scenario(), records)
            .map(other -> Replications.run(replicator, other, part -> {}))
            .orElse(List.of());
    Twins twins = new Twins(List.of(), spent);
    Outcome outcome = Analysis.of(resolved, records, twins, RunMode.SIZE, version, wall);
    Results results =
        outcome
            .results()
            .sized(
                SizingAnswer.sentence(resolved, outcome.results(), figures),
                ExactSlo.judge(resolved.scenario(), outcome.results().slo()),
                figures.saying(SizingAnswer.lines(resolved, outcome.results(), figures)));
    progress.at(1);
    return outcome.with(results);
  }

  private static Scenario scenario(Sizer.Sized sized) {
    return sized.best().candidate().scenario();
  }

  private SizingFigures figures(Sizer.Sized sized, Screening.Field field, ReplicationSet refined) {
    StudyRunner runner = new StudyRunner(replicator, scenario(sized));
    Headroom headroom = null;
    Sensitivity sensitivity = null;
    Growth growth = null;
    List<Worth> worth = null;
    if (sized.best().passes()) {
      headroom = new HeadroomStudy(sizing, scenario(sized), runner).study();
      progress.at(STOOD);
      sensitivity =
          new SensitivityStudy(sizing, scenario(sized), replicator, runner)
              .study(sized.best(), Sizer.passed(sized.found()));
      progress.at(SENSED);
      List<Worth> found = new WorthStudy(scenario(sized), runner).study();
      worth = found.isEmpty() ? null : found;
      if (sizing.outlook().isPresent()) {
        Sizer present = quick(problem, field, runner);
        growth =
            new GrowthStudy(
                    problem,
                    present,
                    other ->
                        quick(other, Screening.Field.survey(other, replicator, part -> {}), runner),
                    runner)
                .plan(sized, headroom.load()[0]);
      }
    }
    Interval interval = refined.interval(sizing.objective().figure(), CONFIDENCE);
    return new SizingFigures(
        sized.answer(),
        sizing.confidence(),
        new SizingFigures.Objective(
            sizing.objective().figure().metric(),
            refined.value(sizing.objective().figure()),
            new double[] {interval.low(), interval.high()}),
        sized.best().candidate().labels(sizing),
        Stress.of(sizing.conditions(), scenario(sized)).stream().map(Stress::words).toList(),
        asRefined(sized.best(), refined),
        counts(sized),
        decisions(),
        null,
        new Options(problem, sized, refined.value(sizing.objective().figure())).find(),
        sized.found().rulings().stream().map(this::tried).toList(),
        pruned(sized.screening()),
        sized.rivals().stream().map(this::tried).toList(),
        sized.answer() == Answer.INFEASIBLE ? new Obstacles(sizing, runner).find(sized) : List.of(),
        headroom,
        growth,
        worth,
        sensitivity);
  }

  /** Decides as far as a few replications tell. */
  private Sizer quick(ResolvedSizing of, Screening.Field field, StudyRunner runner) {
    return new Sizer(of.sizing().within(runner.replications()), field, replicator, part -> {});
  }

  /** The verdicts of the ruling with the figures of all replications that were made since. */
  private static List<SloVerdict> asRefined(
      ConfigurationVerdict configuration, ReplicationSet refined) {
    List<SloVerdict> figures = refined.judge(CONFIDENCE);
    List<SloVerdict> all = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      SloVerdict figure = figures.get(i);
      SloVerdict ruled =
          configuration.slos().stream()
              .filter(slo -> slo.isSameObjective(figure))
              .findFirst()
              .orElse(figure);
      all.add(
          ruled.by() == null
              ? figures.get(i).with(ruled.verdict())
              : figures.get(i).byClosedForm(ruled.verdict()));
    }
    return all;
  }

  private Counts counts(Sizer.Sized sized) {
    Screening screening = sized.screening();
    List<ConfigurationVerdict> rulings = sized.found().rulings();
    return new Counts(
        sizing.configurations(),
        screening.unfit(),
        screening.alike(),
        screening.all().size() - screening.survivors().size(),
        sized.found().dominated(),
        sized.found().dearer(),
        rulings.size(),
        sized.found().untried(),
        rulings.stream().mapToLong(ConfigurationVerdict::replications).sum());
  }

  private List<DecisionFigures> decisions() {
    return sizing.decisions().stream()
        .map(
            d ->
                new DecisionFigures(
                    d.name(), d.choices().stream().map(c -> c.label()).toList(), d.pools()))
        .toList();
  }

  private Tried tried(ConfigurationVerdict configuration) {
    Candidate candidate = configuration.candidate();
    return new Tried(
        candidate.labels(sizing),
        candidate.forecast().objective(),
        candidate.forecast().violation(),
        configuration.objective(),
        configuration.verdict(),
        configuration.condition(),
        configuration.replications(),
        configuration.more(),
        configuration.slos());
  }

  private List<Pruned> pruned(Screening screening) {
    Map<Integer, List<Candidate>> bySlo = new TreeMap<>();
    Set<Integer> survivors =
        screening.survivors().stream().map(Candidate::index).collect(Collectors.toSet());
    for (Candidate candidate : screening.all()) {
      int slo = candidate.forecast().impossible();
      if (slo >= 0 && !survivors.contains(candidate.index())) {
        bySlo.computeIfAbsent(slo, key -> new ArrayList<>()).add(candidate);
      }
    }
    List<Pruned> pruned = new ArrayList<>();
    bySlo.forEach((slo, candidates) -> pruned.add(pruned(slo, candidates)));
    return pruned;
  }

  private Pruned pruned(int slo, List<Candidate> candidates) {
    Candidate nearest =
        candidates.stream()
            .min(Comparator.comparingDouble(c -> c.forecast().violations()[slo]))
            .orElseThrow();
    Slo missed = nearest.scenario().slos().get(slo);
    return new Pruned(
        missed.figure().words() + " " + missed.op().sign() + " " + missed.stated(),
        nearest.forecast().exact()[slo],
        candidates.size(),
        nearest.labels(sizing),
        nearest.forecast().violations()[slo]);
  }
}
