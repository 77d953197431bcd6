package footfall.scenarios.routing;

/**
 * What an A/B test compares, and how sure it is to be.
 *
 * @param measure what counts as a success of a conversation
 * @param significance the probability of finding a difference where there is none (alpha)
 * @param power the probability of finding the expected difference where there is one (1 - beta)
 */
public record AbTest(Measure measure, double significance, double power) {
  /** A conversation's success. */
  public enum Measure {
    /** The shopper is satisfied. */
    SATISFACTION,
    /** The shopper buys. */
    CONVERSION
  }
}
