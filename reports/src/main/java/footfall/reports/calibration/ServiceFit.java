package footfall.reports.calibration;

import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.measurement.MeasuredLog.Served;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import footfall.scenarios.pools.Backend;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Fits the service model of one pool to the requests that it answered, of the same shape as the one
 * that the scenario states: {@link BatchingFit} where the pool batches, as models on this machine
 * do whatever is stated. Where it does not, the gap of each reply is a draw of {@code
 * perOutputToken}, and what its first token took beside that is {@code time + input tokens x
 * perInputToken}.
 *
 * <p>Times are the client's, from the send, less what the server says was queueing: what the
 * network and the gateway take is in them.
 */
public final class ServiceFit {
  /** Fewer tell nothing. */
  static final int FEWEST_REQUESTS = 50;

  private static final int QUANTILES = 100;
  private static final double CONSTANT_CV = 0.02;

  private final PoolSpec spec;
  private final List<Observed> observed;
  private final List<Parameter> parameters = new ArrayList<>();

  private ServiceFit(PoolSpec spec, List<Observed> observed) {
    this.spec = spec;
    this.observed = observed;
  }

  /**
   * The fit; empty where too few requests were answered by the pool.
   *
   * @param runs the answered requests of each run that is fitted to
   */
  public static Optional<FittedService> of(PoolSpec spec, List<List<Served>> runs) {
    List<Observed> observed = Observed.of(spec, runs);
    if (observed.size() < FEWEST_REQUESTS) {
      return Optional.empty();
    }
    PoolSpec batched = batched(spec);
    return Optional.of(
        batched.service().batching().isPresent()
            ? new BatchingFit(batched, observed).fit()
            : new ServiceFit(spec, observed).fit());
  }

  /** What is stated of a model that really batches, as if that made no difference. */
  private static PoolSpec batched(PoolSpec spec) {
    Service service = spec.service();
    boolean batches =
        spec.backend() instanceof Backend.Local || spec.backend() instanceof Backend.Gguf;
    if (!batches
        || spec.slots() == 1
        || !service.streams()
        || service.batching().isPresent()
        || spec.engine().isPresent()) {
      return spec;
    }
    Curve tpot = Curve.affine(service.secondsPerOutputToken().mean(), 0);
    Batching none = new Batching(tpot, Curve.affine(1, 0), new Constant(1), Optional.empty());
    return spec.withService(
        new Service(
            service.time(), service.secondsPerInputToken(), new Constant(0), Optional.of(none)));
  }

  private FittedService fit() {
    Service service = spec.service().streams() ? streaming() : whole();
    return new FittedService(spec.name(), observed.size(), service, parameters);
  }

  private Service streaming() {
    double[] gaps = observed.stream().filter(Observed::speaks).mapToDouble(Observed::gap).toArray();
    boolean known = gaps.length >= FEWEST_REQUESTS;
    Distribution stated = spec.service().secondsPerOutputToken();
    Distribution perOutput = known ? distribution(gaps) : stated;
    double mean = perOutput.mean();
    if (known) {
      told("perOutputToken mean", mean, margin(gaps), stated.mean());
    }
    double[] prefills =
        observed.stream()
            .mapToDouble(o -> o.untilFirstToken() - (o.speaks() ? o.gap() : mean))
            .toArray();
    PrefillFit reading = PrefillFit.of(observed, prefills, spec);
    double[] times = new double[prefills.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = Math.max(0, prefills[i] - observed.get(i).readTokens() * reading.perToken());
    }
    Distribution time = time(times);
    told(
        "perInputToken",
        reading.perToken(),
        reading.margin(),
        spec.service().secondsPerInputToken());
    return new Service(time, reading.perToken(), perOutput, Optional.empty());
  }

  /** Replies that come all at once. */
  private Service whole() {
    double perToken = spec.service().secondsPerInputToken();
    double[] times =
        observed.stream()
            .mapToDouble(
                o ->
                    Math.max(
                        0, o.request().ended() - o.request().started() - o.readTokens() * perToken))
            .toArray();
    return new Service(time(times), perToken, new Constant(0), Optional.empty());
  }

  private Distribution time(double[] times) {
    Distribution time = distribution(times);
    told("time mean", time.mean(), margin(times), spec.service().time().mean());
    return time;
  }

  private void told(String name, double value, double margin, double stated) {
    parameters.add(Parameter.of("service." + name, value, margin, stated));
  }

  /** Hundred values that stand for all; one where all are alike. */
  static Distribution distribution(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    if (Math.sqrt(squares / sorted.length) <= CONSTANT_CV * mean) {
      return new Constant(mean);
    }
    List<Double> stand = new ArrayList<>();
    for (int i = 0; i < QUANTILES; i++) {
      int from = (int) ((long) sorted.length * i / QUANTILES);
      int to = (int) Math.max(from + 1, (long) sorted.length * (i + 1) / QUANTILES);
      stand.add(Arrays.stream(sorted, from, Math.min(sorted.length, to)).average().orElseThrow());
    }
    // Of few values some stand in two groups, so that the groups may have another mean.
    double off = mean / stand.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    stand.replaceAll(value -> value * off);
    return new Empirical(stand, Collections.nCopies(QUANTILES, 1.0));
  }

  /** Half the 95 % interval of the mean. */
  static double margin(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return 1.96 * Math.sqrt(squares / (values.length - 1.0) / values.length);
  }
}
