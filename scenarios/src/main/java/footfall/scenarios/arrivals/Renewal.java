package footfall.scenarios.arrivals;

import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.distributions.Scaled;
import footfall.scenarios.randomness.Purpose;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * Independent gaps of one distribution: Poisson where they are exponential, burstier with gamma or
 * Weibull gaps of a coefficient of variation above 1. The first shopper comes one gap after the
 * start.
 *
 * @param gap seconds between two arrivals, before shaping
 * @param shapes by which the rate is multiplied over time; none for a constant rate
 */
public record Renewal(Distribution gap, List<RateShape> shapes) implements Arrivals.Open {
  /** Copies the list. */
  public Renewal {
    shapes = List.copyOf(shapes);
  }

  /** Poisson arrivals at a constant rate. */
  public static Renewal poisson(double ratePerSecond) {
    return new Renewal(new Exponential(1 / ratePerSecond), List.of());
  }

  /** Whether these are Poisson arrivals at a constant rate. */
  public boolean isPoisson() {
    return gap instanceof Exponential && shapes.isEmpty();
  }

  /** Long-run arrivals per second, before shaping. */
  public double ratePerSecond() {
    return 1 / gap.mean();
  }

  @Override
  public boolean isStationary() {
    return shapes.isEmpty();
  }

  @Override
  public Renewal atLoad(double factor) {
    return new Renewal(
        gap instanceof Exponential
            ? new Exponential(gap.mean() / factor)
            : new Scaled(gap, 1 / factor),
        shapes);
  }

  /** The same with one more shape. */
  public Renewal shaped(RateShape shape) {
    List<RateShape> all = new ArrayList<>(shapes);
    all.add(shape);
    return new Renewal(gap, all);
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    Gaps gaps = new Gaps(gap, key);
    return shapes.isEmpty() ? gaps : new ShapedArrivals(gaps, shapes, horizonNanos);
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    return ratePerSecond() * OperationalTime.at(shapes, horizonNanos);
  }

  /** Arrivals with a draw of their own for every gap. */
  private static final class Gaps implements ArrivalTimes {
    private final Distribution gap;
    private final long key;
    private final RandomStream random = new RandomStream();
    private long arrived;
    private long lastNanos;

    Gaps(Distribution gap, long key) {
      this.gap = gap;
      this.key = key;
    }

    @Override
    public long nextNanos() {
      lastNanos += gap.sampleNanos(random.at(Streams.draw(key, Purpose.ARRIVAL, arrived++)));
      return lastNanos;
    }
  }
}
