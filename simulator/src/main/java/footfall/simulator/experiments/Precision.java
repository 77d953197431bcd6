package footfall.simulator.experiments;

import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.figures.Quantity;
import footfall.reports.recording.Bundles;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Check;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * When there are enough replications: a figure is known to a relative precision gamma when half its
 * 95 % interval is at most {@code gamma/(1 + gamma)} of it (Law, "Simulation Modeling and
 * Analysis", 5th ed. 2015, sec. 9.4.1).
 *
 * @param relative gamma; empty where every objective that can be decided is to be decided
 * @param maxReplications at most so many
 */
public record Precision(OptionalDouble relative, int maxReplications) {
  private static final int ENOUGH_TO_FORETELL = 10;
  private static final double FAR_MORE = 2;
  private static final double CONFIDENCE = 0.95;
  private static final int LEAST = 5;

  /** The replications of a scenario, as many as are enough. */
  public List<ReplicationRecord> replicate(
      Replicator replicator, Scenario scenario, Progress progress) {
    return replicate(replicator, scenario, LEAST, progress);
  }

  /**
   * The same.
   *
   * @param least at least so many, because what was found before was found with them
   */
  public List<ReplicationRecord> replicate(
      Replicator replicator, Scenario scenario, int least, Progress progress) {
    Bundles bundles = new Bundles();
    int from = 0;
    int wanted = Math.max(Math.max(LEAST, least), scenario.replications());
    while (true) {
      int to = Math.min(wanted, maxReplications);
      double share = (double) to / maxReplications;
      Replications.run(replicator, scenario, from, to, progress.of(share), bundles::add);
      ReplicationSet tried = new ReplicationSet(scenario, bundles.records());
      if (isEnough(tried) || to >= maxReplications || isHopeless(tried, maxReplications)) {
        return tried.records();
      }
      from = to;
      wanted = to + Math.max(2, to / 2);
    }
  }

  /** Whether a trial is precise enough. */
  public boolean isEnough(ReplicationSet tried) {
    if (relative.isEmpty()) {
      return ReplicationSet.all(tried.judge(CONFIDENCE)) != Verdict.UNDECIDED;
    }
    double gamma = relative.getAsDouble();
    return figures(tried.scenario()).stream()
        .allMatch(figure -> halfWidth(tried, figure) <= gamma / (1 + gamma));
  }

  /** Whether the replications so far foretell that far more are needed than there may be. */
  private boolean isHopeless(ReplicationSet tried, int maxReplications) {
    return relative.isPresent()
        && tried.replications() >= ENOUGH_TO_FORETELL
        && needed(tried) > FAR_MORE * maxReplications;
  }

  /** About how many replications would be precise enough: widths shrink with the root. */
  private double needed(ReplicationSet tried) {
    double times = widest(tried) / relative.orElseThrow();
    return tried.replications() * times * times;
  }

  private static double widest(ReplicationSet tried) {
    return figures(tried.scenario()).stream()
        .mapToDouble(figure -> halfWidth(tried, figure))
        .max()
        .orElse(0);
  }

  /** Whether what was asked for was reached, for the results. */
  public Check check(ReplicationSet tried) {
    double widest = widest(tried);
    String more =
        isEnough(tried)
            ? ""
            : String.format(Locale.ROOT, "; needs about %,.0f replications", needed(tried));
    return new Check(
        "precision " + Quantity.percent(relative.orElseThrow()),
        isEnough(tried),
        String.format(
            Locale.ROOT,
            "half of the widest 95 %% interval is %s of its figure, after %,d replications%s",
            Quantity.percent(widest),
            tried.replications(),
            more));
  }

  private static double halfWidth(ReplicationSet tried, FigureName figure) {
    Interval interval = tried.interval(figure, CONFIDENCE);
    double value = tried.value(figure);
    double half = Math.max(interval.high() - value, value - interval.low());
    return half == 0 ? 0 : Double.isNaN(half) ? Double.POSITIVE_INFINITY : half / Math.abs(value);
  }

  /** The objectives' figures; where there are none, the mean and p95 of request latency. */
  private static List<FigureName> figures(Scenario scenario) {
    return scenario.slos().isEmpty()
        ? List.of(
            FigureName.parse("request_latency.mean").orElseThrow(),
            FigureName.parse("request_latency.p95").orElseThrow())
        : scenario.slos().stream().map(slo -> slo.figure()).distinct().toList();
  }
}
