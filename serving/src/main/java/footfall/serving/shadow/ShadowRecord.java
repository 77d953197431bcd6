package footfall.serving.shadow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.queueing.statistics.Interval;
import footfall.queueing.statistics.TwoProportions;
import footfall.reports.results.ShadowFigures;
import footfall.reports.results.ShadowFigures.Kind;
import footfall.scenarios.Scenario;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.routing.Policy.Trait;
import footfall.scenarios.routing.Shadow;
import footfall.scenarios.shoppers.Vocabulary;
import footfall.serving.exchange.LiveExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept of requests that were answered, and of the copies of some of them. Thread-safe. */
public final class ShadowRecord {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Requests that are kept; of more the first are. */
  private static final int MOST_REQUESTS = 1_000_000;

  /**
   * A request that was answered, as far as it can be played again.
   *
   * @param pool index of the pool that answered
   */
  public record Played(
      long atNanos, int inputTokens, int outputTokens, int pool, long serviceNanos) {}

  private static final class Count {
    private long compared;
    private long does;
  }

  private final Shadow shadow;

  /** What a classifier tells; null where there is none. */
  private final @Nullable Trait classified;

  private final Vocabulary words;
  private final List<Played> requests = new ArrayList<>();
  private final List<Long> copyNanos = new ArrayList<>();
  private final Map<String, Count> byIntent = new LinkedHashMap<>();
  private final Map<String, Count> byLanguage = new LinkedHashMap<>();
  private final Count all = new Count();
  private long answered;
  private long copied;
  private long failed;
  private long unclear;
  private int underWay;

  /** What was said, a line of JSON each; null where it is forgotten. */
  private @Nullable StringBuilder texts;

  private ShadowRecord(Shadow shadow, @Nullable Trait classified, Vocabulary words) {
    this.shadow = shadow;
    this.classified = classified;
    this.words = words;
  }

  /** Of a scenario; empty where it copies nothing. */
  public static Optional<ShadowRecord> of(Scenario scenario) {
    return scenario
        .routing()
        .shadow()
        .map(
            shadow ->
                new ShadowRecord(
                    shadow,
                    scenario.routing().classifier().isPresent()
                            && scenario.routing().policy() instanceof Policy.ByTrait byTrait
                        ? byTrait.trait()
                        : null,
                    Vocabulary.of(scenario.shoppers())));
  }

  synchronized void answered(Completed completed, boolean byOthers, boolean copies) {
    Request request = completed.request();
    if (byOthers) {
      answered++;
      if (requests.size() < MOST_REQUESTS) {
        requests.add(
            new Played(
                request.firstSubmittedNanos(),
                request.inputTokens(),
                request.outputTokens(),
                completed.pool(),
                completed.endedNanos() - completed.startedNanos()));
      }
    }
    if (copies) {
      copied++;
      underWay++;
    }
  }

  synchronized void copied(Completed copy) {
    copyNanos.add(copy.endedNanos() - copy.startedNanos());
  }

  synchronized void failed() {
    failed++;
  }

  /** Both answers were compared; empty where that told nothing. */
  synchronized void compared(Completed completed, Optional<Boolean> does) {
    underWay--;
    notifyAll();
    if (does.isEmpty()) {
      unclear++;
      return;
    }
    count(all, does.get());
    kind(completed, Trait.INTENT).ifPresent(name -> count(of(byIntent, name), does.get()));
    kind(completed, Trait.LANGUAGE).ifPresent(name -> count(of(byLanguage, name), does.get()));
  }

  /** As its client tells, or else as a classifier does. */
  private Optional<String> kind(Completed completed, Trait trait) {
    Request request = completed.request();
    int told = trait == Trait.INTENT ? request.intent() : request.language();
    if (told != Vocabulary.NONE) {
      List<String> names = trait == Trait.INTENT ? words.intents() : words.languages();
      return Optional.of(names.get(told));
    }
    return trait == classified
        ? ((LiveExchange) request.step().exchange()).whole().kind()
        : Optional.empty();
  }

  private static Count of(Map<String, Count> kinds, String kind) {
    return kinds.computeIfAbsent(kind, name -> new Count());
  }

  private static void count(Count count, boolean does) {
    count.compared++;
    count.does += does ? 1 : 0;
  }

  /** Waits for the copies under way, for a bounded time. */
  public synchronized void await(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      for (long left = atMost.toMillis(); underWay > 0 && left > 0; ) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on it is kept what was asked and answered. */
  public synchronized void keepTexts() {
    texts = new StringBuilder();
  }

  /** What was asked and answered, a line of JSON each; empty where it is not kept. */
  public synchronized Optional<String> texts() {
    return Optional.ofNullable(texts).map(StringBuilder::toString);
  }

  /** What was asked, and both answers to it. */
  synchronized void said(String asked, String given, String copy, Optional<Boolean> does) {
    if (texts != null) {
      ObjectNode line = JSON.createObjectNode();
      line.put("asked", asked).put("given", given).put("copy", copy);
      does.ifPresent(would -> line.put("wouldDo", would));
      texts.append(line).append('\n');
    }
  }

  /** The pool that gets the copies. */
  public String pool() {
    return shadow.pool();
  }

  /** Requests that other pools have answered. */
  public synchronized List<Played> requests() {
    return List.copyOf(requests);
  }

  /** How long the service of each copy took. */
  public synchronized List<Long> copyNanos() {
    return List.copyOf(copyNanos);
  }

  /** How it stands. */
  public synchronized ShadowFigures figures() {
    Interval interval = interval(all);
    return new ShadowFigures(
        shadow.pool(),
        shadow.sample(),
        new AnswerComparison(shadow.comparison()).key(),
        shadow.quality(),
        answered,
        copied,
        failed,
        unclear,
        kind("", all),
        kinds(byIntent),
        kinds(byLanguage),
        ratio(share(all)),
        new double[] {ratio(interval.low()), ratio(interval.high())},
        null);
  }

  /**
   * The part of the requests that the pool may have: with a ratio r and the share p of its answers
   * that do, 1 - r (1 - p) of all answers are as good as now.
   */
  private double ratio(double share) {
    return Double.isNaN(share)
        ? Double.NaN
        : share >= shadow.quality() ? 1 : (1 - shadow.quality()) / (1 - share);
  }

  private static double share(Count count) {
    return count.compared == 0 ? Double.NaN : (double) count.does / count.compared;
  }

  private static Interval interval(Count count) {
    return count.compared == 0
        ? new Interval(0, 1)
        : TwoProportions.wilson(count.does, count.compared);
  }

  private static List<Kind> kinds(Map<String, Count> counts) {
    return counts.entrySet().stream().map(e -> kind(e.getKey(), e.getValue())).toList();
  }

  private static Kind kind(String name, Count count) {
    Interval interval = interval(count);
    return new Kind(
        name,
        count.compared,
        count.does,
        share(count),
        new double[] {interval.low(), interval.high()});
  }
}
