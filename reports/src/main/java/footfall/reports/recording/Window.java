package footfall.reports.recording;

import footfall.queueing.statistics.Durations;
import footfall.scenarios.Scenario;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that was measured between two instants of a run; requests and conversations belong to the
 * section in which they end, and for objectives to the one in which they arrive. Sections of the
 * same scenario add up. Not thread-safe.
 */
public final class Window {
  /**
   * What there is to be measured.
   *
   * @param objectives figures of requests that are asked for
   * @param turnsAreRequests whether every turn is one request, so that both take as long
   */
  record Scope(
      int pools, int classes, int objectives, Vocabulary vocabulary, boolean turnsAreRequests) {
    static Scope of(Scenario scenario) {
      return new Scope(
          scenario.pools().size(),
          scenario.shoppers().size(),
          ObjectiveBook.figures(scenario).size(),
          Vocabulary.of(scenario.shoppers()),
          scenario.shoppers().stream().allMatch(ShopperClass::isPlain));
    }
  }

  private final long fromNanos;
  private long toNanos;
  private final Durations[] durations = new Durations[Metric.values().length];
  private final PoolTally[] pools;
  private final Scope scope;
  private final ConversationSums liveExchange;
  private final long[] requests = new long[TurnOutcome.values().length];
  private final long[] turns = new long[TurnOutcome.values().length];
  private final long[] conversations = new long[ConversationOutcome.values().length];
  private final Attainment[] attainments;
  private final ClassBook[] classes;
  private long excused;
  private double conversationsServed;

  Window(long fromNanos, long toNanos, Scope scope) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    Arrays.setAll(durations, i -> new Durations());
    pools =
        IntStream.range(0, scope.pools())
            .mapToObj(i -> new PoolTally(scope.classes(), scope.vocabulary().languages().size()))
            .toArray(PoolTally[]::new);
    this.scope = scope;
    attainments =
        Stream.generate(Attainment::new).limit(scope.objectives()).toArray(Attainment[]::new);
    classes = Stream.generate(ClassBook::new).limit(scope.classes()).toArray(ClassBook[]::new);
    this.liveExchange = new ConversationSums(scope.vocabulary());
  }

  /** The sum of several sections, from the start of the first to the end of the last. */
  public static Window sum(List<Window> parts) {
    Window sum =
        new Window(parts.get(0).fromNanos, parts.get(parts.size() - 1).toNanos, parts.get(0).scope);
    parts.forEach(sum::add);
    return sum;
  }

  /** The same section of two runs, added up. */
  static Window alike(Window one, Window other) {
    Window sum = new Window(one.fromNanos, one.toNanos, one.scope);
    sum.add(one);
    sum.add(other);
    sum.pack();
    return sum;
  }

  private void add(Window part) {
    for (int metric = 0; metric < durations.length; metric++) {
      durations[metric].add(part.durations[metric]);
    }
    for (int pool = 0; pool < pools.length; pool++) {
      pools[pool].add(part.pools[pool]);
    }
    for (int outcome = 0; outcome < conversations.length; outcome++) {
      conversations[outcome] += part.conversations[outcome];
    }
    for (int outcome = 0; outcome < turns.length; outcome++) {
      requests[outcome] += part.requests[outcome];
      turns[outcome] += part.turns[outcome];
    }
    liveExchange.add(part.liveExchange);
    addArrived(part);
    excused += part.excused;
    conversationsServed += part.conversationsServed;
  }

  /** The same section with the times and tokens of what ended after the horizon. */
  public Window withTimesOf(Window drained) {
    Window with = sum(List.of(this));
    Arrays.setAll(
        with.durations, i -> Durations.merged(List.of(durations[i], drained.durations[i])));
    with.liveExchange.addTokens(drained.liveExchange);
    with.addArrived(drained);
    return with;
  }

  private void addArrived(Window other) {
    for (int i = 0; i < attainments.length; i++) {
      attainments[i].add(other.attainments[i]);
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i].add(other.classes[i]);
    }
  }

  /** The section ends here, and not as planned. */
  void endAt(long nanos) {
    toNanos = nanos;
  }

  /** Takes less room from now on. */
  public void pack() {
    for (Durations each : durations) {
      each.pack();
    }
    for (Attainment each : attainments) {
      each.pack();
    }
    for (ClassBook each : classes) {
      each.pack();
    }
  }

  /** The start of the section. */
  public long fromNanos() {
    return fromNanos;
  }

  /** The end of the section. */
  public long toNanos() {
    return toNanos;
  }

  /** The section's length in seconds. */
  public double seconds() {
    return (toNanos - fromNanos) / 1e9;
  }

  /**
   * What was measured of this metric. Nothing is recorded of turns where each is one request: they
   * take as long as their requests.
   */
  public Durations durations(Metric metric) {
    if (metric == Metric.TURN_LATENCY && scope.turnsAreRequests()) {
      return durations[Metric.REQUEST_LATENCY.ordinal()];
    }
    return durations[metric.ordinal()];
  }

  Durations turnLatency() {
    return durations[Metric.TURN_LATENCY.ordinal()];
  }

  /** The sums of one pool, by index. */
  public PoolTally pool(int index) {
    return pools[index];
  }

  /** Conversations that ended so. */
  public long conversations(ConversationOutcome outcome) {
    return conversations[outcome.ordinal()];
  }

  /**
   * How many conversations' turns were answered: one that was completed is one, of one that goes on
   * it is the part that was answered here, and one that was broken off counts for nothing.
   */
  public double conversationsServed() {
    return conversationsServed;
  }

  /** Turns that ended so. */
  public long turns(TurnOutcome outcome) {
    return turns[outcome.ordinal()];
  }

  /** What was said, and with what result. */
  public ConversationSums talk() {
    return liveExchange;
  }

  /** Requests that ended so. */
  public long requests(TurnOutcome outcome) {
    return requests[outcome.ordinal()];
  }

  /** Requests that count as failed though the client alone is to blame. */
  public long excused() {
    return excused;
  }

  /** How those that arrived here fared, by the index of what was asked. */
  public Attainment attainment(int figure) {
    return attainments[figure];
  }

  /** What became of those of a class that arrived here, by index. */
  public ClassBook shopperClass(int index) {
    return classes[index];
  }

  /** All classes together. */
  public ClassBook allClasses() {
    ClassBook all = new ClassBook();
    for (ClassBook each : classes) {
      all.add(each);
    }
    return all;
  }

  void countRequest(TurnOutcome outcome) {
    requests[outcome.ordinal()]++;
  }

  void countServed(double partOfConversation) {
    conversationsServed += partOfConversation;
  }

  void countExcused() {
    excused++;
  }

  void countTurn(TurnOutcome outcome) {
    turns[outcome.ordinal()]++;
  }

  void countConversation(ConversationOutcome outcome) {
    conversations[outcome.ordinal()]++;
  }

  @Override
  public String toString() {
    return Arrays.stream(pools)
        .map(pool -> Long.toString(pool.completed()))
        .collect(Collectors.joining(",", "Window[completed ", "]"));
  }
}
