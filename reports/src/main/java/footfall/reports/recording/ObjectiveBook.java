package footfall.reports.recording;

import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.WarmUp;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how every request that arrives fares against the objectives that speak of requests,
 * in the section of its arrival. Not thread-safe.
 */
public final class ObjectiveBook {
  private static final int ANY = -1;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /** One of the figures, its names looked up. */
  private record Entry(
      int index, FigureName figure, Selection selection, int shopperClass, int pool) {
    boolean speaksOf(int ofClass, int ofPool, long arrivedNanos) {
      return (shopperClass == ANY || shopperClass == ofClass)
          && (pool == ANY || pool == ofPool)
          && arrivedNanos >= selection.fromNanos()
          && arrivedNanos < selection.toNanos();
    }

    boolean isGoodput() {
      return figure.metric().equals(FigureName.GOODPUT);
    }

    boolean isOf(Metric metric) {
      return figure.metric().equals(metric.key());
    }

    /** A time was measured, so often. */
    void tell(Attainment book, long nanos, long times) {
      if (figure.stat().equals(FigureName.SHARE)) {
        book.judge(nanos <= selection.limits().get(0).seconds() * NANOS_PER_SECOND, times);
      } else {
        book.answer(nanos, times);
      }
    }

    /** Of how many things that are measured a request has this many tokens. */
    long weight(int outputTokens) {
      return isOf(Metric.INTER_TOKEN_LATENCY) ? Math.max(1, outputTokens - 1) : 1;
    }
  }

  /**
   * What was measured of a request that was answered; nanoseconds.
   *
   * @param waitNanos {@link #UNKNOWN} where nobody told
   */
  record Answer(
      RequestFacts request, int pool, long waitNanos, long firstTokenNanos, long endedNanos) {
    static final long UNKNOWN = -1;

    int gaps() {
      return request.streamedTokens() - 1;
    }

    long firstVisibleNanos() {
      return request.firstVisibleNanos(firstTokenNanos, endedNanos);
    }

    long meanGapNanos() {
      return gaps() > 0 ? (endedNanos - firstTokenNanos) / gaps() : 0;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final LongFunction<Window> sectionOf;
  private final long windowsFromNanos;
  private final long horizonNanos;
  private final List<List<Attainment>> windows = new ArrayList<>();

  /**
   * A book whose entries stand in the section of an instant.
   *
   * @param horizonNanos what arrives later does not count
   */
  ObjectiveBook(Scenario scenario, long horizonNanos, LongFunction<Window> sectionOf) {
    this.sectionOf = sectionOf;
    this.windowsFromNanos = scenario.warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
    this.horizonNanos = horizonNanos;
    List<String> classes = scenario.shoppers().stream().map(ShopperClass::name).toList();
    List<String> pools = scenario.pools().stream().map(PoolSpec::name).toList();
    for (FigureName figure : figures(scenario)) {
      Selection selection = figure.selection().orElseThrow();
      entries.add(
          new Entry(
              entries.size(),
              figure,
              selection,
              selection.shopperClass().map(classes::indexOf).orElse(ANY),
              figure.pool().map(pools::indexOf).orElse(ANY)));
      windows.add(
          Stream.generate(Attainment::new).limit(windowCount(scenario, selection)).toList());
    }
  }

  /** What a scenario's objectives ask of requests, each once. */
  public static List<FigureName> figures(Scenario scenario) {
    return scenario.slos().stream()
        .map(Slo::figure)
        .filter(figure -> figure.selection().isPresent())
        .map(ObjectiveBook::counted)
        .distinct()
        .toList();
  }

  /**
   * The index of what is counted for a figure, which is the same for all statistics of a time.
   *
   * @throws IllegalArgumentException if no objective asks for it
   */
  public static int indexOf(Scenario scenario, FigureName figure) {
    int index = figures(scenario).indexOf(counted(figure));
    if (index < 0) {
      throw new IllegalArgumentException(figure + " is no objective of " + scenario.name());
    }
    return index;
  }

  private static FigureName counted(FigureName figure) {
    return new FigureName(
        figure.metric(),
        figure.isPartOfRequests() ? FigureName.SHARE : "",
        figure.pool(),
        figure.selection().map(Selection::ofAll));
  }

  private static int windowCount(Scenario scenario, Selection selection) {
    if (!selection.hasWindows()) {
      return 0;
    }
    long from = scenario.warmUp() instanceof WarmUp.Fixed fixed ? fixed.nanos() : 0;
    double windows = (double) (scenario.horizonNanos() - from) / selection.windowNanos();
    return (int) Math.max(1, Math.floor(windows + 1e-9));
  }

  /** Whether no objective speaks of requests. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** By figure, the windows that it is cut into. */
  List<List<Attainment>> windows() {
    return windows;
  }

  /** A request was answered. */
  void answered(Answer answer, int @Nullable [] gapsMicros) {
    RequestFacts request = answer.request();
    long submitted = request.firstSubmittedNanos();
    for (Entry entry : entries) {
      if (entry.isGoodput()) {
        on(
            entry,
            request,
            answer.pool(),
            submitted,
            book -> book.judge(keeps(entry, answer, gapsMicros), 1));
      } else if (entry.isOf(Metric.REQUEST_LATENCY)) {
        time(entry, answer, submitted, answer.endedNanos() - submitted);
      } else if (entry.isOf(Metric.TIME_TO_FIRST_TOKEN)) {
        time(entry, answer, submitted, answer.firstTokenNanos() - submitted);
      } else if (entry.isOf(Metric.TIME_TO_FIRST_VISIBLE_TOKEN)) {
        time(entry, answer, submitted, answer.firstVisibleNanos() - submitted);
      } else if (entry.isOf(Metric.QUEUE_WAIT) && answer.waitNanos() != Answer.UNKNOWN) {
        time(entry, answer, submitted, answer.waitNanos());
      } else if (entry.isOf(Metric.TURN_LATENCY) && request.endsTurn()) {
        time(entry, answer, request.turnNanos(), answer.endedNanos() - request.turnNanos());
      } else if (entry.isOf(Metric.TIME_PER_OUTPUT_TOKEN) && answer.gaps() > 0) {
        time(entry, answer, submitted, answer.meanGapNanos());
      } else if (entry.isOf(Metric.INTER_TOKEN_LATENCY)) {
        on(entry, request, answer.pool(), submitted, book -> gaps(entry, book, answer, gapsMicros));
      }
    }
  }

  private void time(Entry entry, Answer answer, long arrivedNanos, long nanos) {
    on(entry, answer.request(), answer.pool(), arrivedNanos, book -> entry.tell(book, nanos, 1));
  }

  private static void gaps(
      Entry entry, Attainment book, Answer answer, int @Nullable [] gapsMicros) {
    if (gapsMicros != null) {
      Arrays.stream(gapsMicros).forEach(gap -> entry.tell(book, gap * NANOS_PER_MICRO, 1));
    } else if (answer.gaps() > 0 && answer.endedNanos() > answer.firstTokenNanos()) {
      entry.tell(book, answer.meanGapNanos(), answer.gaps());
    }
  }

  private static boolean keeps(Entry entry, Answer answer, int @Nullable [] gapsMicros) {
    for (Selection.Limit limit : entry.selection().limits()) {
      long submitted = answer.request().firstSubmittedNanos();
      long nanos =
          switch (limit.metric()) {
            case "request_latency" -> answer.endedNanos() - submitted;
            case "time_to_first_token" -> answer.firstTokenNanos() - submitted;
            case "time_to_first_visible_token" -> answer.firstVisibleNanos() - submitted;
            case "queue_wait" -> answer.waitNanos();
            case "turn_latency" -> answer.endedNanos() - answer.request().turnNanos();
            default ->
                limit.worst() && gapsMicros != null
                    ? Arrays.stream(gapsMicros).max().orElse(0) * NANOS_PER_MICRO
                    : answer.meanGapNanos();
          };
      if (nanos > limit.seconds() * NANOS_PER_SECOND) {
        return false;
      }
    }
    return true;
  }

  /** A request ended otherwise. */
  void lost(RequestFacts request, int pool, Fate fate) {
    if (fate.isExcused()) {
      return;
    }
    for (Entry entry : entries) {
      if (!entry.isOf(Metric.TURN_LATENCY) && !entry.isOf(Metric.CONVERSATION_DURATION)) {
        on(
            entry,
            request,
            pool,
            request.firstSubmittedNanos(),
            book -> book.lose(entry.weight(request.outputTokens())));
      }
    }
  }

  /** The shopper does not try this turn again. */
  void turnLost(RequestFacts last, int pool) {
    for (Entry entry : entries) {
      if (entry.isOf(Metric.TURN_LATENCY)) {
        on(entry, last, pool, last.turnNanos(), book -> book.lose(1));
      }
    }
  }

  /** A conversation of a class ended; {@code completedNanos} is negative where it did not. */
  void conversationEnded(int shopperClass, int pool, long beganNanos, long completedNanos) {
    for (Entry entry : entries) {
      if (entry.isOf(Metric.CONVERSATION_DURATION)
          && entry.speaksOf(shopperClass, pool, beganNanos)) {
        forEachBook(
            entry,
            beganNanos,
            book -> {
              if (completedNanos < 0) {
                book.lose(1);
              } else {
                entry.tell(book, completedNanos - beganNanos, 1);
              }
            });
      }
    }
  }

  /** A shopper was still there when the run was closed. */
  void stillOpen(Census.OpenShopper shopper, long nowNanos) {
    for (Entry entry : entries) {
      long since =
          entry.isOf(Metric.CONVERSATION_DURATION)
              ? shopper.beganNanos()
              : entry.isOf(Metric.TURN_LATENCY) ? shopper.turnNanos() : shopper.submittedNanos();
      if (since >= 0 && entry.speaksOf(shopper.shopperClass(), entry.pool(), since)) {
        forEachBook(entry, since, book -> book.stillOpen(nowNanos - since, 1));
      }
    }
  }

  private void on(
      Entry entry, RequestFacts request, int pool, long arrivedNanos, Consumer<Attainment> told) {
    if (entry.speaksOf(request.shopperClass(), pool, arrivedNanos)) {
      forEachBook(entry, arrivedNanos, told);
    }
  }

  private void forEachBook(Entry entry, long arrivedNanos, Consumer<Attainment> told) {
    if (arrivedNanos > horizonNanos) {
      return;
    }
    told.accept(sectionOf.apply(arrivedNanos).attainment(entry.index()));
    if (entry.selection().hasWindows() && arrivedNanos >= windowsFromNanos) {
      long window = (arrivedNanos - windowsFromNanos) / entry.selection().windowNanos();
      List<Attainment> all = windows.get(entry.index());
      if (window < all.size()) {
        told.accept(all.get((int) window));
      }
    }
  }
}
