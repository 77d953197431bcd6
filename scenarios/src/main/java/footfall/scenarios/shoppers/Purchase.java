package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Distribution;
import java.util.OptionalDouble;

/**
 * Whether a shopper buys.
 *
 * @param rate probability that a shopper buys whose conversation is completed and, where the
 *     intents know of acceptance, who has accepted something
 * @param bySatisfaction by what the rate is multiplied, by the conversation's satisfaction
 * @param revenue currency units that a purchase brings
 * @param margin part of the revenue that is left for the assistant and the profit; empty if unknown
 */
public record Purchase(
    double rate, Response bySatisfaction, Distribution revenue, OptionalDouble margin) {
  /** That a shopper buys whose conversation is completed; NaN stands for unknown satisfaction. */
  public double probability(double satisfaction) {
    return rate * (Double.isNaN(satisfaction) ? 1 : bySatisfaction.at(satisfaction));
  }

  /** What the conversation brings on average, in currency units. */
  public double expected(double satisfaction) {
    return probability(satisfaction) * revenue.mean();
  }
}
