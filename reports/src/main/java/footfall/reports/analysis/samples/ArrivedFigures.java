package footfall.reports.analysis.samples;

import footfall.queueing.statistics.CumulativeCounts;
import footfall.queueing.statistics.Durations;
import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.QuantileInterval;
import footfall.queueing.statistics.StudentT;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.recording.Attainment;
import footfall.reports.recording.ObjectiveBook;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of all requests that arrived, answered or not. What was never answered took longer than
 * any limit; what is still open took at least as long as it is old. So there are two ends: the
 * least that a figure can be, and the most.
 */
public final class ArrivedFigures {
  /** A book, its figure (infinite among what was never answered), and the interval of that. */
  public record Judged(Attainment book, double value, Interval interval) {}

  private static final int FEW_EVENTS = 10;

  private final FigureName figure;
  private final Selection selection;
  private final int index;

  /** The figures of an objective of the scenario. */
  public ArrivedFigures(Scenario scenario, FigureName figure) {
    this.figure = figure;
    this.selection = figure.selection().orElseThrow();
    this.index = ObjectiveBook.indexOf(scenario, figure);
  }

  /** The figure of a sample; of windows, that of the worst; NaN where it lies among the lost. */
  double value(Sample sample) {
    return finite(
        books(sample).stream()
            .mapToDouble(this::value)
            .boxed()
            .reduce(this::worse)
            .orElse(Double.NaN));
  }

  /** The one with the worst figure. */
  Judged worst(List<Judged> all) {
    return all.stream()
        .reduce((a, b) -> worse(a.value(), b.value()) == a.value() ? a : b)
        .orElseThrow();
  }

  private double worse(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) ? b : a;
    }
    return figure.better() == FigureName.Direction.MORE ? Math.min(a, b) : Math.max(a, b);
  }

  /** One book of the whole measured time, or one of each window. */
  public List<Attainment> books(Sample sample) {
    return selection.hasWindows()
        ? sample.windows().get(index)
        : List.of(sample.window().attainment(index));
  }

  /** The figure of one book; infinite where it lies among those that were never answered. */
  double value(Attainment book) {
    if (figure.isPartOfRequests()) {
      return part(book, false);
    }
    return switch (figure.stat()) {
      case "mean" -> withOpen(book).meanSeconds();
      case "max" ->
          book.lost() > 0 && !selection.ofCompleted()
              ? Double.POSITIVE_INFINITY
              : withOpen(book).maxSeconds();
      default -> {
        CumulativeCounts most = counts(book, true);
        yield most.total() == 0
            ? Double.NaN
            : observed(book, most.quantile(FigureName.percent(figure.stat()) / 100) / 1e6);
      }
    };
  }

  /**
   * The interval of one book's figure, from the least that it can be to the most.
   *
   * @param groups the same book of each independent sample, in one or several groupings
   */
  Interval interval(Attainment whole, List<List<Attainment>> groups, double confidence) {
    Interval widest = Interval.NONE;
    for (List<Attainment> grouped : groups) {
      Interval interval = interval(whole, confidence, grouped);
      if (!widest.exists() || interval.high() - interval.low() > widest.high() - widest.low()) {
        widest = interval;
      }
    }
    return widest;
  }

  private Interval interval(Attainment whole, double confidence, List<Attainment> groups) {
    if (figure.isPartOfRequests()) {
      Interval least = parts(whole, groups, confidence, false);
      Interval most = parts(whole, groups, confidence, true);
      return least.exists() && most.exists() ? least.hull(most).within(0, 1) : Interval.NONE;
    }
    if (figure.stat().equals("mean") || figure.stat().equals("max")) {
      Interval interval = of(groups, this::value, value(whole), confidence);
      return interval.exists() ? interval.atLeastZero() : interval;
    }
    Interval least = percentile(whole, groups, confidence, false);
    Interval most = percentile(whole, groups, confidence, true);
    return least.exists() && most.exists()
        ? new Interval(observed(whole, least.low()), observed(whole, most.high()))
        : Interval.NONE;
  }

  /** A time off a histogram, which is no less than the least and no more than the greatest seen. */
  private double observed(Attainment book, double seconds) {
    Durations seen = withOpen(book);
    return Double.isInfinite(seconds) || seen.count() == 0
        ? seconds
        : Math.min(seen.maxSeconds(), Math.max(seen.minSeconds(), seconds));
  }

  private Interval parts(
      Attainment whole, List<Attainment> groups, double confidence, boolean most) {
    double centre = part(whole, most);
    Interval interval = of(groups, book -> part(book, most), centre, confidence);
    double of = base(whole);
    double kept = centre * of;
    return interval.exists() && Math.min(kept, of - kept) < FEW_EVENTS
        ? interval.hull(TwoProportions.exact(Math.round(kept), Math.round(of), confidence))
        : interval;
  }

  private static Interval of(
      List<Attainment> groups,
      ToDoubleFunction<Attainment> figure,
      double centre,
      double confidence) {
    return StudentT.interval(centre, groups.stream().mapToDouble(figure).toArray(), confidence);
  }

  private Interval percentile(
      Attainment whole, List<Attainment> groups, double confidence, boolean most) {
    return QuantileInterval.of(
        groups.stream().map(book -> counts(book, most)).toList(),
        counts(whole, most),
        FigureName.percent(figure.stat()) / 100,
        confidence);
  }

  /** How many the part is of. */
  public double base(Attainment book) {
    return selection.ofCompleted() ? book.judged() + book.answered().count() : book.arrived();
  }

  /** Of how many nobody knows the time: they were never answered, or are still open. */
  public double unknown(Attainment book) {
    return selection.ofCompleted() ? 0 : book.lost() + book.open().count();
  }

  private double part(Attainment book, boolean most) {
    double kept = book.kept() + (most && !selection.ofCompleted() ? book.open().count() : 0);
    return base(book) == 0 ? Double.NaN : kept / base(book);
  }

  private Durations withOpen(Attainment book) {
    return selection.ofCompleted() || book.open().count() == 0
        ? book.answered()
        : Durations.merged(List.of(book.answered(), book.open()));
  }

  private CumulativeCounts counts(Attainment book, boolean most) {
    if (selection.ofCompleted()) {
      return book.answered().cumulative();
    }
    return most
        ? book.answered().cumulative().endless(book.lost() + book.open().count())
        : withOpen(book).cumulative().endless(book.lost());
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** The books of one window, or of the whole, of independent samples. */
  List<Attainment> books(List<Sample> samples, int window) {
    return samples.stream()
        .map(this::books)
        .filter(books -> window < books.size())
        .map(books -> books.get(window))
        .toList();
  }
}
