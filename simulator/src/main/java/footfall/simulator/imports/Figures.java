package footfall.simulator.imports;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Numbers that were recorded, beside a distribution that resembles them: the exponential one of
 * their mean, the log-normal one of their mean and deviation, or, where its percentiles are off, a
 * hundred of them in equal parts.
 *
 * @param sorted in ascending order
 */
record Figures(double[] sorted, double mean, double sd) {
  private static final int PARTS = 100;
  private static final double NOTABLE = 0.15;
  private static final double NORMAL_975 = 1.959964;

  /** Of the mean: a smaller deviation is as good as none. */
  private static final double CONSTANT = 0.01;

  /** Around one, where exponential times have theirs. */
  private static final double OF_EXPONENTIAL = 0.1;

  static Figures of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum()
            / Math.max(1, sorted.length - 1);
    return new Figures(sorted, mean, Math.sqrt(variance));
  }

  /** Half the width of the 95 % confidence interval of the mean. */
  double margin() {
    return NORMAL_975 * sd / Math.sqrt(sorted.length);
  }

  int count() {
    return sorted.length;
  }

  /** As recorded. */
  double percentile(double percent) {
    return sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)];
  }

  /** As fitted. */
  double fitted(double percent) {
    return isExponential()
        ? exponential(percent)
        : isLogNormal() ? logNormal(percent) : part((int) Math.ceil(percent / 100 * PARTS) - 1);
  }

  private boolean isExponential() {
    return Math.abs(sd / mean - 1) < OF_EXPONENTIAL && resembles(this::exponential);
  }

  private boolean isLogNormal() {
    return resembles(this::logNormal);
  }

  private boolean resembles(DoubleUnaryOperator fit) {
    return IntStream.of(50, 90, 99)
        .allMatch(p -> Math.abs(fit.applyAsDouble(p) - percentile(p)) <= NOTABLE * percentile(p));
  }

  private double exponential(double percent) {
    return -mean * Math.log1p(-percent / 100);
  }

  /** The middle of one of a hundred parts of them in ascending order. */
  private double part(int index) {
    return percentile((index + 0.5) * 100 / PARTS);
  }

  /** Of a log-normal distribution that ends at the greatest. */
  private double logNormal(double percent) {
    if (sd == 0 || mean <= 0) {
      return mean;
    }
    double variance = Math.log(1 + sd * sd / (mean * mean));
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(percent / 100);
    double value = Math.exp(Math.log(mean) - variance / 2 + z * Math.sqrt(variance));
    return Math.min(value, sorted[sorted.length - 1]);
  }

  /** As a scenario would say it. */
  String yaml(String unit, double least) {
    if (sd <= CONSTANT * mean) {
      return plain(Math.max(least, mean)) + unit;
    }
    if (isExponential()) {
      return "{exponential: {mean: " + plain(mean) + unit + "}}";
    }
    if (!isLogNormal()) {
      return "{empirical: {values: ["
          + IntStream.range(0, PARTS)
              .mapToObj(i -> plain(Math.max(least, part(i))) + unit)
              .collect(Collectors.joining(", "))
          + "]}}";
    }
    return String.format(
        Locale.ROOT,
        "{lognormal: {mean: %s%s, sd: %s%s%s, max: %s%s}}",
        plain(mean),
        unit,
        plain(sd),
        unit,
        least > 0 ? ", min: " + plain(least) : "",
        plain(Math.max(least, sorted[sorted.length - 1])),
        unit);
  }

  static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}
