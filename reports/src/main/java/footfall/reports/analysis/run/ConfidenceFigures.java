package footfall.reports.analysis.run;

import footfall.reports.recording.Confidences;
import footfall.reports.results.Results.Confidence;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures of how confident one could be in answers that might have been replaced. Stateless. */
final class ConfidenceFigures {
  private ConfidenceFigures() {}

  /** The figures; null where nothing was counted. */
  static @Nullable Confidence of(Confidences confidences) {
    long[] counts = confidences.counts();
    int[] met = IntStream.range(0, counts.length).filter(bin -> counts[bin] > 0).toArray();
    if (met.length == 0 && confidences.unknown() == 0) {
      return null;
    }
    double[] values = Arrays.stream(met).mapToDouble(Confidences::value).toArray();
    long[] weights = Arrays.stream(met).mapToLong(bin -> counts[bin]).toArray();
    long count = Arrays.stream(weights).sum();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * weights[i];
    }
    return new Confidence(
        count,
        confidences.unknown(),
        count == 0 ? Double.NaN : sum / count,
        quantile(values, weights, 0.1 * count),
        quantile(values, weights, 0.5 * count),
        quantile(values, weights, 0.9 * count),
        values,
        weights);
  }

  /** The smallest value with at least {@code many} counts at or below it. */
  private static double quantile(double[] values, long[] weights, double many) {
    int i = 0;
    if (values.length == 0) {
      return Double.NaN;
    }
    for (double left = many - weights[0]; left > 0 && i < values.length - 1; i++) {
      left -= weights[i + 1];
    }
    return values[i];
  }
}
