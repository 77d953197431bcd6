package footfall.reports.analysis;

import footfall.reports.statistics.Interval;
import java.util.function.ToDoubleFunction;

/** 95 % intervals of figures, as results have them: two numbers, low and high. */
record Intervals(Samples samples) {

  double[] of(ToDoubleFunction<Sample> figure) {
    return array(samples.interval(figure));
  }

  /** The interval of something that cannot be more than one. */
  double[] ofPart(ToDoubleFunction<Sample> figure) {
    Interval interval = samples.interval(figure);
    return new double[] {Math.min(1, interval.low()), Math.min(1, interval.high())};
  }

  /** A total is that of one replication; where the samples are batches, each is a part of it. */
  double[] ofTotal(ToDoubleFunction<Sample> total) {
    double whole = samples.whole().seconds() / samples.whole().spans().size();
    return of(s -> total.applyAsDouble(s) * whole / (s.seconds() / s.spans().size()));
  }

  private static double[] array(Interval interval) {
    return new double[] {interval.low(), interval.high()};
  }
}
