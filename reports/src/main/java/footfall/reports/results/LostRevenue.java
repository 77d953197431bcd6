package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * The revenue that is lost to queues, quotas, outages, slow and mistaken answers: means of one
 * replication, in currency units, each conversation at what it would bring on average.
 *
 * @param potential what all conversations that ended would have brought had nothing gone wrong
 * @param revenue the part of it that is lost
 * @param share the lost part of the potential
 * @param margin what is lost of the margin; NaN where a class of shoppers does not state one
 * @param revenuePerMonth the same of a month; NaN where nothing is known of it
 * @param marginPerMonth the same of a month
 * @param revenueCi95 95 % interval of the revenue
 * @param causes what it is lost to, the most first; none where nothing is
 */
public record LostRevenue(
    double potential,
    double revenue,
    double share,
    double margin,
    double revenuePerMonth,
    double marginPerMonth,
    double[] revenueCi95,
    List<Cause> causes) {
  /**
   * One cause.
   *
   * @param conversations that were lost; zero where the loss is that of completed ones
   */
  public record Cause(String cause, double conversations, double revenue, double margin) {
    /** In words. */
    @JsonIgnore
    public String words() {
      return switch (cause) {
        case "slowAnswers" -> "slow answers";
        case "wrongRoute" -> "wrong routes";
        case "outage" -> "outages";
        case "queue" -> "queues";
        case "budget" -> "a spent budget";
        case "other" -> "other failures";
        default -> cause;
      };
    }
  }
}
