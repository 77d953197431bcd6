package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import footfall.reports.results.Results.Verdict;
import java.util.Map;

/**
 * One service level objective.
 *
 * @param actual NaN where it lies among requests that were never answered
 * @param ci95 the interval that was judged; an end is NaN where it lies among those
 * @param of which requests it speaks of: arrived, or completed; null where it is about none
 * @param limits seconds by metric, of a share or of goodput
 * @param window that was judged, where one was asked for
 * @param needs what would decide it; null where it is decided
 */
public record SloVerdict(
    String metric,
    String stat,
    String op,
    double threshold,
    double actual,
    double[] ci95,
    Verdict verdict,
    @JsonInclude(JsonInclude.Include.NON_NULL) String pool,
    @JsonInclude(JsonInclude.Include.NON_NULL) String by,
    @JsonInclude(JsonInclude.Include.NON_NULL) String of,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("class") String shopperClass,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Double> limits,
    @JsonInclude(JsonInclude.Include.NON_NULL) Stretch window,
    @JsonInclude(JsonInclude.Include.NON_NULL) Needs needs) {
  /** An objective about no requests. */
  public SloVerdict(
      String metric,
      String stat,
      String op,
      double threshold,
      double actual,
      double[] ci95,
      Verdict verdict,
      String pool,
      Needs needs) {
    this(
        metric, stat, op, threshold, actual, ci95, verdict, pool, null, null, null, null, null,
        needs);
  }

  /** Whether the figure itself is within the threshold, whatever its interval. */
  @JsonIgnore
  public boolean isKept() {
    return op.equals("<=") ? actual <= threshold : actual >= threshold;
  }

  /** As people say it: {@code queue_wait share within 20 s}. */
  @JsonIgnore
  public String words() {
    StringBuilder words = new StringBuilder(metric);
    if (pool != null) {
      words.append(" of ").append(pool);
    }
    if (!metric.equals("goodput")) {
      words.append(' ').append(stat);
    }
    if (isShare()) {
      words.append(" within ").append(digits(limits.get(metric))).append(" s");
    }
    if (shopperClass != null) {
      words.append(" of class ").append(shopperClass);
    }
    if (window != null) {
      words
          .append(" from ")
          .append(digits(window.from()))
          .append(" s to ")
          .append(digits(window.to()))
          .append(" s");
    }
    return words.append("completed".equals(of) ? " of completed" : "").toString();
  }

  /** For a column: {@code request_latency_p95_slm}. */
  @JsonIgnore
  public String key() {
    StringBuilder key = new StringBuilder(metric).append('_').append(stat);
    for (String part : new String[] {pool, shopperClass}) {
      if (part != null) {
        key.append('_').append(part);
      }
    }
    if (isShare()) {
      key.append("_within_").append(digits(limits.get(metric))).append('s');
    }
    return key.append("completed".equals(of) ? "_of_completed" : "").toString();
  }

  private boolean isShare() {
    return stat.equals("share");
  }

  private static String digits(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** The metric whose unit the figure has: a share of times within a limit is a part. */
  @JsonIgnore
  public String unit() {
    return isShare() ? "goodput" : metric;
  }

  /** Whether both judge the same objective. */
  public boolean isSameObjective(SloVerdict other) {
    return key().equals(other.key()) && op.equals(other.op) && threshold == other.threshold;
  }

  /** The same figures with another verdict. */
  public SloVerdict with(Verdict other) {
    return with(other, by, needs);
  }

  /** The same figures, judged by a closed form that is exact where simulation cannot tell. */
  public SloVerdict byClosedForm(Verdict other) {
    return with(other, "exact closed form", null);
  }

  private SloVerdict with(Verdict other, String judge, Needs still) {
    return new SloVerdict(
        metric,
        stat,
        op,
        threshold,
        actual,
        ci95,
        other,
        pool,
        judge,
        of,
        shopperClass,
        limits,
        window,
        still);
  }

  /** A stretch of the run, in seconds since its start. */
  public record Stretch(double seconds, double from, double to) {}

  /**
   * What would decide an objective, as far as can be foreseen; each is enough by itself.
   *
   * @param samples that must have arrived
   * @param replications of this length
   * @param hours of one replication
   */
  public record Needs(long samples, long replications, double hours) {}
}
