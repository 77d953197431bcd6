package footfall.simulator.measurement;

import footfall.gatling.LoadSettings;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.LoadFigures.Limit;
import footfall.reports.results.LoadFigures.Probe;
import footfall.reports.results.Results;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks for the largest load at which a deployment keeps its objectives: first in simulation, then
 * from there on the deployment, by steps until one holds and one does not, by halves between them,
 * and at last once more for the whole horizon, which may step down again.
 */
public final class LimitSearch {
  private static final double STEP = 1.25;
  private static final double BEFORE_THE_KNEE = 0.8;
  private static final double CLOSE = 1.05;
  private static final double FEWEST = 1.0 / 1024;
  private static final double MOST = 4096;
  private static final int MOST_PROBES = 16;
  private static final long MOST_SIMULATED = 2_000_000;
  private static final int MOST_CONFIRMATIONS = 6;

  private final ResolvedScenario whole;
  private final Function<LoadSettings, LoadTest.Measured> test;
  private final LoadSettings probeSettings;
  private final LoadSettings settings;
  private final List<Probe> probes = new ArrayList<>();
  private boolean generatorFailed;
  private long simulatedRequests;

  /**
   * A search that has not begun.
   *
   * @param probeSettings of short load tests
   * @param settings of the last load test, which is the result
   * @param whole the scenario as it has it
   * @param test makes a load test
   * @throws InvalidInputException if there are no objectives
   */
  public LimitSearch(
      LoadSettings probeSettings,
      LoadSettings settings,
      ResolvedScenario whole,
      Function<LoadSettings, LoadTest.Measured> test) {
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
  }

  /**
   * Searches.
   *
   * @return the load test at the limit, which has written the run folder; the last one that was
   *     tried where no load was found that holds
   */
  public LoadTest.Measured search() {
    double predicted = predictedLimit();
    double start = Double.isNaN(predicted) ? 1 : predicted * BEFORE_THE_KNEE;
    double low = Double.NaN;
    double high = Double.NaN;
    double factor = start;
    while (Double.isNaN(low) || Double.isNaN(high)) { // Bracket.
      if (holds(factor)) {
        low = factor;
        factor *= STEP;
      } else {
        high = factor;
        factor /= STEP;
      }
      if (isEnough(factor)) {
        break;
      }
    }
    while (high / low > CLOSE && !isEnough(low)) { // Bisect; not where one of them is missing.
      double middle = Math.sqrt(low * high);
      if (holds(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return confirmed(predicted, Double.isNaN(low) ? factor : low, high);
  }

  private boolean isEnough(double factor) {
    return generatorFailed || probes.size() >= MOST_PROBES || factor < FEWEST || factor > MOST;
  }

  private LoadTest.Measured confirmed(double predicted, double from, double above) {
    double factor = from;
    double high = above;
    LoadTest.Measured measured = null;
    for (int i = 0; i < MOST_CONFIRMATIONS; i++) {
      Limit limit = new Limit(predicted, Double.NaN, high, List.copyOf(probes));
      measured = test.apply(settings.at(factor, settings.out()).foundBy(limit));
      probes.add(probe(factor, measured.results()));
      if (keeps(measured.results())) {
        return measured;
      }
      high = factor;
      factor /= STEP;
    }
    return measured;
  }

  private boolean holds(double factor) {
    Results results;
    try {
      results = test.apply(probeSettings.at(factor, probeSettings.out())).results();
    } catch (InvalidInputException e) {
      if (probes.isEmpty()) {
        throw e;
      }
      return false; // So much cannot be put on.
    }
    probes.add(probe(factor, results));
    generatorFailed |= results.load().generator().verdict() != LoadFigures.Fitness.KEPT_UP;
    return keeps(results);
  }

  /** By the figures themselves: a short test has wide intervals. */
  private static boolean keeps(Results results) {
    return broken(results).isEmpty()
        && results.load().generator().verdict() == LoadFigures.Fitness.KEPT_UP;
  }

  private static List<SloVerdict> broken(Results results) {
    return results.slo().stream().filter(slo -> !slo.isKept()).toList();
  }

  private static Probe probe(double factor, Results results) {
    boolean valid = results.load().generator().verdict() == LoadFigures.Fitness.KEPT_UP;
    List<SloVerdict> broken = broken(results);
    String verdict = !valid ? "NOT_VALID" : broken.isEmpty() ? "PASS" : "FAIL";
    String because =
        !valid
            ? results.load().generator().because()
            : broken.stream()
                .map(slo -> String.format(Locale.ROOT, "%s %.3g", slo.words(), slo.actual()))
                .collect(Collectors.joining(", "));
    return new Probe(
        factor,
        results.run().simulatedSeconds(),
        results.metrics().get("request_throughput").mean(),
        verdict,
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
