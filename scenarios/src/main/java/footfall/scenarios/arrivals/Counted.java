package footfall.scenarios.arrivals;

import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.volumes.Volumes;
import java.util.ArrayList;
import java.util.List;

/**
 * Poisson arrivals at the rates that were counted, stretch by stretch; after the last they go on
 * from the first.
 *
 * @param factor by which every count is multiplied
 */
public record Counted(Volumes volumes, double factor) implements Arrivals.Open {
  @Override
  public Counted atLoad(double other) {
    return new Counted(volumes, factor * other);
  }

  @Override
  public boolean isStationary() {
    return false;
  }

  @Override
  public ArrivalTimes begin(long key, long horizonNanos) {
    double greatest = volumes.busiestPerHour() / 3_600;
    List<RateShape.Steps.Stretch> stretches = new ArrayList<>();
    double step = volumes.stepSeconds();
    for (int i = 0; i * step < horizonNanos / 1e9; i++) {
      double rate = volumes.count(i % volumes.size()) / step;
      stretches.add(new RateShape.Steps.Stretch(i * step, (i + 1) * step, rate / greatest));
    }
    return new Renewal(
            new Exponential(1 / (greatest * factor)), List.of(new RateShape.Steps(stretches, 0)))
        .begin(key, horizonNanos);
  }

  @Override
  public double expectedUntil(long horizonNanos) {
    double stretches = horizonNanos / 1e9 / volumes.stepSeconds();
    double rounds = Math.floor(stretches / volumes.size());
    double count = rounds * volumes.total();
    double left = stretches - rounds * volumes.size();
    for (int i = 0; i < left; i++) {
      count += volumes.count(i % volumes.size()) * Math.min(1, left - i);
    }
    return count * factor;
  }
}
