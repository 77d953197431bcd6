package footfall.reports.calibration;

import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.calibration.LeastSquares.Solution;
import footfall.reports.measurement.MeasuredLog.Served;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.distributions.Empirical;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fits the service model of one pool to the requests that it answered, of the same shape as the one
 * that the scenario states.
 *
 * <p>Where the pool batches: the mean gap of each reply is a curve over how many requests its
 * worker had meanwhile, by least squares over straight lines between powers of two; the time to the
 * first token, less one gap, is {@code (time + input tokens x perInputToken) x slowdown}. What
 * remains of it request by request is the distribution of {@code time}. Where it does not batch,
 * the gap of each reply is a draw of {@code perOutputToken}.
 *
 * <p>Times are the client's, from the send, less what the server says was queueing: what the
 * network and the gateway take is in them.
 */
public final class ServiceFit {
  private static final int FEWEST_REQUESTS = 50;
  private static final int QUANTILES = 100;
  private static final double ALONE = 1.5;
  private static final double SAME_TOKENS = 1.0;
  private static final double TINY = 1e-9;

  /** Part of what is stated below which a factor is a mistake of the fit. */
  private static final double LEAST = 0.02;

  private static final double CONSTANT_CV = 0.02;

  /** A request and how busy its worker was. */
  private record Observed(Served request, double togetherAtFirst, double togetherAfter) {
    double gap() {
      return (request.ended() - request.firstToken()) / (request.outputTokens() - 1);
    }

    double untilFirstToken() {
      return request.firstToken() - request.started();
    }

    int readTokens() {
      return request.inputTokens() - request.cachedTokens();
    }
  }

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
    List<Observed> observed = new ArrayList<>();
    for (List<Served> run : runs) {
      Map<Integer, List<Served>> byWorker =
          run.stream()
              .filter(request -> request.pool().equals(spec.name()))
              .collect(
                  Collectors.groupingBy(Served::worker, LinkedHashMap::new, Collectors.toList()));
      for (List<Served> worker : byWorker.values()) {
        observe(worker, worker.get(0).worker() < 0 ? spec.workers() : 1, observed);
      }
    }
    return observed.size() < FEWEST_REQUESTS
        ? Optional.empty()
        : Optional.of(new ServiceFit(spec, observed).fit());
  }

  /**
   * @param share of how many workers these are the requests, where the server does not tell
   */
  private static void observe(List<Served> worker, int share, List<Observed> observed) {
    Concurrency concurrency = new Concurrency(worker);
    for (Served request : worker) {
      if (request.measured()) {
        observed.add(
            new Observed(
                request,
                Math.max(1, concurrency.mean(request.started(), request.firstToken()) / share),
                Math.max(1, concurrency.mean(request.firstToken(), request.ended()) / share)));
      }
    }
  }

  private FittedService fit() {
    Service service =
        spec.service().streams()
            ? spec.service().batching().map(this::batching).orElseGet(this::streaming)
            : whole();
    return new FittedService(spec.name(), observed.size(), service, parameters);
  }

  private Service batching(Batching stated) {
    Curve tpot = gaps(stated.tpot());
    double statedPerToken = spec.service().secondsPerInputToken();
    Reading alone = reading(tpot, stated.prefillSlowdown());
    Curve slowdown = slowdown(tpot, alone, stated.prefillSlowdown());
    double[] times = new double[observed.size()];
    for (int i = 0; i < times.length; i++) {
      Observed one = observed.get(i);
      times[i] =
          Math.max(
              0,
              prefill(one, tpot) / at(slowdown, one.togetherAtFirst())
                  - one.readTokens() * alone.perToken);
    }
    Distribution time = time(times);
    told("service.perInputToken", alone.perToken, alone.margin, statedPerToken);
    return new Service(
        time, alone.perToken, new Constant(0), Optional.of(new Batching(tpot, slowdown)));
  }

  /** Seconds per output token, by how many requests the worker has. */
  private Curve gaps(Curve stated) {
    List<Observed> spoken = observed.stream().filter(o -> o.request.outputTokens() > 2).toList();
    double[] together = spoken.stream().mapToDouble(Observed::togetherAfter).toArray();
    if (spoken.size() < FEWEST_REQUESTS) {
      return stated; // Replies of a word or two tell nothing of gaps.
    }
    Hats hats = Hats.over(together, spec.slots());
    LeastSquares squares = new LeastSquares();
    for (Observed one : spoken) {
      squares.add(hats.at(one.togetherAfter()), one.gap(), one.request.outputTokens() - 1.0);
    }
    Solution solution = squares.solve();
    return curve("service.batching.tpot", hats, solution, stated);
  }

  private Curve curve(String name, Hats hats, Solution solution, Curve stated) {
    Map<Integer, Double> points = new TreeMap<>();
    for (int i = 0; i < hats.knots().length; i++) {
      int knot = hats.knots()[i];
      points.put(knot, Math.max(LEAST * stated.at(knot), solution.factors()[i]));
      told(name + "[" + knot + "]", solution.factors()[i], solution.margins()[i], stated.at(knot));
    }
    int last = hats.knots()[hats.knots().length - 1];
    double scale = points.get(last) / stated.at(last);
    for (int knot : Hats.upTo(spec.slots())) {
      points.putIfAbsent(knot, stated.at(knot) * scale); // Nobody has seen it: the stated shape.
    }
    return Curve.through(points);
  }

  /** What reading an input takes of a request that runs alone. */
  private record Reading(double time, double perToken, double margin) {}

  private Reading reading(Curve tpot, Curve slowdown) {
    List<Observed> alone = observed.stream().filter(o -> o.togetherAtFirst() < ALONE).toList();
    List<Observed> used = alone.size() >= FEWEST_REQUESTS ? alone : observed;
    LeastSquares squares = new LeastSquares();
    for (Observed one : used) {
      double seconds = prefill(one, tpot) / at(slowdown, one.togetherAtFirst());
      squares.add(new double[] {1, one.readTokens()}, seconds, 1);
    }
    double stated = spec.service().secondsPerInputToken();
    if (spread(used) > SAME_TOKENS) {
      Solution solution = squares.solve();
      double perToken = solution.factors()[1];
      if (perToken >= 0 && solution.factors()[0] > 0) {
        return new Reading(solution.factors()[0], perToken, solution.margins()[1]);
      }
      stated = 0; // Longer inputs were not slower.
    }
    double perToken = stated;
    double time =
        median(
            used.stream()
                .mapToDouble(
                    o ->
                        prefill(o, tpot) / at(slowdown, o.togetherAtFirst())
                            - o.readTokens() * perToken)
                .toArray());
    return new Reading(Math.max(TINY, time), perToken, 0);
  }

  private static double prefill(Observed one, Curve tpot) {
    return Math.max(TINY, one.untilFirstToken() - at(tpot, one.togetherAtFirst()));
  }

  /** By what the reading is slower where others are in service. */
  private Curve slowdown(Curve tpot, Reading alone, Curve stated) {
    double[] together = observed.stream().mapToDouble(Observed::togetherAtFirst).toArray();
    Hats hats = Hats.over(together, spec.slots());
    LeastSquares squares = new LeastSquares();
    for (Observed one : observed) {
      double expected = alone.time + one.readTokens() * alone.perToken;
      squares.add(hats.at(one.togetherAtFirst()), prefill(one, tpot) / expected, 1);
    }
    Solution solution = squares.solve();
    double first = solution.factors()[0];
    if (first <= 0) {
      return stated;
    }
    double[] factors = Arrays.stream(solution.factors()).map(f -> f / first).toArray();
    double[] margins = Arrays.stream(solution.margins()).map(m -> m / first).toArray();
    return curve("service.batching.prefillSlowdown", hats, new Solution(factors, margins), stated);
  }

  private Service streaming() {
    List<Observed> spoken = observed.stream().filter(o -> o.request.outputTokens() > 2).toList();
    double[] gaps = spoken.stream().mapToDouble(Observed::gap).toArray();
    boolean known = gaps.length >= FEWEST_REQUESTS;
    Distribution stated = spec.service().secondsPerOutputToken();
    Distribution perOutput = known ? distribution(gaps) : stated;
    double mean = perOutput.mean();
    if (known) {
      told("service.perOutputToken mean", mean, margin(gaps), stated.mean());
    }
    Curve tpot = Curve.through(Map.of(1, mean));
    Reading reading = reading(tpot, Curve.through(Map.of(1, 1.0)));
    double[] times =
        observed.stream()
            .mapToDouble(
                o -> {
                  double gap = o.request.outputTokens() > 2 ? o.gap() : mean;
                  return Math.max(0, o.untilFirstToken() - gap - o.readTokens() * reading.perToken);
                })
            .toArray();
    Distribution time = time(times);
    told(
        "service.perInputToken",
        reading.perToken,
        reading.margin,
        spec.service().secondsPerInputToken());
    return new Service(time, reading.perToken, perOutput, Optional.empty());
  }

  /** Replies that come all at once. */
  private Service whole() {
    double perToken = spec.service().secondsPerInputToken();
    double[] times =
        observed.stream()
            .mapToDouble(
                o ->
                    Math.max(
                        0, o.request.ended() - o.request.started() - o.readTokens() * perToken))
            .toArray();
    return new Service(time(times), perToken, new Constant(0), Optional.empty());
  }

  private Distribution time(double[] times) {
    Distribution time = distribution(times);
    told("service.time mean", time.mean(), margin(times), spec.service().time().mean());
    return time;
  }

  /** Hundred values that stand for all; one where all are alike. */
  private static Distribution distribution(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    if (Math.sqrt(squares / sorted.length) < CONSTANT_CV * mean) {
      return new Constant(mean);
    }
    List<Double> stand = new ArrayList<>();
    for (int i = 0; i < QUANTILES; i++) {
      int from = (int) ((long) sorted.length * i / QUANTILES);
      int to = (int) Math.max(from + 1, (long) sorted.length * (i + 1) / QUANTILES);
      stand.add(Arrays.stream(sorted, from, Math.min(sorted.length, to)).average().orElseThrow());
    }
    return new Empirical(stand, Collections.nCopies(QUANTILES, 1.0));
  }

  private static double margin(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return 1.96 * Math.sqrt(squares / (values.length - 1.0) / values.length);
  }

  private static double spread(List<Observed> requests) {
    double mean = requests.stream().mapToInt(Observed::readTokens).average().orElse(0);
    double squares =
        requests.stream().mapToDouble(o -> (o.readTokens() - mean) * (o.readTokens() - mean)).sum();
    return Math.sqrt(squares / requests.size());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double at(Curve curve, double together) {
    int below = (int) Math.floor(together);
    double part = together - below;
    return (1 - part) * curve.at(below) + part * curve.at(below + 1);
  }

  private void told(String name, double value, double margin, double stated) {
    parameters.add(
        new Parameter(
            name,
            value,
            new double[] {value - margin, value + margin},
            stated,
            stated > 0 ? value / stated : Double.NaN));
  }
}
