package footfall.reports.results;

import footfall.reports.results.Results.Better;
import java.util.List;

/**
 * An A/B test on live traffic, told apart while it ran.
 *
 * @param measure what counts as a success of a conversation
 * @param significance the probability of ever finding a difference where there is none
 * @param unjudged sessions of the test whose outcome was not reported
 * @param comparisons of every other arm with the first
 */
public record LiveTestFigures(
    String measure,
    double significance,
    long unjudged,
    List<Arm> arms,
    List<ArmComparison> comparisons) {
  /**
   * One arm.
   *
   * @param ci95 of the rate, which holds at all times together
   */
  public record Arm(String pool, long conversations, long successes, double rate, double[] ci95) {}

  /**
   * One arm beside the first.
   *
   * @param eValue the evidence now; one is none
   * @param pValue that holds whenever one looks
   * @param verdict of when the evidence was first enough
   * @param decidedAfter conversations of both; zero where nothing is decided
   */
  public record ArmComparison(
      String pool,
      String against,
      double eValue,
      double pValue,
      Better verdict,
      long decidedAfter) {}
}
