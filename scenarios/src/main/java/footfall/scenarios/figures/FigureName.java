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
 * @param stat mean where the metric is no time, {@link #SHARE} for the part within a limit
 * @param selection which requests an objective speaks of; empty for all that were answered
 */
public record FigureName(
    String metric, String stat, Optional<String> pool, Optional<Selection> selection) {
  /** The statistic of a time that is the part of the requests within a limit. */
  public static final String SHARE = "share";

  /** The part of the requests that keep several limits. */
  public static final String GOODPUT = "goodput";

  /** Metrics in seconds, which have statistics. */
  public static final List<String> TIMES =
      List.of(
          "request_latency",
          "time_to_first_token",
          "time_to_first_visible_token",
          "inter_token_latency",
          "time_per_output_token",
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
          "cost_per_hour",
          "cost_per_month",
          "cost_per_satisfied_shopper",
          "energy_per_thousand_conversations",
          "energy_per_request",
          "carbon_per_thousand_conversations");

  /** Metrics of which more is better. */
  private static final List<String> MORE_IS_BETTER =
      List.of("request_throughput", GOODPUT, "completion_rate", "conversion_rate");

  /** Metrics of one pool, of which neither is better. */
  private static final List<String> OF_A_POOL = List.of("utilization", "share");

  private static final Pattern STATS = Pattern.compile("mean|max|p999|p[0-9]{1,2}([.][0-9]+)?");

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9_]+)(?:\\.([a-z0-9.]+))?(?:\\[(.+)\\])?");

  /** What is good. */
  public enum Direction {
    LESS,
    MORE,
    NEITHER
  }

  /** A figure of all requests that were answered. */
  public FigureName(String metric, String stat, Optional<String> pool) {
    this(metric, stat, pool, Optional.empty());
  }

  /** Whether a time has this statistic, which is not a share. */
  public static boolean isStatistic(String stat) {
    return STATS.matcher(stat).matches() && !stat.matches("p0*([.]0*)?");
  }

  /** Which percentile a statistic is, from 0 to 100. */
  public static double percent(String stat) {
    return stat.equals("p999") ? 99.9 : Double.parseDouble(stat.substring(1));
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
            && !metric.equals(GOODPUT)
            && (matcher.group(2) == null || (time && isStatistic(matcher.group(2))))
            && (matcher.group(3) != null) == OF_A_POOL.contains(metric);
    return known
        ? Optional.of(
            new FigureName(
                metric,
                matcher.group(2) == null ? "mean" : matcher.group(2),
                Optional.ofNullable(matcher.group(3))))
        : Optional.empty();
  }

  /** The metric, statistic and pool of a name as {@link #toString} writes it. */
  public static FigureName ofLabel(String label) {
    Matcher matcher = FORM.matcher(label.replaceFirst("\\(.*\\)$", ""));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(label);
    }
    return new FigureName(
        matcher.group(1),
        matcher.group(2) == null ? "mean" : matcher.group(2),
        Optional.ofNullable(matcher.group(3)));
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

  /** Whether it is a time, in seconds, and not a share of times within a limit. */
  public boolean isTime() {
    return TIMES.contains(metric) && !stat.equals(SHARE);
  }

  /** Whether it is a part of the requests: those within a limit, or within several. */
  public boolean isPartOfRequests() {
    return stat.equals(SHARE) || metric.equals(GOODPUT);
  }

  /** Whether it speaks of the requests of the whole run, of all pools and classes. */
  public boolean isOfAll() {
    return pool.isEmpty()
        && selection
            .map(
                which ->
                    which.shopperClass().isEmpty() && !which.hasWindows() && !which.isPartOfRun())
            .orElse(true);
  }

  /** Whether it is a measure of quality. */
  public boolean isQuality() {
    return QUALITY.contains(metric);
  }

  /** Which way is better. */
  public Direction better() {
    if (isPartOfRequests()) {
      return Direction.MORE;
    }
    if (isTime() || LESS_IS_BETTER.contains(metric)) {
      return Direction.LESS;
    }
    return OF_A_POOL.contains(metric) ? Direction.NEITHER : Direction.MORE;
  }

  /** As people say it: p95 request latency. */
  public String words() {
    String words = metric.replace("per_thousand", "per_1,000").replace('_', ' ');
    return (TIMES.contains(metric) ? stat + " " : "")
        + words
        + pool.map(name -> " of " + name).orElse("")
        + selection
            .map(Selection::toString)
            .filter(s -> !s.isEmpty())
            .map(s -> " (" + s + ")")
            .orElse("");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%s%s%s",
        metric,
        TIMES.contains(metric) ? "." + stat : "",
        pool.map(name -> "[" + name + "]").orElse(""),
        selection
            .map(Selection::toString)
            .filter(which -> !which.isEmpty())
            .map(which -> "(" + which + ")")
            .orElse(""));
  }
}
