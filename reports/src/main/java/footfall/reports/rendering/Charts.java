package footfall.reports.rendering;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;

import footfall.reports.analysis.Outcome;
import footfall.reports.analysis.TimeSeries;
import footfall.reports.results.Results;
import footfall.reports.statistics.Quantity;
import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The pictures of a report. */
final class Charts {
  private static final int POINTS = 160;
  private static final double LAST_PERCENT = 99.9;

  private Charts() {}

  /** Request latency: which part of the requests took longer than how long; empty without any. */
  static Optional<FigureTag> latency(Outcome outcome, Results results) {
    Histogram histogram = outcome.latencyMicros();
    if (histogram.getTotalCount() == 0) {
      return Optional.empty();
    }
    double low = Math.max(1, histogram.getMinNonZeroValue());
    double high = Math.max(low * 1.01, histogram.getValueAtPercentile(LAST_PERCENT));
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double micros = low * Math.pow(high / low, (double) i / (POINTS - 1));
      x[i] = micros / 1e6;
      y[i] = histogram.getPercentileAtOrBelowValue((long) micros) / 100;
    }
    Svg chart =
        new Svg("Request latency", "request latency", true, Quantity::seconds, Quantity::percent)
            .curve(new Svg.Curve("requests answered within", x, y, false));
    for (Results.SloVerdict slo : results.slo()) {
      if (slo.metric().equals("request_latency") && slo.threshold() > 0) {
        chart.mark("SLO " + slo.stat() + " " + Quantity.seconds(slo.threshold()), slo.threshold());
      }
    }
    return Optional.of(
        figure(
            chart.render(),
            figcaption("Part of the requests answered within the given time; table below.")));
  }

  /** A figure of every pool over time. */
  static DomContent overTime(
      Outcome outcome,
      String title,
      DoubleFunction<String> unit,
      ToDoubleFunction<TimeSeries.Point> figure) {
    Svg chart = new Svg(title, "time since the start", false, Quantity::seconds, unit);
    List<String> names = new ArrayList<>();
    outcome.resolved().scenario().pools().forEach(pool -> names.add(pool.name()));
    for (int pool = 0; pool < names.size(); pool++) {
      List<TimeSeries.Point> points = outcome.timeSeries().ofPool(pool);
      double[] values = points.stream().mapToDouble(figure).toArray();
      if (Arrays.stream(values).allMatch(Double::isFinite)) {
        double[] times = points.stream().mapToDouble(TimeSeries.Point::seconds).toArray();
        chart.curve(new Svg.Curve(names.get(pool), times, values, true));
      }
    }
    return chart.render();
  }
}
