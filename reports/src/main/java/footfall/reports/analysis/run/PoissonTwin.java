package footfall.reports.analysis.run;

import footfall.reports.analysis.samples.Intervals;
import footfall.reports.analysis.samples.Sample;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.Metric;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Burstiness;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The same scenario with Poisson arrivals of the trace's rate, and token counts drawn from those of
 * the trace: what a plan would have said that knew only the rate.
 */
public final class PoissonTwin {
  private static final int LEAST_REPLICATIONS = 5;

  private PoissonTwin() {}

  /** The twin of a scenario that replays two requests or more; empty for any other. */
  public static Optional<Scenario> of(Scenario scenario) {
    if (!(scenario.arrivals() instanceof Replay replay) || replay.sessions()) {
      return Optional.empty();
    }
    Trace trace = replay.trace();
    int count = (int) replay.expectedUntil(scenario.horizonNanos());
    long spanNanos = count < 2 ? 0 : replay.atNanos(count - 1);
    if (spanNanos == 0) {
      return Optional.empty();
    }
    Distribution input = observed(count, trace::inputTokens);
    Distribution output = observed(count, trace::outputTokens);
    return Optional.of(
        new Scenario(
            scenario.name(),
            scenario.description(),
            scenario.seed(),
            Math.max(LEAST_REPLICATIONS, scenario.replications()),
            spanNanos,
            scenario.warmUp(),
            scenario.drain(),
            scenario.month(),
            Renewal.poisson((count - 1) / (spanNanos / 1e9)),
            scenario.shoppers().stream().map(s -> s.saying(input, output, s.thinking())).toList(),
            scenario.pools(),
            scenario.routing(),
            List.of(),
            scenario.currency(),
            Map.of(),
            List.of(),
            Scenario.SAMPLE));
  }

  private static Distribution observed(int count, IntUnaryOperator tokens) {
    List<Double> values =
        IntStream.range(0, count).mapToObj(i -> (double) tokens.applyAsInt(i)).toList();
    return new Empirical(values, Collections.nCopies(values.size(), 1.0));
  }

  /** The replayed trace beside its twin. */
  static Burstiness compare(
      List<ReplicationRecord> replayed,
      Samples samples,
      Scenario twin,
      List<ReplicationRecord> twinReplications) {
    Burstiness.Tail recorded = tail(replayed, samples);
    Burstiness.Tail poisson = tail(twinReplications, Samples.of(twin, twinReplications));
    return new Burstiness(
        recorded, poisson, recorded.requestLatencyP99() / poisson.requestLatencyP99());
  }

  private static Burstiness.Tail tail(List<ReplicationRecord> replications, Samples samples) {
    ToDoubleFunction<Sample> p99 =
        s -> s.window().durations(Metric.REQUEST_LATENCY).percentileSeconds(99);
    int longest = ArrivalStatistics.WINDOW_NANOS.length - 1;
    return new Burstiness.Tail(
        Workloads.mean(replications, ArrivalStatistics::ratePerSecond),
        Workloads.mean(replications, ArrivalStatistics::coefficientOfVariation),
        Workloads.mean(replications, arrivals -> arrivals.dispersion(longest)),
        samples.value(p99),
        new Intervals(samples).of(p99));
  }
}
