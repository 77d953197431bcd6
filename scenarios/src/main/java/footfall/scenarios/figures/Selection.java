package footfall.scenarios.figures;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Of which requests a figure speaks, where it is not of all that were answered in the measured
 * time. It speaks of those that arrived in it.
 *
 * @param ofCompleted whether of these only those count that were answered
 * @param shopperClass by name; empty for all classes
 * @param fromNanos earliest arrival, since the start of the run
 * @param toNanos end of the arrivals
 * @param windowNanos the length of consecutive windows, of which the worst counts; zero without
 * @param limits of a share or of goodput, all of which a good request keeps; empty elsewhere
 */
public record Selection(
    boolean ofCompleted,
    Optional<String> shopperClass,
    long fromNanos,
    long toNanos,
    long windowNanos,
    List<Limit> limits) {
  /** All that arrived in the measured time. */
  public static final Selection ALL =
      new Selection(false, Optional.empty(), 0, Long.MAX_VALUE, 0, List.of());

  /**
   * What a good request keeps.
   *
   * @param worst whether the longest of the gaps between tokens counts and not their mean
   */
  public record Limit(String metric, double seconds, boolean worst) {
    @Override
    public String toString() {
      return metric + (worst ? " (worst)" : "") + " <= " + digits(seconds) + " s";
    }
  }

  /** Whether it is cut into windows. */
  public boolean hasWindows() {
    return windowNanos > 0;
  }

  /** Whether it speaks of a part of the run only. */
  public boolean isPartOfRun() {
    return fromNanos > 0 || toNanos < Long.MAX_VALUE;
  }

  /** The same requests, answered or not. */
  public Selection ofAll() {
    return new Selection(false, shopperClass, fromNanos, toNanos, windowNanos, limits);
  }

  @Override
  public String toString() {
    StringJoiner words = new StringJoiner(", ");
    limits.forEach(limit -> words.add(limit.toString()));
    shopperClass.ifPresent(name -> words.add("class " + name));
    if (isPartOfRun()) {
      words.add("from " + digits(fromNanos / 1e9) + " s");
      if (toNanos < Long.MAX_VALUE) {
        words.add("to " + digits(toNanos / 1e9) + " s");
      }
    }
    if (hasWindows()) {
      words.add("worst window of " + digits(windowNanos / 1e9) + " s");
    }
    if (ofCompleted) {
      words.add("of completed");
    }
    return words.toString();
  }

  private static String digits(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
