package footfall.reports.analysis.comparison;

import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Change;
import footfall.reports.results.ComparisonResults.Row;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.KeyFigure;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sets a run beside a baseline, figure by figure, each on its own 95 % interval of the difference
 * between the means of their samples. For a percentile that mean is not quite the percentile of all
 * requests together, which stands beside it.
 *
 * <p>* Runs of the same seed met the same shoppers, replication by replication, so that their
 * differences are paired; others are independent (Welch).
 */
public final class Comparisons {
  private static final double CONFIDENCE = 0.95;

  /**
   * A run, as far as it is compared.
   *
   * @param method replications or batches
   * @param valid whether all laws hold
   * @param scenario its name
   * @param traffic who comes and what they say, by path in the scenario
   */
  public record ComparedRun(
      String name,
      long seed,
      String method,
      boolean valid,
      Map<String, KeyFigure> figures,
      String scenario,
      Map<String, String> traffic) {
    /** What a run of another scenario has in common with this one. */
    String common(ComparedRun other) {
      boolean sameSeed = seed == other.seed;
      boolean sameTraffic = traffic.equals(other.traffic);
      return String.format(
          Locale.ROOT,
          "%s is a run of %s, %s one of %s: %s.",
          other.name,
          other.scenario,
          name,
          scenario,
          sameSeed && sameTraffic
              ? "the same shoppers come to both"
              : sameSeed
                  ? "they share the seed, but not arrivals and shoppers"
                  : sameTraffic
                      ? "they share arrivals and shoppers, but not the seed"
                      : "they share neither seed nor shoppers");
    }

    private boolean isPairedWith(ComparedRun other, String figure) {
      return seed == other.seed
          && method.equals(other.method)
          && figures.get(figure).samples().length == other.figures.get(figure).samples().length;
    }
  }

  private Comparisons() {}

  /**
   * The run beside the baseline.
   *
   * @param figures to be compared; those that either lacks are left out
   * @param threshold part of the baseline's figure beyond which worse is a regression
   */
  public static Beside compare(
      ComparedRun baseline,
      ComparedRun run,
      List<Change> changes,
      List<String> figures,
      double threshold) {
    List<Row> rows = new ArrayList<>();
    boolean paired = true;
    for (String figure : figures) {
      KeyFigure before = baseline.figures().get(figure);
      KeyFigure after = run.figures().get(figure);
      boolean missing = before == null || after == null || FigureName.parse(figure).isEmpty();
      if (!missing && Double.isFinite(before.value()) && Double.isFinite(after.value())) {
        boolean pairs = baseline.isPairedWith(run, figure);
        paired &= pairs;
        rows.add(row(figure, before, after, pairs, threshold));
      }
    }
    return new Beside(run.name(), changes, paired ? "paired" : "independent", rows);
  }

  private static Row row(
      String figure, KeyFigure before, KeyFigure after, boolean paired, double threshold) {
    double difference = paired ? mean(differences(before, after)) : mean(after) - mean(before);
    Interval interval =
        paired
            ? StudentT.interval(difference, differences(before, after), CONFIDENCE)
            : StudentT.difference(difference, before.samples(), after.samples(), CONFIDENCE);
    double relative = difference == 0 ? 0 : difference / Math.abs(before.value());
    Better verdict = verdict(figure, interval);
    return new Row(
        figure,
        before.value(),
        after.value(),
        difference,
        new double[] {interval.low(), interval.high()},
        relative,
        verdict,
        verdict == Better.WORSE && Math.abs(relative) > threshold);
  }

  private static double[] differences(KeyFigure before, KeyFigure after) {
    double[] differences = new double[before.samples().length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = after.samples()[i] - before.samples()[i];
    }
    return differences;
  }

  private static double mean(KeyFigure figure) {
    return mean(figure.samples());
  }

  private static double mean(double[] samples) {
    return Arrays.stream(samples).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private static Better verdict(String figure, Interval interval) {
    FigureName.Direction better = FigureName.parse(figure).orElseThrow().better();
    if (better == FigureName.Direction.NEITHER) {
      return null;
    }
    if (!interval.exists() || interval.covers(0)) {
      return Better.UNDECIDED;
    }
    boolean less = interval.high() < 0;
    return less == (better == FigureName.Direction.LESS) ? Better.BETTER : Better.WORSE;
  }
}
