package footfall.simulator.measurement;

import footfall.gatling.LoadSettings;
import footfall.reports.results.LoadFigures.Fitness;
import footfall.reports.results.LoadFigures.Generator;
import footfall.reports.results.LoadFigures.Limit;
import footfall.reports.results.LoadFigures.Probe;
import footfall.reports.results.Results;
import footfall.reports.results.Results.PredictionRow;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the largest load at which a deployment keeps its objectives: first in simulation, then
 * on both sides of what that says ({@link Bracket}), by steps until one load holds and one does
 * not, by halves between them, and at last once more for the whole horizon, which may step down
 * again. A load at which the generator was late says nothing of the target: it is put on again, and
 * where it stays so the search ends without a limit beyond the loads that passed.
 */
public final class LimitSearch {
  private static final double STEP = 1.25;
  private static final double CLOSE = 1.05;

  /** Standard errors in half an interval of 95 %. */
  private static final double ERRORS_IN_HALF = 1.96;

  private static final double FEWEST = 1.0 / 1024;
  private static final double MOST = 4096;
  private static final int MOST_PROBES = 16;
  private static final long MOST_SIMULATED = 2_000_000;
  private static final int MOST_CONFIRMATIONS = 6;

  /** How often a load is put on until the generator keeps up with it. */
  private static final int TRIES = 3;

  private final ResolvedScenario whole;
  private final Function<LoadSettings, LoadTest.Measured> test;
  private final DoubleConsumer held;
  private final LoadSettings probeSettings;
  private final LoadSettings settings;
  private final List<Probe> probes = new ArrayList<>();
  private double predicted = Double.NaN;
  private boolean generatorIsLate;

  /** Whether the last load that was too much was so by more than chance. */
  private boolean isClear;

  private long simulatedRequests;

  /**
   * A search that has not begun.
   *
   * @param probeSettings of short load tests
   * @param settings of the last load test, which is the result
   * @param whole the scenario as it has it
   * @param test makes a load test
   * @param held told of each load that held, when its test has been written
   * @throws InvalidInputException if there are no objectives
   */
  public LimitSearch(
      LoadSettings probeSettings,
      LoadSettings settings,
      ResolvedScenario whole,
      Function<LoadSettings, LoadTest.Measured> test,
      DoubleConsumer held) {
    if (whole.scenario().slos().isEmpty()) {
      throw InvalidInputException.of(
          "--find-limit",
          whole.scenario().name() + " states no slos",
          "add some, such as {metric: request_latency, stat: p95, op: <=, threshold: 2s}");
    }
    this.probeSettings = probeSettings;
    this.whole = whole;
    this.settings = settings;
    this.test = test;
    this.held = held;
  }

  /**
   * Searches.
   *
   * @return the load test at the limit, which has written the run folder; the last one that was
   *     tried where no load was found that holds
   */
  public LoadTest.Measured search() {
    predicted = predictedLimit();
    Bracket bracket = new Bracket(predicted);
    double factor = bracket.next();
    for (double next = factor; !Double.isNaN(next) && !isEnough(next); next = bracket.next()) {
      factor = next;
      Outcome outcome = probed(factor, bracket.high());
      if (outcome == Outcome.PASS) {
        bracket.held(factor);
      } else if (outcome == Outcome.FAIL) {
        bracket.tooMuch(factor, isClear);
      }
    }
    return confirmed(Double.isNaN(bracket.low()) ? factor : bracket.low(), bracket.high());
  }

  private boolean isEnough(double factor) {
    return generatorIsLate || probes.size() >= MOST_PROBES || factor < FEWEST || factor > MOST;
  }

  private LoadTest.Measured confirmed(double from, double above) {
    double factor = from;
    double high = above;
    LoadTest.Measured measured = null;
    for (int i = 0; i < MOST_CONFIRMATIONS; i++) {
      measured = test.apply(settings.at(factor, settings.out()).foundBy(soFar(high, false)));
      Results results = measured.results();
      probes.add(probe(factor, results));
      if (outcome(results) == Outcome.PASS) {
        return measured;
      }
      if (outcome(results) == Outcome.FAIL) {
        high = factor;
        factor /= STEP;
      } else if (isLateAgain(factor)) {
        return measured;
      }
    }
    return measured;
  }

  private Limit soFar(double above, boolean goesOn) {
    return new Limit(predicted, Double.NaN, above, generatorIsLate, goesOn, List.copyOf(probes));
  }

  /**
   * What a load shows; the generator is given several tries to keep up.
   *
   * @param above the smallest load that was too much so far
   */
  private Outcome probed(double factor, double above) {
    Outcome outcome = Outcome.NOT_VALID;
    while (outcome == Outcome.NOT_VALID && !isLateAgain(factor)) {
      Results results;
      try {
        LoadSettings probe = probeSettings.at(factor, probeSettings.out());
        if (factor == above) { // Others come: the same would show the same.
          probe = probe.changing(withAnotherSeed(probe.settings()));
        }
        results = test.apply(probe.foundBy(soFar(above, true))).results();
      } catch (InvalidInputException e) {
        if (probes.isEmpty()) {
          throw e;
        }
        isClear = true;
        return Outcome.FAIL; // So much cannot be put on.
      }
      probes.add(probe(factor, results));
      outcome = outcome(results);
      isClear = broken(results).stream().anyMatch(slo -> isClear(slo, results.prediction()));
      if (outcome == Outcome.PASS) {
        held.accept(factor);
      }
    }
    generatorIsLate |= outcome == Outcome.NOT_VALID;
    return outcome;
  }

  /** Whether the last tries have all been at this load, and the generator was late in all. */
  private boolean isLateAgain(double factor) {
    return probes.size() >= TRIES
        && probes.subList(probes.size() - TRIES, probes.size()).stream()
            .allMatch(
                probe ->
                    probe.factor() == factor && probe.verdict().equals(Outcome.NOT_VALID.name()));
  }

  /** What a test at some load shows. */
  private enum Outcome {
    PASS,
    FAIL,
    /** The generator was late, and so nothing. */
    NOT_VALID
  }

  /**
   * By the figures themselves: a short test has wide intervals. Connections that run out are those
   * that a target has not answered.
   */
  private static Outcome outcome(Results results) {
    Generator generator = results.load().generator();
    boolean ranOut = generator.connectionsMax() >= generator.connectionsAllowed();
    if (generator.verdict() != Fitness.KEPT_UP && !ranOut) {
      return Outcome.NOT_VALID;
    }
    return broken(results).isEmpty() && !ranOut ? Outcome.PASS : Outcome.FAIL;
  }

  private List<String> withAnotherSeed(List<String> assignments) {
    List<String> changed = new ArrayList<>(assignments);
    changed.add("seed=" + (whole.scenario().seed() + probes.size()));
    return changed;
  }

  /**
   * Whether it is no surprise that an objective is missed: by more than a standard error, or the
   * same shoppers miss it in simulation as well.
   */
  private static boolean isClear(SloVerdict slo, @Nullable List<PredictionRow> predicted) {
    boolean isTooHigh = slo.threshold() < slo.actual();
    double half = isTooHigh ? slo.actual() - slo.ci95()[0] : slo.ci95()[1] - slo.actual();
    return slo.verdict() == Verdict.FAIL
        || Math.abs(slo.actual() - slo.threshold()) > half / ERRORS_IN_HALF
        || (predicted != null && predicted.stream().anyMatch(row -> misses(row, slo, isTooHigh)));
  }

  private static boolean misses(PredictionRow row, SloVerdict slo, boolean isTooHigh) {
    return row.metric().equals(slo.metric())
        && row.stat().equals(slo.stat())
        && row.pool() == null
        && slo.pool() == null
        && (isTooHigh ? row.predicted() > slo.threshold() : row.predicted() < slo.threshold());
  }

  private static List<SloVerdict> broken(Results results) {
    return results.slo().stream().filter(slo -> !slo.isKept()).toList();
  }

  private static Probe probe(double factor, Results results) {
    Outcome outcome = outcome(results);
    List<SloVerdict> broken = broken(results);
    String because =
        outcome == Outcome.NOT_VALID || broken.isEmpty() && outcome == Outcome.FAIL
            ? results.load().generator().because()
            : broken.stream()
                .map(slo -> String.format(Locale.ROOT, "%s %.3g", slo.words(), slo.actual()))
                .collect(Collectors.joining(", "));
    return new Probe(
        factor,
        results.run().simulatedSeconds(),
        results.metrics().get("request_throughput").mean(),
        outcome.name(),
        because);
  }

  /** Where the simulation stops keeping the objectives; NaN if nowhere. */
  private double predictedLimit() {
    double low = Double.NaN;
    double high = Double.NaN;
    double factor = 1;
    while (Double.isNaN(low) || Double.isNaN(high)) {
      if (predictedToHold(factor)) {
        low = factor;
        factor *= 2;
        if (simulatedRequests > MOST_SIMULATED) {
          return low; // It may stand more, but not more than anybody puts on in a test.
        }
      } else {
        high = factor;
        factor /= 2;
      }
      if (factor < FEWEST || factor > MOST) {
        return Double.NaN;
      }
    }
    while (high / low > CLOSE) {
      double middle = Math.sqrt(low * high);
      if (predictedToHold(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean predictedToHold(double factor) {
    Scenario scenario = whole.scenario().atLoad(factor);
    Results predicted = LoadTest.predict(whole, scenario, settings.version());
    simulatedRequests = predicted.ledger().requests().submitted();
    return broken(predicted).isEmpty();
  }
}
