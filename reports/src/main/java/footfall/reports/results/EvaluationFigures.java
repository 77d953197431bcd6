package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.MetricFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How models did in an evaluation: measures from 0 to 1, times in seconds, energy in joules. NaN is
 * written as null: not told by the platform, or not concerned.
 *
 * @param conversations with each model; the same shoppers came to all
 * @param together conversations that went on at the same time
 * @param products in the catalog
 * @param significance the probability of telling alike models apart, over all pairs of a measure
 * @param satisfaction weights of its parts
 * @param comparisons of every pair of models, measure by measure
 * @param quantised models beside the same in another precision
 * @param judge how far the judge can be believed; null where there was none
 */
public record EvaluationFigures(
    int conversations,
    int together,
    int products,
    double significance,
    Map<String, Double> satisfaction,
    List<Model> models,
    List<Comparison> comparisons,
    List<Quantised> quantised,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Judge judge) {

  /**
   * How far a judge can be believed.
   *
   * @param agreement Spearman's rank correlation of its opinions with the satisfaction by the
   *     rules, over all conversations
   * @param pairs of conversations of two models that it has compared in either order
   * @param consistent of these, those of which it named the same one both times, in either order
   * @param firstNamed part of all comparisons in which it named what it read first; .5 where the
   *     order does not matter
   */
  public record Judge(Estimate agreement, int pairs, Estimate consistent, Estimate firstNamed) {
    /** In words. */
    public String sentence() {
      String ranks =
          String.format(
              Locale.ROOT,
              "Its opinions and the rules agree by a rank correlation of %.2f (%.2f to %.2f) over %,d"
                  + " conversations.",
              agreement.value(),
              agreement.ci95()[0],
              agreement.ci95()[1],
              agreement.n());
      return pairs == 0
          ? ranks
          : ranks
              + String.format(
                  Locale.ROOT,
                  " Of %,d pairs that it compared in either order it preferred the same conversation"
                      + " in %.0f %% (%.0f to %.0f %%), and the one it read first in %.0f %%.",
                  pairs,
                  100 * consistent.value(),
                  100 * consistent.ci95()[0],
                  100 * consistent.ci95()[1],
                  100 * firstNamed.value());
    }
  }

  /** The power at which differences that can be seen are stated. */
  public static final double POWER = 0.8;

  /**
   * One model.
   *
   * @param pool its name
   * @param backend what answered
   * @param measures means over conversations
   * @param toolCallF1 over all calls of all conversations
   * @param byLanguage language, then measure
   * @param byVertical kind of shop, then measure; empty where nobody says
   * @param byIntent intent of the shopper's message, then measure: means over turns
   * @param breakdowns turns by what broke
   * @param timings by how many conversations went on at the same time, one first
   * @param costPerThousandConversations by the scenario's prices, its workers paid for the time of
   *     the last timing
   * @param joulesPerConversation that the machine has used meanwhile
   * @param energyOf of what of it: its CPU packages, its GPUs, both; empty where it does not tell
   * @param residentBytes of a process of its own that serves this model
   * @param weightsBytes on disk; NaN where they are elsewhere
   * @param profile file of what was measured, in the run folder
   * @param underLoad how it did once more under a stated load; null where none was stated
   */
  public record Model(
      String pool,
      String backend,
      int conversations,
      int turns,
      int requests,
      int failures,
      Map<String, Estimate> measures,
      Estimate toolCallF1,
      Map<String, Map<String, Estimate>> byLanguage,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Map<String, Estimate>> byVertical,
      Map<String, Map<String, Estimate>> byIntent,
      Map<String, Integer> breakdowns,
      double inputTokensPerConversation,
      double outputTokensPerConversation,
      double callsPerTurn,
      List<Timing> timings,
      double costPerThousandConversations,
      double joulesPerConversation,
      String energyOf,
      double residentBytes,
      double weightsBytes,
      String profile,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Loaded underLoad) {
    /** Runs of earlier versions have no kinds of shops. */
    public Model {
      byVertical = byVertical == null ? Map.of() : byVertical;
    }

    /** The mean of a measure; NaN where nothing concerned it. */
    public double of(String measure) {
      Estimate estimate = measures.get(measure);
      return estimate == null ? Double.NaN : estimate.value();
    }

    /** With as few conversations at the same time as there were. */
    public Timing alone() {
      return timings.get(0);
    }

    /** With as many as there were. */
    public Timing busiest() {
      return timings.get(timings.size() - 1);
    }
  }

  /**
   * How a model did when conversations began at their own times, with its queue and whatever it
   * refused.
   *
   * @param offered conversations that began in a second
   * @param held conversations that were held in a second
   * @param failures calls that were not answered: refused, failed or too late
   * @param changes of the measures against those without the load, shopper by shopper
   */
  public record Loaded(
      double offered,
      double held,
      int requests,
      int failures,
      Map<String, Estimate> measures,
      Map<String, Estimate> changes,
      MetricFigures timeToFirstToken,
      MetricFigures requestLatency) {}

  /** How quick a model was with so many conversations at the same time. */
  public record Timing(
      int together,
      int conversations,
      double conversationsPerSecond,
      MetricFigures timeToFirstToken,
      MetricFigures requestLatency,
      MetricFigures turnLatency) {}

  /**
   * A mean.
   *
   * @param stdev of what it is over
   * @param n conversations, or turns, that it is over
   */
  public record Estimate(double value, double stdev, double[] ci95, int n) {}

  /**
   * Two models beside each other, shopper by shopper.
   *
   * @param n shoppers who concerned the measure with both
   * @param difference of the first from the other
   * @param ci95 of it alone
   * @param pValue of the paired t-test
   * @param adjusted for all pairs of the measure (Holm 1979)
   * @param detectable the least difference that would have been seen at {@link #POWER}
   * @param conversationsNeeded to see this one at {@link #POWER}; infinite where there is none
   */
  public record Comparison(
      String measure,
      String model,
      String against,
      int n,
      double difference,
      double[] ci95,
      double pValue,
      double adjusted,
      Better verdict,
      double detectable,
      double conversationsNeeded) {
    /** The other beside the first. */
    public Comparison reversed() {
      return new Comparison(
          measure,
          against,
          model,
          n,
          -difference,
          new double[] {-ci95[1], -ci95[0]},
          pValue,
          adjusted,
          switch (verdict) {
            case BETTER -> Better.WORSE;
            case WORSE -> Better.BETTER;
            default -> verdict;
          },
          detectable,
          conversationsNeeded);
    }
  }

  /**
   * One model in two precisions.
   *
   * @param pool of the lower one
   * @param against the pool of the higher one
   * @param satisfaction of the first beside the other
   * @param weights bytes on disk, as a part of the other's
   * @param requestLatency the median, as a part of the other's
   */
  public record Quantised(
      String pool,
      String against,
      Comparison satisfaction,
      double weights,
      double requestLatency) {}

  /** The comparison of two models in a measure, if there is one. */
  public Optional<Comparison> comparison(String measure, String model, String against) {
    return comparisons.stream()
        .filter(c -> c.measure().equals(measure))
        .filter(c -> c.model().equals(model) && c.against().equals(against))
        .findFirst();
  }
}
