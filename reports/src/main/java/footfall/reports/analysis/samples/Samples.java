package footfall.reports.analysis.samples;

import footfall.queueing.statistics.CumulativeCounts;
import footfall.queueing.statistics.Durations;
import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.QuantileInterval;
import footfall.queueing.statistics.StudentT;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.recording.Attainment;
import footfall.reports.recording.Metric;
import footfall.reports.recording.ObjectiveBook;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Window;
import footfall.reports.recording.WindowPlan;
import footfall.scenarios.Scenario;
import footfall.scenarios.WarmUp;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The measured part of all replications, as independent samples: the replications themselves, or,
 * where there is only one, twentieths of it (batches).
 *
 * @param groupings one sample of each replication; or of each batch, and then of longer batches
 * @param whole all that was measured, added up
 * @param warmUpNanos what was left out at the start of each replication
 * @param steady false where a steady state was asked for and not found
 */
public record Samples(
    List<List<Sample>> groupings, Sample whole, long warmUpNanos, boolean steady, Method method) {

  /** Where the intervals come from. */
  public enum Method {
    REPLICATIONS("replications"),
    BATCHES("batches");

    private final String key;

    Method(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }
  }

  private static final int BATCH_PERCENT = 5;
  private static final int FEW_EVENTS = 10;

  /** Groups by replication, or by batches of the only one. */
  public static Samples of(Scenario scenario, List<ReplicationRecord> replications) {
    return of(scenario, replications, new Stretches());
  }

  /**
   * The same.
   *
   * @param known what was measured of some of the replications, to which the others are added
   */
  public static Samples of(
      Scenario scenario, List<ReplicationRecord> replications, Stretches known) {
    WindowPlan plan = replications.get(0).plan();
    int first = firstSection(scenario.warmUp(), plan, replications);
    boolean found = first < plan.sections();
    boolean steady =
        found
            && (scenario.arrivals().isStationary() || !(scenario.warmUp() instanceof WarmUp.Auto));
    int from = found ? first : 0;
    List<Sample> parts = new ArrayList<>();
    if (replications.size() > 1) {
      for (ReplicationRecord replication : replications) {
        parts.add(known.of(scenario, replication, from));
      }
    } else {
      addBatches(scenario, replications.get(0), from, parts);
    }
    return new Samples(
        replications.size() > 1 ? List.of(equal(parts)) : grouped(parts),
        replications.size() > 1
            ? Sample.sum(parts)
            : stretch(scenario, replications.get(0), from, plan.sections()),
        plan.sectionNanos(from),
        steady,
        replications.size() > 1 ? Method.REPLICATIONS : Method.BATCHES);
  }

  /** Without the last, where it is of fewer replications than the others. */
  private static List<Sample> equal(List<Sample> parts) {
    int size = parts.get(0).replications();
    return parts.stream().filter(part -> part.replications() == size).toList();
  }

  /** The figure of the whole. */
  public double value(ToDoubleFunction<Sample> figure) {
    return figure.applyAsDouble(whole);
  }

  /**
   * The figure's interval, by the scatter of the samples. Batches of one run resemble their
   * neighbours, which makes such an interval too narrow; so longer batches are tried too, and the
   * widest interval is taken.
   */
  public Interval interval(ToDoubleFunction<Sample> figure, double confidence) {
    double centre = value(figure);
    Interval widest = Interval.NONE;
    for (List<Sample> grouped : groupings) {
      Interval interval =
          StudentT.interval(centre, grouped.stream().mapToDouble(figure).toArray(), confidence);
      if (!widest.exists() || interval.high() - interval.low() > widest.high() - widest.low()) {
        widest = interval;
      }
    }
    return widest;
  }

  /** The interval of a figure by its name. */
  public Interval interval(Scenario scenario, FigureName name, double confidence) {
    if (name.selection().isPresent()) {
      ArrivedFigures figures = new ArrivedFigures(scenario, name);
      return figures.worst(arrived(figures, confidence)).interval();
    }
    if (name.isTime() && Figures.isPercentile(name)) {
      return interval(Figures.metric(name), Figures.percent(name), confidence);
    }
    Interval interval = interval(Figures.of(scenario, name), confidence).atLeastZero();
    return interval.exists() && name.metric().endsWith("_rate")
        ? interval.hull(rare(scenario, name, confidence))
        : interval;
  }

  /**
   * A figure of all that arrived, of the whole or window by window: each of several windows is
   * judged with a confidence that makes up for their number (Bonferroni).
   */
  public List<ArrivedFigures.Judged> arrived(ArrivedFigures figures, double confidence) {
    List<Attainment> books = figures.books(whole);
    double each = 1 - (1 - confidence) / Math.max(1, books.size());
    List<ArrivedFigures.Judged> judged = new ArrayList<>();
    for (int window = 0; window < books.size(); window++) {
      Attainment book = books.get(window);
      List<List<Attainment>> groups = new ArrayList<>();
      for (List<Sample> grouped : groupings) {
        groups.add(figures.books(grouped, window));
      }
      judged.add(
          new ArrivedFigures.Judged(
              book, figures.value(book), figures.interval(book, groups, each)));
    }
    return judged;
  }

  /**
   * What so few events allow at all: the scatter of the samples says nothing of what none of them
   * has seen.
   */
  private Interval rare(Scenario scenario, FigureName rate, double confidence) {
    double trials = Figures.trials(rate, whole);
    double events = value(Figures.of(scenario, rate)) * trials;
    boolean few = Math.min(events, trials - events) < FEW_EVENTS;
    return few
        ? TwoProportions.exact(Math.round(events), Math.round(trials), confidence)
        : Interval.NONE;
  }

  /** Whether reasoning came before what shoppers see. */
  public boolean hasReasoning() {
    Window all = whole().window();
    return all.durations(Metric.TIME_TO_FIRST_VISIBLE_TOKEN).meanSeconds()
        > all.durations(Metric.TIME_TO_FIRST_TOKEN).meanSeconds();
  }

  /** The interval of a percentile of a time: of the samples' values together, not of averages. */
  public Interval interval(Metric metric, double percent, double confidence) {
    Durations all = whole.window().durations(metric);
    CumulativeCounts merged = all.cumulative();
    Interval widest = Interval.NONE;
    for (List<Sample> grouped : groupings) {
      Interval interval =
          QuantileInterval.of(
              grouped.stream().map(s -> s.window().durations(metric).cumulative()).toList(),
              merged,
              percent / 100,
              confidence);
      if (!widest.exists() || interval.high() - interval.low() > widest.high() - widest.low()) {
        widest = interval;
      }
    }
    return widest.within(all.minSeconds(), all.maxSeconds());
  }

  private static List<List<Sample>> grouped(List<Sample> batches) {
    List<List<Sample>> groupings = new ArrayList<>();
    for (int size : new int[] {1, 2, 4}) {
      List<Sample> longer = new ArrayList<>();
      for (int begin = 0; begin + size <= batches.size(); begin += size) {
        longer.add(Sample.join(batches.subList(begin, begin + size)));
      }
      groupings.add(List.copyOf(longer));
    }
    return List.copyOf(groupings);
  }

  /** The figure's 95 % interval, without the part below zero: no figure here can be negative. */
  public Interval interval(ToDoubleFunction<Sample> figure) {
    return interval(figure, 0.95).atLeastZero();
  }

  private static int firstSection(
      WarmUp warmUp, WindowPlan plan, List<ReplicationRecord> replications) {
    if (warmUp instanceof WarmUp.Fixed) {
      return 1;
    }
    if (warmUp instanceof WarmUp.None) {
      return 0;
    }
    long end = WarmUpSearch.endNanos(replications);
    int window = 0;
    while (window < plan.sections() && plan.sectionNanos(window) < end) {
      window++;
    }
    return window;
  }

  /** Batches of a twentieth of the run; the short sections at the front together make one. */
  private static void addBatches(
      Scenario scenario, ReplicationRecord replication, int from, List<Sample> parts) {
    WindowPlan plan = replication.plan();
    int[] ticks = plan.sectionTicks();
    int batchTicks = (ticks[plan.sections()] - ticks[from]) * BATCH_PERCENT / 100;
    int begin = from;
    for (int end = from + 1; end <= plan.sections(); end++) {
      if (ticks[end] - ticks[begin] >= batchTicks) {
        parts.add(stretch(scenario, replication, begin, end));
        begin = end;
      }
    }
  }

  /** Measured parts of replications, of which more and more are looked at. Not thread-safe. */
  public static final class Stretches {
    private final Map<ReplicationRecord, Sample> known = new IdentityHashMap<>();
    private int knownFrom = -1;

    private Sample of(Scenario scenario, ReplicationRecord replication, int from) {
      if (from != knownFrom) {
        known.clear();
        knownFrom = from;
      }
      return known.computeIfAbsent(
          replication,
          r -> {
            Sample sample = stretch(scenario, r, from, r.plan().sections());
            sample.window().pack();
            return sample;
          });
    }
  }

  /** The windows that begin in the measured time; none for a part of it. */
  private static List<List<Attainment>> windows(
      Scenario scenario, ReplicationRecord replication, int from, int to) {
    boolean whole = to == replication.plan().sections();
    List<FigureName> figures = ObjectiveBook.figures(scenario);
    List<List<Attainment>> windows = new ArrayList<>();
    for (int figure = 0; figure < replication.windows().size(); figure++) {
      List<Attainment> all = replication.windows().get(figure);
      Selection selection = figures.get(figure).selection().orElseThrow();
      int first = 0;
      if (selection.hasWindows() && scenario.warmUp() instanceof WarmUp.Auto) {
        double before = (double) replication.plan().sectionNanos(from) / selection.windowNanos();
        first = Math.min(Math.max(0, all.size() - 1), (int) Math.ceil(before));
      }
      windows.add(whole ? all.subList(first, all.size()) : List.of());
    }
    return windows;
  }

  private static Sample stretch(
      Scenario scenario, ReplicationRecord replication, int from, int to) {
    int[] ticks = replication.plan().sectionTicks();
    PoolLevels[] start = replication.levels().get(ticks[from]);
    PoolLevels[] end = highest(replication.levels(), ticks[from] + 1, ticks[to]);
    Window window = Window.sum(replication.sections().subList(from, to));
    boolean last = to == replication.plan().sections();
    return new Sample(
        scenario,
        last ? window.withTimesOf(replication.drained()) : window,
        windows(scenario, replication, from, to),
        List.of(
            new Sample.Span(
                replication.replications(),
                start,
                end,
                replication.presence().get(ticks[from]),
                replication.presence().get(ticks[to]),
                Carbon.gramWattNanos(scenario, replication, ticks[from], ticks[to]))),
        TimeSeries.throughputPerTick(replication, ticks[from], ticks[to]));
  }

  /** The levels at the last tick, with the longest queues since the first. */
  private static PoolLevels[] highest(List<PoolLevels[]> levels, int firstTick, int lastTick) {
    PoolLevels[] last = levels.get(lastTick).clone();
    for (int pool = 0; pool < last.length; pool++) {
      long max = 0;
      for (int tick = firstTick; tick <= lastTick; tick++) {
        max = Math.max(max, levels.get(tick)[pool].maxWaiting());
      }
      last[pool] = last[pool].withMaxWaiting(max);
    }
    return last;
  }
}
