package footfall.reports.recording;

import java.util.Arrays;

/**
 * What the router sent out.
 *
 * @param conversations begun, by the first request of each
 * @param turns begun, by the first request of each
 * @param requests that shoppers submitted
 * @param hops sent to each pool; a request makes several where it is classified or sent on
 * @param submittedNanosSums of each pool's hops, modulo 2^64: differences of such sums are exact
 * @param detours what became of requests on their way
 * @param confidences in answers that might have been replaced
 */
public record Submissions(
    long conversations,
    long turns,
    long requests,
    long[] hops,
    long[] submittedNanosSums,
    Detours detours,
    Confidences confidences) {
  /** Where no answer could be replaced. */
  public Submissions(
      long conversations,
      long turns,
      long requests,
      long[] hops,
      long[] submittedNanosSums,
      Detours detours) {
    this(conversations, turns, requests, hops, submittedNanosSums, detours, Confidences.NONE);
  }

  /** Nothing sent to any of so many pools. */
  public static Submissions none(int pools) {
    return new Submissions(0, 0, 0, new long[pools], new long[pools], Detours.NONE);
  }

  /** Both together. */
  public Submissions plus(Submissions other) {
    return new Submissions(
        conversations + other.conversations,
        turns + other.turns,
        requests + other.requests,
        sum(hops, other.hops),
        sum(submittedNanosSums, other.submittedNanosSums),
        detours.plus(other.detours),
        confidences.plus(other.confidences));
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = new long[one.length];
    Arrays.setAll(sum, i -> one[i] + other[i]);
    return sum;
  }

  /**
   * Requests that did not simply go to one pool, over the whole run.
   *
   * @param classified told by the classifier to be of some kind
   * @param misclassified of these, told wrongly
   * @param escalated requests that another pool was asked for after an answer of low confidence
   * @param passedOn sent to another pool after one refused or failed
   * @param refused sent nowhere, as no pool would have them
   * @param circuitOpenings how often a circuit opened
   */
  public record Detours(
      long classified,
      long misclassified,
      long escalated,
      long passedOn,
      long refused,
      long circuitOpenings) {
    /** None. */
    public static final Detours NONE = new Detours(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Detours plus(Detours other) {
      return new Detours(
          classified + other.classified,
          misclassified + other.misclassified,
          escalated + other.escalated,
          passedOn + other.passedOn,
          refused + other.refused,
          circuitOpenings + other.circuitOpenings);
    }
  }
}
