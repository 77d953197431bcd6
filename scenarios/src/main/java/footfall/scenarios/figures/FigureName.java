package footfall.scenarios.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a figure of a run: a metric, for times with a statistic ({@code
 * request_latency.p95}), for figures of one pool with its name ({@code utilization[slm]}).
 *
 * @param stat mean where the metric is no time
 */
public record FigureName(String metric, String stat, Optional<String> pool) {
  /** Metrics in seconds, which have statistics. */
  public static final List<String> TIMES =
      List.of(
          "request_latency",
          "time_to_first_token",
          "inter_token_latency",
          "queue_wait",
          "turn_latency",
          "conversation_duration");

  /** Measures of quality, from 0 to 1. */
  public static final List<String> QUALITY =
      List.of(
          "satisfaction",
          "coherence",
          "tool_selection",
          "flow",
          "ndcg_at_1",
          "ndcg_at_5",
          "recall_at_5",
          "accuracy");

  /** Metrics of which less is better. */
  private static final List<String> LESS_IS_BETTER =
      List.of(
          "abandonment_rate",
          "rejection_rate",
          "failure_rate",
          "throttle_rate",
          "cost_per_conversation",
          "cost_per_thousand_conversations",
          "cost_per_month",
          "cost_per_satisfied_shopper",
          "energy_per_thousand_conversations",
          "carbon_per_thousand_conversations");

  /** Metrics of which more is better. */
  private static final List<String> MORE_IS_BETTER =
      List.of("request_throughput", "completion_rate", "conversion_rate");

  /** Metrics of one pool, of which neither is better. */
  private static final List<String> OF_A_POOL = List.of("utilization", "share");

  private static final List<String> STATS =
      List.of("mean", "p50", "p75", "p90", "p95", "p99", "p999", "max");

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9_]+)(?:\\.([a-z0-9]+))?(?:\\[(.+)\\])?");

  /** What is good. */
  public enum Direction {
    LESS,
    MORE,
    NEITHER
  }

  /** The name that the text spells; empty where there is no such figure. */
  public static Optional<FigureName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String metric = matcher.group(1);
    boolean time = TIMES.contains(metric);
    boolean known =
        metrics().contains(metric)
            && (matcher.group(2) == null || (time && STATS.contains(matcher.group(2))))
            && (matcher.group(3) != null) == OF_A_POOL.contains(metric);
    return known
        ? Optional.of(
            new FigureName(
                metric,
                matcher.group(2) == null ? "mean" : matcher.group(2),
                Optional.ofNullable(matcher.group(3))))
        : Optional.empty();
  }

  /** Every metric that there is. */
  public static List<String> metrics() {
    List<String> metrics = new ArrayList<>(TIMES);
    metrics.addAll(MORE_IS_BETTER);
    metrics.addAll(LESS_IS_BETTER);
    metrics.addAll(QUALITY);
    metrics.addAll(OF_A_POOL);
    return List.copyOf(metrics);
  }

  /** What a message says of how to spell one. */
  public static String hint() {
    return "write request_latency.p95, utilization[slm] or one of "
        + String.join(", ", metrics().subList(TIMES.size(), metrics().size()));
  }

  /** Whether it is a time, which has statistics. */
  public boolean isTime() {
    return TIMES.contains(metric);
  }

  /** Whether it is a measure of quality. */
  public boolean isQuality() {
    return QUALITY.contains(metric);
  }

  /** Which way is better. */
  public Direction better() {
    if (isTime() || LESS_IS_BETTER.contains(metric)) {
      return Direction.LESS;
    }
    return OF_A_POOL.contains(metric) ? Direction.NEITHER : Direction.MORE;
  }

  /** As people say it: p95 request latency. */
  public String words() {
    String words = metric.replace("per_thousand", "per_1,000").replace('_', ' ');
    return (isTime() ? stat + " " : "") + words + pool.map(name -> " of " + name).orElse("");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%s%s",
        metric,
        isTime() ? "." + stat : "",
        pool.map(name -> "[" + name + "]").orElse(""));
  }
}
