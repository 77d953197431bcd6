package footfall.reports.analysis.samples;

import footfall.queueing.statistics.Interval;
import footfall.reports.recording.Metric;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import java.util.function.ToDoubleFunction;

/** 95 % intervals of figures, as results have them: two numbers, low and high. */
public record Intervals(Samples samples) {
  private static final double CONFIDENCE = 0.95;

  /** Both ends of the 95 % interval of a mean over the groupings; NaN where there is none. */
  public double[] of(ToDoubleFunction<Sample> figure) {
    return array(samples.interval(figure));
  }

  /** Both ends of the 95 % interval of a percentile, from 0 to 100, in seconds. */
  public double[] ofPercentile(Metric metric, double percent) {
    return array(samples.interval(metric, percent, CONFIDENCE));
  }

  /** Both ends of the 95 % interval of a figure by its name. */
  public double[] of(Scenario scenario, FigureName figure) {
    double[] interval = array(samples.interval(scenario, figure, CONFIDENCE));
    return Figures.isPart(figure)
        ? new double[] {Math.min(1, interval[0]), Math.min(1, interval[1])}
        : interval;
  }

  /** The interval of something that cannot be more than one. */
  public double[] ofPart(ToDoubleFunction<Sample> figure) {
    Interval interval = samples.interval(figure);
    return new double[] {Math.min(1, interval.low()), Math.min(1, interval.high())};
  }

  /** A total is that of one replication; where the samples are batches, each is a part of it. */
  public double[] ofTotal(ToDoubleFunction<Sample> total) {
    double whole = samples.whole().seconds() / samples.whole().replications();
    return of(s -> total.applyAsDouble(s) * whole / (s.seconds() / s.replications()));
  }

  private static double[] array(Interval interval) {
    return new double[] {interval.low(), interval.high()};
  }
}
