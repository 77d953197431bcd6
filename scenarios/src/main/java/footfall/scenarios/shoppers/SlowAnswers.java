package footfall.scenarios.shoppers;

/**
 * What shoppers make of answers that take long, by seconds from what they say to the end of the
 * answer.
 *
 * @param satisfaction by what the satisfaction with the answer is multiplied
 * @param leaving probability that they leave after the answer, though more was to be said
 */
public record SlowAnswers(Response satisfaction, Response leaving) {
  /** Time does not matter. */
  public static final SlowAnswers NEVER_MIND = new SlowAnswers(Response.NONE, Response.NEVER);
}
