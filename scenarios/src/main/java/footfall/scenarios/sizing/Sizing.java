package footfall.scenarios.sizing;

import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.Optional;

/**
 * What is to be sized: which decisions there are, and what makes one configuration better than
 * another, all of which must meet the scenario's objectives.
 *
 * @param confidence that the answer is the right one, where one is given
 * @param indifference relative difference of the objective that does not matter
 * @param maxReplications of one configuration; what they do not tell is undecided
 * @param conditions under which the objectives have to hold besides
 * @param outlook on the next twelve months; empty where no plan is wanted
 * @param demandCv coefficient of variation of the load, as far as it is not known
 * @param serviceCv the same of the service times
 */
public record Sizing(
    List<Decision> decisions,
    Objective objective,
    double confidence,
    double indifference,
    int maxReplications,
    Conditions conditions,
    Optional<Outlook> outlook,
    double demandCv,
    double serviceCv,
    Surge surge) {

  /** What is to be least. */
  public enum Objective {
    /** {@code cost_per_month}. */
    COST("cost_per_month"),
    /** {@code cost_per_hour}, where nothing is known of a month. */
    COST_OF_AN_HOUR("cost_per_hour"),
    /** {@code energy_per_thousand_conversations}. */
    ENERGY("energy_per_thousand_conversations");

    private final String metric;

    Objective(String metric) {
      this.metric = metric;
    }

    /** Whether it is money. */
    public boolean isCost() {
      return this != ENERGY;
    }

    /** The figure of a run that is to be least. */
    public FigureName figure() {
      return new FigureName(metric, "mean", Optional.empty());
    }
  }

  /**
   * A flash sale, after which it is timed how long the queues take.
   *
   * @param peak by what the arrival rate is multiplied at most
   */
  public record Surge(double peak, double rampSeconds, double decaySeconds) {}

  /** Copies the list. */
  public Sizing {
    decisions = List.copyOf(decisions);
  }

  /** The same with other decisions. */
  public Sizing deciding(List<Decision> others) {
    return copy(others, maxReplications);
  }

  /** The same with at most so many replications of a configuration. */
  public Sizing within(int replications) {
    return copy(decisions, Math.min(maxReplications, replications));
  }

  private Sizing copy(List<Decision> otherDecisions, int otherReplications) {
    return new Sizing(
        otherDecisions,
        objective,
        confidence,
        indifference,
        otherReplications,
        conditions,
        outlook,
        demandCv,
        serviceCv,
        surge);
  }

  /** How many configurations there are. */
  public long configurations() {
    long count = 1;
    for (Decision decision : decisions) {
      count = Math.multiplyExact(count, decision.choices().size());
    }
    return count;
  }
}
