package footfall.simulator.imports;

import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.traces.Span;
import footfall.simulator.commitments.Prometheus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * A scenario that resembles what vLLM's metrics in Prometheus tell of some time: how many requests
 * came in each stretch of it, and how much they read and wrote. Which requests were one
 * conversation no metric tells. Immutable.
 */
public final class ImportedMetrics {
  /** As many stretches as a scenario has at most. */
  private static final int STRETCHES = 288;

  private static final int LEAST_REQUESTS = 2;

  private final long stepSeconds;
  private final List<Double> counts = new ArrayList<>();
  private final String messages;
  private final String replies;
  private boolean meansOnly;
  private final String windows;

  /**
   * Asks for what was until now.
   *
   * @param windowSeconds how long ago it begins
   * @throws InvalidInputException if the server does not answer, or knows of no requests
   */
  public ImportedMetrics(Prometheus prometheus, long nowSecond, long windowSeconds) {
    this.stepSeconds = Math.max(60, windowSeconds / STRETCHES);
    this.windows = windowSeconds + "s";
    long from = nowSecond - windowSeconds + stepSeconds;
    SortedMap<Long, Double> came =
        prometheus.range(
            "sum(increase(vllm:request_success_total[" + stepSeconds + "s]))",
            from,
            nowSecond,
            stepSeconds);
    for (long at = from; at <= nowSecond; at += stepSeconds) {
      counts.add(came.getOrDefault(at, 0.0));
    }
    if (total() < LEAST_REQUESTS) {
      throw InvalidInputException.of(
          "--metrics",
          "vllm:request_success_total knows of no requests in the last "
              + Span.words(windowSeconds),
          "check that Prometheus scrapes vLLM, or widen --window");
    }
    this.messages = lengths(prometheus, "prompt");
    this.replies = lengths(prometheus, "generation");
  }

  /** Tokens of a request by the buckets of a histogram, or by their mean where there is none. */
  private String lengths(Prometheus prometheus, String kind) {
    SortedMap<Double, Double> buckets =
        prometheus.buckets(
            "sum by (le) (increase(vllm:request_" + kind + "_tokens_bucket[" + windows + "]))");
    if (!buckets.isEmpty() && buckets.get(buckets.lastKey()) > 0) {
      return empirical(buckets);
    }
    String tokens = "sum(increase(vllm:" + kind + "_tokens_total[" + windows + "]))";
    String requests = "sum(increase(vllm:request_success_total[" + windows + "]))";
    double mean =
        prometheus
            .query(tokens + " / " + requests, "--metrics")
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "--metrics",
                        "vllm:" + kind + "_tokens_total has no data",
                        "check that Prometheus scrapes vLLM"));
    meansOnly = true;
    return Figures.plain(Math.max(1, Math.round(mean)));
  }

  private double total() {
    return counts.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** What was found. */
  public void report(PrintWriter out) {
    double busiest = counts.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    out.printf(
        Locale.ROOT,
        "%,.0f requests in %s, %.4g/s on average, %.4g/s in the busiest %s%n",
        total(),
        Span.words(stepSeconds * (double) counts.size()),
        total() / stepSeconds / counts.size(),
        busiest / stepSeconds,
        Span.words(stepSeconds));
    out.println("Not in metrics: which requests are one conversation; each is one of its own");
    out.println(
        meansOnly
            ? "Not in metrics: how lengths vary, for there are no histograms of them; means only"
            : "Not in metrics: lengths beyond the buckets of the histograms");
  }

  /** The scenario as text; its pools are there to be replaced. */
  public String scenario(String url) {
    StringBuilder text = new StringBuilder();
    text.append("# Made by `footfall import --metrics ").append(url).append("`.");
    text.append(" Put in your own pools and objectives.\nname: metrics\nreplications: 5\n");
    text.append("horizon: ")
        .append(stepSeconds * counts.size())
        .append("s\n\narrivals:\n  piecewise:\n");
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) == 0) {
        continue; // Nobody comes between stretches.
      }
      text.append(
          String.format(
              Locale.ROOT,
              "    - {from: %ds, to: %ds, rate: %s/s}%n",
              i * stepSeconds,
              (i + 1) * stepSeconds,
              Figures.plain(counts.get(i) / stepSeconds)));
    }
    text.append("\nshoppers:\n  everyone:\n    messageTokens: ").append(messages);
    text.append("\n    replyTokens: ").append(replies).append('\n');
    return text + ImportedTrace.SHOP + ImportedTrace.SLOS;
  }

  /** The middle of each bucket, by how many it has; beyond the last bound that bound. */
  private static String empirical(SortedMap<Double, Double> buckets) {
    List<String> values = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    double below = 0;
    double before = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      double count = bucket.getValue() - before;
      double bound = bucket.getKey();
      if (count > 0) {
        double middle = Double.isInfinite(bound) ? below : (below + bound) / 2;
        values.add(Figures.plain(Math.max(1, Math.round(middle))));
        weights.add(Figures.plain(count));
      }
      before = Math.max(before, bucket.getValue());
      below = Double.isInfinite(bound) ? below : bound;
    }
    return "{empirical: {values: ["
        + String.join(", ", values)
        + "], weights: ["
        + String.join(", ", weights)
        + "]}}";
  }
}
