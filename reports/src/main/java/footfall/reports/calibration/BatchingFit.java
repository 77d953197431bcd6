package footfall.reports.calibration;

import footfall.reports.calibration.ContentionFit.Sample;
import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.calibration.LeastSquares.Solution;
import footfall.scenarios.distributions.Constant;
import footfall.scenarios.distributions.Distribution;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.Batching.Contention;
import footfall.scenarios.pools.Curve;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fits the service model of workers that batch. The mean gap of each reply, and what its first
 * token took beside one gap, are a curve over how many requests its worker had meanwhile, times one
 * over how many the other workers of the machine had. What remains of the gaps reply by reply is
 * the distribution of {@code pace}, what remains of the reading that of {@code time}: whatever
 * curves take for a mistake of the measurement is in their means all the same.
 */
final class BatchingFit {
  private static final double TINY = 1e-9;

  private final PoolSpec spec;
  private final Batching stated;
  private final List<Observed> observed;

  /** Replies long enough to have gaps. */
  private final List<Observed> spoken;

  private final int mostOthers;
  private final List<Parameter> parameters = new ArrayList<>();

  BatchingFit(PoolSpec spec, List<Observed> observed) {
    this.spec = spec;
    this.stated = spec.service().batching().orElseThrow();
    this.observed = observed;
    this.spoken = observed.stream().filter(Observed::speaks).toList();
    this.mostOthers = (Observed.workersPerMachine(spec) - 1) * spec.slots();
  }

  FittedService fit() {
    Optional<ContentionFit> gaps =
        spoken.size() < ServiceFit.FEWEST_REQUESTS ? Optional.empty() : Optional.of(gaps());
    double[] prefills = prefills(gaps);
    PrefillFit rough = PrefillFit.of(observed, prefills, spec);
    ContentionFit slowness = slowness(prefills, rough);
    double alone = slowness.ownAt(1);
    for (int i = 0; i < prefills.length; i++) {
      Observed one = observed.get(i);
      prefills[i] *= alone / slowness.at(one.ownAtFirst(), one.othersAtFirst());
    }
    PrefillFit reading = PrefillFit.of(observed, prefills, spec);
    double[] times = new double[prefills.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = Math.max(0, prefills[i] - observed.get(i).readTokens() * reading.perToken());
    }
    Distribution time = ServiceFit.distribution(times);

    Curve tpot =
        gaps.map(g -> ownCurve("tpot", g.ownHats(), g.own(), stated.tpot())).orElse(stated.tpot());
    Curve slowdown =
        ownCurve(
            "prefillSlowdown",
            slowness.ownHats(),
            slowness.own().dividedBy(alone),
            stated.prefillSlowdown());
    Optional<Contention> contention = contention(gaps, slowness);
    Distribution pace = gaps.map(this::pace).orElse(stated.pace());
    told("time mean", time.mean(), ServiceFit.margin(times), spec.service().time().mean());
    told(
        "perInputToken",
        reading.perToken(),
        reading.margin(),
        spec.service().secondsPerInputToken());
    Service service =
        new Service(
            time,
            reading.perToken(),
            new Constant(0),
            Optional.of(new Batching(tpot, slowdown, pace, contention)));
    return new FittedService(spec.name(), observed.size(), service, parameters);
  }

  /** Scaled so that all gaps together last as long as they did. */
  private ContentionFit gaps() {
    List<Sample> samples = new ArrayList<>();
    for (Observed one : spoken) {
      samples.add(
          new Sample(
              one.ownAfter(), one.othersAfter(), one.gap(), one.request().outputTokens() - 1.0));
    }
    return ContentionFit.fit(samples, spec.slots(), mostOthers).withMeanOf(samples);
  }

  /** What the first token of each request took, but for one gap. */
  private double[] prefills(Optional<ContentionFit> gaps) {
    double[] prefills = new double[observed.size()];
    for (int i = 0; i < prefills.length; i++) {
      Observed one = observed.get(i);
      double gap =
          gaps.map(g -> g.at(one.ownAtFirst(), one.othersAtFirst()))
              .orElse(stated.tpot().at((int) Math.round(one.ownAtFirst())));
      prefills[i] = Math.max(TINY, one.untilFirstToken() - gap);
    }
    return prefills;
  }

  /** By what reading is slower where others are in service. */
  private ContentionFit slowness(double[] prefills, PrefillFit alone) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < prefills.length; i++) {
      Observed one = observed.get(i);
      samples.add(
          new Sample(one.ownAtFirst(), one.othersAtFirst(), prefills[i] / alone.of(one), 1));
    }
    return ContentionFit.fit(samples, spec.slots(), mostOthers);
  }

  /** How replies scatter about the curves; short ones would add the scatter of single tokens. */
  private Distribution pace(ContentionFit gaps) {
    int[] tokens = spoken.stream().mapToInt(o -> o.request().outputTokens()).sorted().toArray();
    double[] paces =
        spoken.stream()
            .filter(o -> o.request().outputTokens() >= tokens[tokens.length / 2])
            .mapToDouble(o -> o.gap() / gaps.at(o.ownAfter(), o.othersAfter()))
            .toArray();
    double mean = Arrays.stream(paces).average().orElseThrow();
    Distribution pace = ServiceFit.distribution(Arrays.stream(paces).map(p -> p / mean).toArray());
    double sd = Math.sqrt(pace.squaredCv());
    told("batching.pace sd", sd, 1.96 * sd / Math.sqrt(2.0 * paces.length), Double.NaN);
    return pace;
  }

  private Curve ownCurve(String name, PiecewiseLinearBasis hats, Solution fitted, Curve was) {
    Map<Integer, Double> points = new TreeMap<>();
    for (int i = 0; i < hats.knots().length; i++) {
      int knot = hats.knots()[i];
      points.put(knot, fitted.factors()[i]);
      told(
          "batching." + name + "[" + knot + "]",
          fitted.factors()[i],
          fitted.margins()[i],
          was.at(knot));
    }
    int last = hats.knots()[hats.knots().length - 1];
    double scale = points.get(last) / was.at(last);
    for (int knot : PiecewiseLinearBasis.upTo(spec.slots())) {
      points.putIfAbsent(knot, was.at(knot) * scale); // Nobody has seen it: the stated shape.
    }
    return Curve.through(points);
  }

  private Optional<Contention> contention(Optional<ContentionFit> gaps, ContentionFit slowness) {
    boolean isContended =
        slowness.isContended() || gaps.filter(ContentionFit::isContended).isPresent();
    if (!isContended) {
      return Optional.empty();
    }
    Optional<Contention> was = stated.contention();
    Curve prefill = othersCurve("prefill", slowness, was.map(Contention::prefill));
    Curve tpot = gaps.map(g -> othersCurve("tpot", g, was.map(Contention::tpot))).orElse(prefill);
    return Optional.of(new Contention(Observed.workersPerMachine(spec), tpot, prefill));
  }

  private Curve othersCurve(String name, ContentionFit sharing, Optional<Curve> was) {
    Map<Integer, Double> points = new TreeMap<>();
    for (int i = 0; i < sharing.othersHats().knots().length; i++) {
      int knot = sharing.othersHats().knots()[i];
      double factor = sharing.others().factors()[i];
      points.put(knot, factor);
      if (knot > 0) {
        told(
            "batching.contention." + name + "[" + knot + "]",
            factor,
            sharing.others().margins()[i],
            was.map(curve -> curve.at(knot)).orElse(Double.NaN));
      }
    }
    return Curve.through(points);
  }

  private void told(String name, double value, double margin, double was) {
    parameters.add(Parameter.of("service." + name, value, margin, was));
  }
}
