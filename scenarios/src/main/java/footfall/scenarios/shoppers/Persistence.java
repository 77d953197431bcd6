package footfall.scenarios.shoppers;

import footfall.scenarios.distributions.Distribution;
import java.util.Optional;

/**
 * What shoppers do when they are not answered.
 *
 * @param retry the same turn again; empty if they never try
 * @param comeBack a new conversation later; empty if they never return
 */
public record Persistence(Optional<Retry> retry, Optional<Return> comeBack) {
  /** A shopper that is not answered leaves for good. */
  public static final Persistence NONE = new Persistence(Optional.empty(), Optional.empty());

  /**
   * Trying the same turn again.
   *
   * @param probability of each try
   * @param pause seconds before it
   * @param max tries after the first
   */
  public record Retry(double probability, Distribution pause, int max) {}

  /**
   * Coming back after a conversation that ended unanswered.
   *
   * @param probability that a shopper does
   * @param pause seconds before it
   */
  public record Return(double probability, Distribution pause) {}
}
