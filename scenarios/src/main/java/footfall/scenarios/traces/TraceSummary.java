package footfall.scenarios.traces;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Trace;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A trace in figures. */
public record TraceSummary(ArrivalStatistics arrivals, Tokens input, Tokens output) {

  /** Token counts of all requests; percentiles are observed values. */
  public record Tokens(double mean, double sd, int p50, int p90, int p99, int max, int[] sorted) {
    private static Tokens of(int size, IntUnaryOperator tokens) {
      int[] sorted = new int[size];
      Arrays.setAll(sorted, tokens);
      Arrays.sort(sorted);
      double mean = Arrays.stream(sorted).average().orElse(0);
      double variance =
          Arrays.stream(sorted).mapToDouble(t -> (t - mean) * (t - mean)).average().orElse(0);
      return new Tokens(
          mean,
          Math.sqrt(variance),
          percentile(sorted, 50),
          percentile(sorted, 90),
          percentile(sorted, 99),
          sorted[size - 1],
          sorted);
    }

    private static int percentile(int[] sorted, int percent) {
      return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
    }
  }

  /** Describes the trace. */
  public static TraceSummary of(Trace trace) {
    ArrivalStatistics arrivals = new ArrivalStatistics();
    for (int i = 0; i < trace.size(); i++) {
      arrivals.add(trace.atNanos(i));
    }
    return new TraceSummary(
        arrivals,
        Tokens.of(trace.size(), trace::inputTokens),
        Tokens.of(trace.size(), trace::outputTokens));
  }
}
