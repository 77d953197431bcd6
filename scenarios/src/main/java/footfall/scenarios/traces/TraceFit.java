package footfall.scenarios.traces;

import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.ArrivalTimes;
import footfall.scenarios.arrivals.Arrivals;
import footfall.scenarios.arrivals.Modulated;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.distributions.Gamma;
import footfall.scenarios.distributions.Weibull;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An arrival process that resembles a trace, with how bursty it turned out over many arrivals.
 *
 * @param yaml the process as it would stand in a scenario
 * @param misfit root mean square of the logarithms of model over trace, in the coefficient of
 *     variation and the indices of dispersion; the least is the best
 */
public record TraceFit(
    String yaml, Arrivals.Open model, ArrivalStatistics statistics, double misfit) {
  private static final int ARRIVALS = 200_000;

  /** Below this, gaps and counts are as regular as makes no difference. */
  private static final double REGULAR = 0.05;

  private static final double AS_GOOD = 0.075;

  /** Values of the one figure that dispersion leaves open, of which the best is taken. */
  private static final int PARTS = 8;

  /** A rate of less than this part of the mean is none. */
  private static final double LEAST_PART = 1e-6;

  private static final double LEAST_CHANGE_PER_SECOND = 1e-4;
  private static final double GREATEST_CHANGE_PER_SECOND = 10;

  /** Poisson, gamma, Weibull and Markov-modulated models of the same rate, the best first. */
  public static List<TraceFit> of(ArrivalStatistics trace) {
    double rate = trace.ratePerSecond();
    double cv = Math.max(REGULAR, trace.coefficientOfVariation());
    List<TraceFit> fits = new ArrayList<>();
    fits.add(fit(trace, yaml("poisson: {rate: %s/s}", rate), Renewal.poisson(rate)));
    fits.add(
        fit(
            trace,
            yaml("gamma: {rate: %s/s, cv: %s}", rate, cv),
            new Renewal(Gamma.ofSd(1 / rate, cv / rate), List.of())));
    fits.add(
        fit(
            trace,
            yaml("weibull: {rate: %s/s, cv: %s}", rate, cv),
            new Renewal(Weibull.ofSd(1 / rate, cv / rate), List.of())));
    addModulated(trace, rate, fits);
    fits.sort(Comparator.comparingDouble(TraceFit::misfit));
    return List.copyOf(fits);
  }

  /** Of several, the best first: Poisson where that is about as good as the best. */
  public static TraceFit simplest(List<TraceFit> fits) {
    return fits.stream()
        .filter(fit -> fit.yaml().startsWith("poisson"))
        .filter(fit -> fit.misfit() < fits.get(0).misfit() + AS_GOOD)
        .findFirst()
        .orElse(fits.get(0));
  }

  /**
   * Two states, by the method of moments: for changes at a rate r in all, the index of dispersion
   * is {@code I(t) = 1 + A (1 - (1 - exp(-rt))/(rt))} with {@code A = 2 sigma^2/(lambda r)}, where
   * sigma^2 is the variance of the rate. A follows from r by least squares; r is searched.
   */
  private static void addModulated(ArrivalStatistics trace, double rate, List<TraceFit> fits) {
    double bestError = Double.POSITIVE_INFINITY;
    double changes = 0;
    double excess = 0;
    for (double r = LEAST_CHANGE_PER_SECOND; r < GREATEST_CHANGE_PER_SECOND; r *= 1.05) {
      double a = excess(trace, r);
      double error = 0;
      for (int i = 0; i < ArrivalStatistics.WINDOW_NANOS.length; i++) {
        double ratio = (1 + a * saturation(r, i)) / trace.dispersion(i);
        error += Double.isNaN(ratio) ? 0 : Math.pow(Math.log(ratio), 2);
      }
      if (a > 0 && error < bestError) {
        bestError = error;
        changes = r;
        excess = a;
      }
    }
    if (excess == 0) {
      return;
    }
    double variance = excess * rate * changes / 2;
    double most = rate * rate / (rate * rate + variance);
    TraceFit best = null;
    double bestCv = Double.POSITIVE_INFINITY;
    for (int part = 1; part <= PARTS; part++) {
      TraceFit fit = modulated(trace, rate, changes, variance, most * part / PARTS);
      double ratio = fit.statistics().coefficientOfVariation() / trace.coefficientOfVariation();
      double off = Math.abs(Math.log(ratio));
      if (off < bestCv) {
        bestCv = off;
        best = fit;
      }
    }
    fits.add(Objects.requireNonNull(best));
  }

  /**
   * With a part of the time in the state of the greater rate: the dispersion is the same for all,
   * the gaps are not.
   */
  private static TraceFit modulated(
      ArrivalStatistics trace, double rate, double changes, double variance, double high) {
    double deviation = Math.sqrt(variance / (high * (1 - high)));
    double highRate = rate + deviation * (1 - high);
    double lowRate = Math.max(0, rate - deviation * high);
    lowRate = lowRate < LEAST_PART * rate ? 0 : lowRate;
    double stayHigh = 1 / (changes * (1 - high));
    double stayLow = 1 / (changes * high);
    Modulated model =
        new Modulated(
            List.of(new Modulated.State(highRate, stayHigh), new Modulated.State(lowRate, stayLow)),
            List.of());
    return fit(
        trace,
        yaml(
            "mmpp: {states: [{rate: %s/s, stay: %ss}, {rate: %s/s, stay: %ss}]}",
            highRate, stayHigh, lowRate, stayLow),
        model);
  }

  /** Least squares of {@code (I - 1)/I} against the saturation, over all windows. */
  private static double excess(ArrivalStatistics trace, double r) {
    double above = 0;
    double below = 0;
    for (int i = 0; i < ArrivalStatistics.WINDOW_NANOS.length; i++) {
      double dispersion = trace.dispersion(i);
      if (!Double.isNaN(dispersion)) {
        double weighted = saturation(r, i) / dispersion;
        above += weighted * (dispersion - 1) / dispersion;
        below += weighted * weighted;
      }
    }
    return below == 0 ? 0 : above / below;
  }

  private static double saturation(double r, int window) {
    double x = r * ArrivalStatistics.WINDOW_NANOS[window] / 1e9;
    return 1 + Math.expm1(-x) / x;
  }

  private static TraceFit fit(ArrivalStatistics trace, String yaml, Arrivals.Open model) {
    ArrivalStatistics statistics = new ArrivalStatistics();
    ArrivalTimes times = model.begin(1, Long.MAX_VALUE);
    for (int i = 0; i < ARRIVALS; i++) {
      statistics.add(times.nextNanos());
    }
    double squares =
        square(
            Math.max(REGULAR, statistics.coefficientOfVariation())
                / Math.max(REGULAR, trace.coefficientOfVariation()));
    int terms = 1;
    for (int i = 0; i < ArrivalStatistics.WINDOW_NANOS.length; i++) {
      double ratio =
          Math.max(REGULAR, statistics.dispersion(i)) / Math.max(REGULAR, trace.dispersion(i));
      if (!Double.isNaN(ratio)) {
        squares += square(ratio);
        terms++;
      }
    }
    return new TraceFit(yaml, model, statistics, Math.sqrt(squares / terms));
  }

  private static double square(double ratio) {
    return Math.pow(Math.log(ratio), 2);
  }

  private static String yaml(String format, double... values) {
    Object[] texts = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = plain(values[i]);
    }
    return String.format(Locale.ROOT, format, texts);
  }

  /** Five significant digits without an exponent, as scenarios are written. */
  private static String plain(double value) {
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}
