package footfall.scenarios.pools;

import footfall.scenarios.distributions.Distribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happens to the workers of a pool while it runs.
 *
 * @param loadNanos from switching a worker on to its first request: the model is loaded
 * @param inFlight what becomes of requests whose worker is lost
 * @param failures at random; empty for none
 * @param outages of some workers at once, a region say, at stated times
 * @param restartNanos when all workers are restarted one after the other; empty for never
 * @param autoscaling empty for a fixed number of workers
 */
public record Operations(
    long loadNanos,
    InFlight inFlight,
    Optional<Failures> failures,
    List<Outage> outages,
    OptionalLong restartNanos,
    Optional<Autoscaling> autoscaling) {

  /** Workers are there from the start to the end. */
  public static final Operations UNEVENTFUL =
      new Operations(
          0, InFlight.FAIL, Optional.empty(), List.of(), OptionalLong.empty(), Optional.empty());

  /** Copies the list. */
  public Operations {
    outages = List.copyOf(outages);
  }

  /** Whether the same workers are there from the start to the end. */
  public boolean isUneventful() {
    return !hasIncidents() && autoscaling.isEmpty();
  }

  /** Whether workers are lost or restarted. */
  public boolean hasIncidents() {
    return failures.isPresent() || !outages.isEmpty() || restartNanos.isPresent();
  }

  /** The same where no worker is lost or restarted. */
  public Operations withoutIncidents() {
    return new Operations(
        loadNanos, inFlight, Optional.empty(), List.of(), OptionalLong.empty(), autoscaling);
  }

  /** Whether the pool may be without workers until a request waits for one. */
  public boolean startsOnDemand() {
    return autoscaling
        .filter(scaling -> scaling.min() == 0)
        .filter(
            scaling ->
                scaling.rule() instanceof TargetUtilization
                    || scaling.rule() instanceof TargetInSystem)
        .isPresent();
  }

  /** What becomes of requests whose worker is lost. */
  public enum InFlight {
    /** They fail. */
    FAIL,
    /** They go back to the front of the queue and are served from the start. */
    REQUEUE
  }

  /**
   * Failures of single workers, independent of each other.
   *
   * @param uptime seconds from coming up to failing
   * @param repair seconds from failing to being switched on again
   */
  public record Failures(Distribution uptime, Distribution repair) {}

  /** So many workers are lost at once and come back at once. */
  public record Outage(long fromNanos, long toNanos, int workers) {}

  /**
   * A number of workers that follows the load.
   *
   * @param everyNanos between two decisions
   * @param delayNanos by which the figures are old that a decision is made on
   * @param cooldownNanos after a change, in which workers are not switched off
   */
  public record Autoscaling(
      int min, int max, Rule rule, long everyNanos, long delayNanos, long cooldownNanos) {}

  /** How many workers are wanted. */
  public sealed interface Rule {}

  /** So many that the mean utilisation since the last decision would be this. */
  public record TargetUtilization(double target) implements Rule {}

  /** So many that each has at most so many requests, waiting and in service. */
  public record TargetInSystem(double perWorker) implements Rule {}

  /**
   * So many that each begins no more conversations than this, at the greatest rate that is expected
   * until so long ahead: a forecast that comes true.
   */
  public record Forecast(long aheadNanos, double perWorkerPerSecond) implements Rule {}

  /** As many as the plan says; the least number where it says nothing. */
  public record Timetable(List<Stretch> stretches) implements Rule {
    /** So many workers from here to there. */
    public record Stretch(long fromNanos, long toNanos, int workers) {}

    /** Copies the list. */
    public Timetable {
      stretches = List.copyOf(stretches);
    }
  }
}
