package footfall.queueing.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An interval around the quantile of independent groups of durations merged (replications, say): it
 * holds what either of two methods holds, because each of them is too narrow where a run is short
 * against the time in which its queues relax, and seldom both.
 *
 * <p>If many values are zero (most requests do not wait) or infinite (never answered), a group's
 * quantile may be zero or infinite too, and its ratio to the merged one has no meaning. Then only
 * order statistics are used.
 *
 * <ul>
 *   <li>Sectioning (Asmussen and Glynn, "Stochastic Simulation", 2007, III.5): the quantiles of the
 *       groups scatter around the merged one, here by their ratio, because tails of waiting times
 *       are skewed: {@code q exp(+-t(R-1) sqrt(sum(ln(q_r/q)^2) / (R-1) / R))}.
 *   <li>Order statistics: the values at which Student's t interval of the part below, estimated
 *       from the groups as a ratio, no longer holds the wanted part. Few exceed a high quantile,
 *       and how many is skewed, so that above the 95th percentile, and of a mixture, the most that
 *       may exceed is taken by its logarithm: {@code p exp(t s / p)}.
 * </ul>
 */
public final class QuantileInterval {
  private static final double ATOM = 0.1;
  private static final double HIGH = 0.95;

  /**
   * A quantile is far above zero if at least this many times more values are positive than exceed
   * it.
   */
  private static final double FAR = 5;

  private final List<CumulativeCounts> groups;
  private final CumulativeCounts merged;
  private final double part;
  private final double t;
  private final boolean mixed;

  private QuantileInterval(
      List<CumulativeCounts> groups, CumulativeCounts merged, double part, double t) {
    this.groups = groups;
    this.merged = merged;
    this.part = part;
    this.t = t;
    this.mixed = isMixed();
  }

  /**
   * The interval, in seconds; none with fewer than two groups that hold anything.
   *
   * @param groups independent and alike
   * @param merged all of them together
   * @param part the part of the durations below the quantile, between 0 and 1
   * @param confidence between 0 and 1
   */
  public static Interval of(
      List<CumulativeCounts> groups, CumulativeCounts merged, double part, double confidence) {
    List<CumulativeCounts> filled = groups.stream().filter(g -> g.total() > 0).toList();
    if (filled.size() < 2) {
      return Interval.NONE;
    }
    double t =
        TDistribution.of(filled.size() - 1.0).inverseCumulativeProbability((1 + confidence) / 2);
    QuantileInterval quantile = new QuantileInterval(filled, merged, part, t);
    Interval orders = quantile.byOrderStatistics();
    if (quantile.isNearAnAtom()) {
      return new Interval(orders.low() / 1e6, orders.high() / 1e6);
    }
    Interval sections = quantile.bySections();
    return new Interval(
        Math.min(sections.low(), orders.low()) / 1e6,
        Math.max(sections.high(), orders.high()) / 1e6);
  }

  /** Whether a good part has one value only. */
  private boolean isMixed() {
    return zero(merged) > part * ATOM || endless(merged) > (1 - part) * ATOM;
  }

  /** Whether it has where the quantile of a group may fall into it. */
  private boolean isNearAnAtom() {
    return mixed
        && (endless(merged) > (1 - part) * ATOM
            || groups.stream().anyMatch(group -> 1 - zero(group) < FAR * (1 - part)));
  }

  private static double zero(CumulativeCounts counts) {
    return (double) counts.upTo(0) / counts.total();
  }

  private static double endless(CumulativeCounts counts) {
    return 1 - (double) counts.upTo(Double.MAX_VALUE) / counts.total();
  }

  private Interval bySections() {
    double centre = merged.quantile(part);
    if (centre == 0) {
      return new Interval(0, 0);
    }
    double squares = 0;
    for (CumulativeCounts group : groups) {
      double ratio = Math.log(Math.max(1, group.quantile(part)) / centre);
      squares += ratio * ratio;
    }
    double half = t * Math.sqrt(squares / (groups.size() - 1) / groups.size());
    return new Interval(centre * Math.exp(-half), centre * Math.exp(half));
  }

  /** The least value that is not surely too small, and the last that is not surely too great. */
  private Interval byOrderStatistics() {
    int low = firstWhere(1);
    int high = firstWhere(-1);
    return new Interval(
        merged.micros(Math.min(low, merged.values() - 1)),
        merged.micros(Math.min(high, merged.values() - 1)));
  }

  /** The first value at which the part below, moved by so many half-widths, reaches the wanted. */
  private int firstWhere(int sign) {
    int low = 0;
    int high = merged.values();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (partBelow(merged.micros(middle), sign) >= part) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private double partBelow(double micros, int sign) {
    double mean = (double) merged.total() / groups.size();
    double below = (double) merged.upTo(micros) / merged.total();
    double squares = 0;
    for (CumulativeCounts group : groups) {
      double off = (group.upTo(micros) - below * group.total()) / mean;
      squares += off * off;
    }
    double half = t * Math.sqrt(squares / (groups.size() - 1) / groups.size());
    double above = 1 - below;
    return sign < 0 && above > 0 && (mixed || part > HIGH)
        ? 1 - above * Math.exp(half / above)
        : below + sign * half;
  }
}
