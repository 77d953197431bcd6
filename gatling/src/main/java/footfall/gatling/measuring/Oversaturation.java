package footfall.gatling.measuring;

import footfall.reports.measurement.MeasuredRequest;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Tells when an objective cannot be kept any more, whatever is still to come: more requests have
 * missed its limit than it forgives of all that are expected in the whole test. Only percentiles of
 * the latency and of the time to the first token are looked at; others need the test's end.
 */
public final class Oversaturation {
  private static final double NANOS = 1e9;
  private static final double PERCENT = 100;

  /** How many more requests may come than are expected. */
  private static final double MARGIN = 1.25;

  /** With fewer, how many will come cannot be estimated. */
  private static final int FEWEST = 20;

  private final Scenario scenario;
  private final LoadLog log;
  private final RunClock clock;
  private final DoubleSupplier partOfArrivals;
  private final long fromNanos;

  /**
   * A test that has just begun.
   *
   * @param partOfArrivals that have come so far, of all of the test, from 0 to 1
   */
  public Oversaturation(
      Scenario scenario, LoadLog log, RunClock clock, DoubleSupplier partOfArrivals) {
    this.scenario = scenario;
    this.log = log;
    this.clock = clock;
    this.partOfArrivals = partOfArrivals;
    this.fromNanos = scenario.warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
  }

  /** What can be said now, in words; empty if the objectives may still be kept. */
  public Optional<String> found() {
    List<MeasuredRequest> all = log.everyRequest();
    double expected = MARGIN * all.size() / Math.max(1e-9, partOfArrivals.getAsDouble());
    if (all.size() < FEWEST) {
      return Optional.empty();
    }
    return scenario.slos().stream()
        .filter(Oversaturation::isLookedAt)
        .filter(slo -> late(slo, all) > forgiven(slo) * expected)
        .findFirst()
        .map(slo -> sentence(slo, late(slo, all)));
  }

  private String sentence(Slo slo, long late) {
    return String.format(
        Locale.ROOT,
        "Stopped after %.0f s: %,d requests have missed %s, more than %s forgives.",
        clock.nowNanos() / NANOS,
        late,
        slo.stated(),
        slo.figure());
  }

  private static boolean isLookedAt(Slo slo) {
    return slo.op() == Slo.Op.AT_MOST
        && slo.figure().isOfAll()
        && slo.stat().matches("p[0-9.]+")
        && List.of("request_latency", "time_to_first_token").contains(slo.metric());
  }

  private static double forgiven(Slo slo) {
    return 1 - FigureName.percent(slo.stat()) / PERCENT;
  }

  /** What was not answered is over any limit, as in a verdict. */
  private long late(Slo slo, List<MeasuredRequest> all) {
    boolean isFirst = slo.metric().equals("time_to_first_token");
    double limitNanos = slo.threshold() * NANOS;
    long now = clock.nowNanos();
    return all.stream()
        .filter(request -> request.times().intendedNanos() >= fromNanos)
        .filter(
            request -> {
              MeasuredRequest.Timestamps times = request.times();
              if (!request.isOpen() && !request.isAnswered()) {
                return true;
              }
              long until = isFirst ? times.firstTokenNanos() : times.endedNanos();
              return (request.isAnswered() ? until : now) - times.intendedNanos() > limitNanos;
            })
        .count();
  }
}
