package footfall.scenarios.volumes;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * Counts of what came in stretches of time of the same length, one after the other without a gap.
 * Immutable.
 */
public final class Volumes {
  private static final double DAY_SECONDS = 86_400;

  private final String name;
  private final String sha256;

  /** As if the clock were that of Greenwich. */
  private final long startSeconds;

  private final long stepSeconds;
  private final double[] counts;

  /**
   * Takes the array over.
   *
   * @param name of the file, without its folder
   * @param sha256 of the file, in hexadecimal
   * @param start of the first stretch
   * @param counts zero or more each, at least one above zero
   */
  public Volumes(
      String name, String sha256, LocalDateTime start, long stepSeconds, double[] counts) {
    this.name = name;
    this.sha256 = sha256;
    this.startSeconds = start.toEpochSecond(ZoneOffset.UTC);
    this.stepSeconds = stepSeconds;
    this.counts = counts;
  }

  /** The file's name, without its folder. */
  public String name() {
    return name;
  }

  /** SHA-256 of the file, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** When the first stretch begins. */
  public LocalDateTime start() {
    return LocalDateTime.ofEpochSecond(startSeconds, 0, ZoneOffset.UTC);
  }

  /** How long each stretch is. */
  public long stepSeconds() {
    return stepSeconds;
  }

  /** How many stretches there are. */
  public int size() {
    return counts.length;
  }

  /** How many came in a stretch. */
  public double count(int stretch) {
    return counts[stretch];
  }

  /** How many came in all. */
  public double total() {
    return Arrays.stream(counts).sum();
  }

  /** How long all of it took. */
  public double hours() {
    return stepSeconds / 3_600.0 * counts.length;
  }

  /** The same in seconds. */
  public double seconds() {
    return stepSeconds * (double) counts.length;
  }

  /** How many came in an hour, on average. */
  public double perHour() {
    return total() / hours();
  }

  /** How many an hour came in the busiest stretch. */
  public double busiestPerHour() {
    return Arrays.stream(counts).max().orElseThrow() * 3_600 / stepSeconds;
  }

  /** Whether no hour of the day counts more often than another. */
  public boolean isWholeDays() {
    return stepSeconds * (double) counts.length % DAY_SECONDS == 0;
  }

  /**
   * The hours until so many have come, if the counts go on from their beginning for ever; evenly
   * within a stretch.
   */
  public double hoursUntil(double count) {
    double rounds = Math.floor(count / total());
    double left = count - rounds * total();
    int stretch = 0;
    while (left > counts[stretch]) {
      left -= counts[stretch];
      stretch = (stretch + 1) % counts.length;
      if (stretch == 0) {
        rounds++; // Only rounding leads here.
      }
    }
    double part = counts[stretch] == 0 ? 0 : left / counts[stretch];
    return rounds * hours() + (stretch + part) * stepSeconds / 3_600;
  }
}
