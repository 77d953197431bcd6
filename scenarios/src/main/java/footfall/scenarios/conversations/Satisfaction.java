package footfall.scenarios.conversations;

/**
 * How satisfied a shopper is with an answer, or the sum over several, and how much more satisfied
 * if nothing had gone wrong on the way to them.
 *
 * @param points from 0 to 1 for each answer; NaN if unknown
 * @param lostToTime that would have been added had the answer come at once
 * @param lostToRoute that would have been added had no classifier been mistaken
 */
public record Satisfaction(double points, double lostToTime, double lostToRoute) {
  /** Of no answer. */
  public static final Satisfaction NONE = new Satisfaction(0, 0, 0);

  /** Nobody knows. */
  public static final Satisfaction UNKNOWN = new Satisfaction(Double.NaN, 0, 0);

  /** Both together. */
  public Satisfaction plus(Satisfaction other) {
    return new Satisfaction(
        points + other.points, lostToTime + other.lostToTime, lostToRoute + other.lostToRoute);
  }
}
