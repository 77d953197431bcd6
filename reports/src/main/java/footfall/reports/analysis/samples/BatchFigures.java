package footfall.reports.analysis.samples;

import footfall.queueing.statistics.Durations;
import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.StudentT;
import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.results.Results.MetricFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A time of some requests of one run. Intervals come from twenty batches of requests that follow
 * each other; fewer than two in a batch give none.
 */
public final class BatchFigures {
  private static final int BATCHES = 20;
  private static final double CONFIDENCE = 0.95;

  private BatchFigures() {}

  /**
   * The figures of a time.
   *
   * @param requests in the order of time
   */
  public static MetricFigures of(
      List<MeasuredRequest> requests, ToLongFunction<MeasuredRequest> nanos) {
    Durations all = new Durations();
    List<Durations> batches = new ArrayList<>();
    int each = requests.size() / BATCHES;
    for (int i = 0; i < requests.size(); i++) {
      long value = nanos.applyAsLong(requests.get(i));
      all.record(value);
      if (each > 1 && i < each * BATCHES) {
        if (i % each == 0) {
          batches.add(new Durations());
        }
        batches.get(batches.size() - 1).record(value);
      }
    }
    Map<String, double[]> ci95 = new LinkedHashMap<>();
    ci95.put("mean", interval(all, batches, Durations::meanSeconds));
    for (int percent : new int[] {50, 90, 95, 99}) {
      ci95.put("p" + percent, interval(all, batches, d -> d.percentileSeconds(percent)));
    }
    return new MetricFigures(
        "s",
        all.count(),
        all.meanSeconds(),
        all.stdevSeconds(),
        all.minSeconds(),
        all.percentileSeconds(50),
        all.percentileSeconds(75),
        all.percentileSeconds(90),
        all.percentileSeconds(95),
        all.percentileSeconds(99),
        all.percentileSeconds(99.9),
        all.maxSeconds(),
        ci95);
  }

  private static double[] interval(
      Durations all, List<Durations> batches, ToDoubleFunction<Durations> figure) {
    Interval interval =
        StudentT.interval(
                figure.applyAsDouble(all),
                batches.stream().mapToDouble(figure).toArray(),
                CONFIDENCE)
            .atLeastZero();
    return new double[] {interval.low(), interval.high()};
  }
}
