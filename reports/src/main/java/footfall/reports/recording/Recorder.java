package footfall.reports.recording;

import footfall.queueing.statistics.MserFive;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down everything that happens in one replication, section by section. Owned by the
 * supervisor; not thread-safe. Instants are nanoseconds since the start; they may go back, as pools
 * tell of their requests in batches, but not behind the last tick.
 */
public final class Recorder {
  private static final long NOT_SERVED = -1;
  private static final long NANOS_PER_MICRO = 1_000;

  private final int poolCount;
  private final long horizonNanos;
  private final Window.Scope scope;
  private final boolean tokensVary;
  private final WindowBounds cuts;
  private final List<Window> sections = new ArrayList<>();
  private final List<PoolLevels[]> levels = new ArrayList<>();
  private final List<double[]> presence = new ArrayList<>();
  private final Window drained;
  private final long[] left;
  private final long[] leftNanosSums;
  private final MserFive warmUp = new MserFive();
  private final RequestSample sample;
  private final ObjectiveBook objectives;

  private final List<Long> completedAtTicks = new ArrayList<>();

  private long completed;

  /** Null until one is. */
  private @Nullable RequestFacts lastAnswered;

  private long requestsEnded;
  private long turnsEnded;
  private Window current;
  private boolean following;
  private long currentEndNanos;
  private Submissions sentAtTick;
  private long[] leftAtTick;
  private long[] leftSumsAtTick;
  private long tickNanos;

  /** A recorder for a run of the scenario from zero to its horizon, or beyond where it drains. */
  public Recorder(Scenario scenario) {
    this(scenario, WindowPlan.of(scenario.horizonNanos(), scenario.warmUp()));
  }

  private Recorder(Scenario scenario, WindowBounds cuts) {
    this.cuts = cuts;
    this.sample = new RequestSample(scenario.requestsKept());
    this.poolCount = scenario.pools().size();
    this.horizonNanos = cuts instanceof GrowingCuts ? WindowBounds.NEVER : scenario.horizonNanos();
    this.scope = Window.Scope.of(scenario);
    this.tokensVary =
        scenario.arrivals() instanceof Replay
            || scenario.shoppers().stream().anyMatch(ShopperClass::tokensVary);
    this.drained = newSection(horizonNanos, horizonNanos);
    this.objectives = new ObjectiveBook(scenario, horizonNanos, this::sectionOf);
    this.left = new long[poolCount];
    this.leftNanosSums = new long[poolCount];
    this.sentAtTick = Submissions.none(poolCount);
    this.leftAtTick = new long[poolCount];
    this.leftSumsAtTick = new long[poolCount];
    beginSection();
  }

  /** A recorder for a run that goes on until it is stopped, whatever the horizon. */
  public static Recorder untilStopped(Scenario scenario) {
    return new Recorder(scenario, new GrowingCuts());
  }

  /** When the levels are to be read next; {@link Long#MAX_VALUE} at the horizon. */
  public long nextTickNanos() {
    return cuts.tickNanos(levels.size());
  }

  /** From the tick before to the last one that was read. */
  public long tickLengthNanos() {
    int last = levels.size() - 1;
    return cuts.tickNanos(last) - cuts.tickNanos(last - 1);
  }

  /**
   * A pool served a request in full.
   *
   * @param startedNanos when its service began; negative where nobody knows
   */
  public void served(RequestFacts request, int pool, long startedNanos, long endedNanos) {
    moveTo(endedNanos);
    PoolTally tally = current.pool(pool);
    tally.completed++;
    tally.counted += request.isCounted() ? 1 : 0;
    if (startedNanos < 0) {
      tally.waitUnknown();
    }
    long waitNanos = startedNanos < 0 ? 0 : startedNanos - request.submittedNanos();
    left(tally, pool, request, waitNanos, endedNanos);
    if (request.endsTurn()) {
      tally.conversationShares += 1.0 / request.plannedTurns();
    }
  }

  /** A request left the queue of a pool because the shopper's patience had ended. */
  public void leftQueue(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    PoolTally tally = current.pool(pool);
    tally.abandoned++;
    left(tally, pool, request, endedNanos - request.submittedNanos(), endedNanos);
  }

  /** A pool turned a request away at the door. */
  public void turnedAway(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    current.pool(pool).rejected++;
    left[pool]++;
    leftNanosSums[pool] += request.submittedNanos();
  }

  /**
   * A pool failed a request that it had taken in.
   *
   * @param startedNanos when its service began; negative where it had not
   */
  public void broke(
      RequestFacts request, int pool, Failure failure, long startedNanos, long endedNanos) {
    moveTo(endedNanos);
    long waitNanos = (startedNanos < 0 ? endedNanos : startedNanos) - request.submittedNanos();
    PoolTally tally = current.pool(pool);
    tally.failed++;
    tally.failedBy[failure.ordinal()]++;
    tally.failedInService += startedNanos < 0 ? 0 : 1;
    left(tally, pool, request, waitNanos, endedNanos);
  }

  /**
   * A request was answered in full, by the last of the pools that had it.
   *
   * @param cachedTokens of its input that were not read again
   * @param startedNanos when its service began; negative where nobody knows
   */
  public void completed(
      RequestFacts request,
      int pool,
      int cachedTokens,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    int gaps = request.streamedTokens() - 1;
    completedWithoutGaps(request, pool, cachedTokens, startedNanos, firstTokenNanos, endedNanos);
    tellObjectives(request, pool, startedNanos, firstTokenNanos, endedNanos, null);
    if (gaps > 0 && endedNanos > firstTokenNanos) {
      current
          .durations(Metric.INTER_TOKEN_LATENCY)
          .record((endedNanos - firstTokenNanos) / gaps, gaps);
    }
  }

  /**
   * The same of a request of which every gap between two tokens was measured.
   *
   * @param gapsMicros in microseconds
   */
  public void completed(
      RequestFacts request,
      int pool,
      int cachedTokens,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos,
      int[] gapsMicros) {
    completedWithoutGaps(request, pool, cachedTokens, startedNanos, firstTokenNanos, endedNanos);
    tellObjectives(request, pool, startedNanos, firstTokenNanos, endedNanos, gapsMicros);
    for (int gap : gapsMicros) {
      current.durations(Metric.INTER_TOKEN_LATENCY).record(gap * NANOS_PER_MICRO);
    }
  }

  private void tellObjectives(
      RequestFacts request,
      int pool,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos,
      int @Nullable [] gapsMicros) {
    if (objectives.isEmpty()) {
      return;
    }
    long waitNanos =
        startedNanos < 0
            ? ObjectiveBook.Answer.UNKNOWN
            : request.waitedNanos() + startedNanos - request.submittedNanos();
    objectives.answered(
        new ObjectiveBook.Answer(request, pool, waitNanos, firstTokenNanos, endedNanos),
        gapsMicros);
  }

  private void completedWithoutGaps(
      RequestFacts request,
      int pool,
      int cachedTokens,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    moveTo(endedNanos);
    long submittedNanos = request.firstSubmittedNanos();
    int outputTokens = request.outputTokens();
    int gaps = request.streamedTokens() - 1;
    long latencyNanos = endedNanos - submittedNanos;
    current.countRequest(TurnOutcome.COMPLETED);
    completed++;
    current.durations(Metric.REQUEST_LATENCY).record(latencyNanos);
    if (startedNanos >= 0) {
      current
          .durations(Metric.QUEUE_WAIT)
          .record(request.waitedNanos() + startedNanos - request.submittedNanos());
    }
    current.durations(Metric.TIME_TO_FIRST_TOKEN).record(firstTokenNanos - submittedNanos);
    current
        .durations(Metric.TIME_TO_FIRST_VISIBLE_TOKEN)
        .record(request.firstVisibleNanos(firstTokenNanos, endedNanos) - submittedNanos);
    if (gaps > 0) {
      current.durations(Metric.TIME_PER_OUTPUT_TOKEN).record((endedNanos - firstTokenNanos) / gaps);
    }
    ClassBook arrived = classBook(request.shopperClass(), submittedNanos);
    arrived.requestEnded(Fate.ANSWERED);
    arrived.answered(latencyNanos, firstTokenNanos - submittedNanos);
    if (tokensVary) {
      current.talk().tokens(request.inputTokens(), cachedTokens, outputTokens);
    }
    lastAnswered = request;
    if (request.endsTurn()) {
      current.countServed(1.0 / request.plannedTurns());
      turnEnded(request, TurnOutcome.COMPLETED);
      if (!scope.turnsAreRequests()) {
        current.turnLatency().record(endedNanos - request.turnNanos());
        current.talk().turnAnswered(request);
      }
    }
    if (!following) {
      warmUp.add(latencyNanos, endedNanos);
    }
    sample(request, pool, "completed", startedNanos, firstTokenNanos, endedNanos);
  }

  /** A request ended because the shopper's patience had ended in a queue. */
  public void abandoned(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    current.countRequest(TurnOutcome.ABANDONED);
    lost(request, pool, Fate.ABANDONED);
    recordWait(request, endedNanos);
    sample(request, pool, "abandoned", NOT_SERVED, NOT_SERVED, endedNanos);
  }

  /** A request ended because the last pool turned it away. */
  public void rejected(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    current.countRequest(TurnOutcome.REJECTED);
    lost(request, pool, Fate.REJECTED);
    sample(request, pool, "rejected", NOT_SERVED, NOT_SERVED, endedNanos);
  }

  /**
   * A request failed for good.
   *
   * @param pool that had it last; negative where none had it
   * @param startedNanos when its service began; negative where it had not
   */
  public void failed(
      RequestFacts request, int pool, Failure failure, long startedNanos, long endedNanos) {
    moveTo(endedNanos);
    current.countRequest(TurnOutcome.FAILED);
    lost(request, pool, Fate.of(failure));
    recordWait(request, startedNanos < 0 ? endedNanos : startedNanos);
    sample(request, pool, failure.key(), startedNanos, NOT_SERVED, endedNanos);
  }

  private void lost(RequestFacts request, int pool, Fate fate) {
    classBook(request.shopperClass(), request.firstSubmittedNanos()).requestEnded(fate);
    objectives.lost(request, pool, fate);
    if (fate.isExcused()) {
      current.countExcused();
    }
  }

  private void recordWait(RequestFacts request, long untilNanos) {
    current
        .durations(Metric.QUEUE_WAIT)
        .record(request.waitedNanos() + untilNanos - request.submittedNanos());
  }

  /** The answer to a turn was judged; told right after the turn's last request was completed. */
  public void judged(RequestFacts request, int pool, double[] measures) {
    current.pool(pool).opinions.add(measures, request.language());
    classBook(request.shopperClass(), request.firstSubmittedNanos())
        .judged(measures[Opinions.SATISFACTION]);
  }

  /** A turn ended unanswered with this request: the shopper does not try it again. */
  public void turnLost(RequestFacts last, int pool, TurnOutcome outcome, long endedNanos) {
    moveTo(endedNanos);
    turnEnded(last, outcome);
    objectives.turnLost(last, pool);
  }

  private void turnEnded(RequestFacts last, TurnOutcome outcome) {
    current.countTurn(outcome);
    if (last.turnNanos() <= horizonNanos) {
      turnsEnded++;
    }
  }

  /**
   * A conversation ended with this request.
   *
   * @param pool that had it; negative where none did
   * @param fate of the conversation
   * @param returned whether its shopper had come back after one that ended unanswered
   */
  public void conversationEnded(
      RequestFacts last, int pool, Fate fate, long beganNanos, long endedNanos, boolean returned) {
    moveTo(endedNanos);
    boolean completedIt = fate == Fate.ANSWERED;
    current.countConversation(outcome(fate));
    if (completedIt) {
      current.durations(Metric.CONVERSATION_DURATION).record(endedNanos - beganNanos);
    } else {
      boolean wasAnswered = last.equals(lastAnswered) && last.endsTurn();
      double turns = last.turn() + (wasAnswered ? 1 : 0);
      current.countServed(-turns / last.plannedTurns());
    }
    classBook(last.shopperClass(), beganNanos).conversationEnded(fate);
    if (!fate.isExcused()) {
      objectives.conversationEnded(
          last.shopperClass(), pool, beganNanos, completedIt ? endedNanos : -1);
    }
    if (returned) {
      current.talk().conversationOfReturned();
    }
  }

  private static ConversationOutcome outcome(Fate fate) {
    return switch (fate) {
      case ANSWERED -> ConversationOutcome.COMPLETED;
      case ABANDONED -> ConversationOutcome.ABANDONED;
      default -> ConversationOutcome.FAILED;
    };
  }

  /**
   * A conversation ended whose last request went to the pool; told right after its end.
   *
   * @param worth what it brought; null where it was not completed
   */
  public void conversationBrought(int pool, @Nullable ConversationWorth worth) {
    if (worth != null) {
      current.talk().conversationCompleted(worth);
    }
    if (pool >= 0) {
      PoolTally tally = current.pool(pool);
      tally.conversations++;
      tally.satisfied += worth != null && worth.satisfied() ? 1 : 0;
      tally.purchases += worth != null && worth.buys() ? 1 : 0;
    }
  }

  /** A conversation that could have brought so much was completed with this request. */
  public void couldHaveBrought(
      RequestFacts last, long beganNanos, ConversationWorth.Prospect prospect) {
    classBook(last.shopperClass(), beganNanos).completed(prospect);
  }

  /** A conversation that could have brought something was lost to this. */
  public void revenueLost(RequestFacts last, long beganNanos, LossCause cause) {
    classBook(last.shopperClass(), beganNanos).lost(cause);
  }

  /** The levels of all pools and what was sent to them, at the next tick of the plan. */
  public void levelsRead(PoolLevels[] ofPools, Submissions sent) {
    keep(ofPools, sent, nextTickNanos());
    if (cuts instanceof GrowingCuts growing
        && growing.endsSection(levels.size() - 1)
        && sections.size() >= GrowingCuts.MOST_SECTIONS) {
      grow(growing);
    }
  }

  private void keep(PoolLevels[] ofPools, Submissions sent, long nowNanos) {
    double[] sofar =
        presence.isEmpty() ? new double[poolCount] : presence.get(levels.size() - 1).clone();
    for (int pool = 0; pool < poolCount; pool++) {
      sofar[pool] += presenceSinceLastTick(pool, sent, nowNanos);
    }
    levels.add(ofPools);
    presence.add(sofar);
    completedAtTicks.add(completed);
    sentAtTick = sent;
    leftAtTick = left.clone();
    leftSumsAtTick = leftNanosSums.clone();
    tickNanos = nowNanos;
  }

  private void grow(GrowingCuts growing) {
    moveTo(nextTickNanos() - 1);
    growing.grow();
    replace(levels, GrowingCuts.everyOther(levels));
    replace(presence, GrowingCuts.everyOther(presence));
    replace(completedAtTicks, GrowingCuts.everyOther(completedAtTicks));
    List<Window> merged = new ArrayList<>();
    for (int i = 0; i < sections.size(); i += 2) {
      merged.add(Window.sum(sections.subList(i, Math.min(i + 2, sections.size()))));
    }
    replace(sections, merged);
    current = sections.get(sections.size() - 1);
    currentEndNanos = cuts.sectionEndNanos(sections.size() - 1);
    current.endAt(currentEndNanos);
  }

  private static <T> void replace(List<T> all, List<T> others) {
    all.clear();
    all.addAll(others);
  }

  /**
   * The time that requests spent in the pool since the last tick, by their instants of submission
   * and leaving alone: {@code n0 (t1 - t0) + sum over new (t1 - submitted) - sum over left (t1 -
   * left)}. The sums run modulo 2^64; the differences are small, so they come out exact.
   */
  private double presenceSinceLastTick(int pool, Submissions sent, long nowNanos) {
    long before = sentAtTick.hops()[pool] - leftAtTick[pool];
    long came = sent.hops()[pool] - sentAtTick.hops()[pool];
    long cameSum = sent.submittedNanosSums()[pool] - sentAtTick.submittedNanosSums()[pool];
    long gone = left[pool] - leftAtTick[pool];
    long goneSum = leftNanosSums[pool] - leftSumsAtTick[pool];
    return before * (double) (nowNanos - tickNanos)
        + (came * nowNanos - cameSum)
        - (gone * nowNanos - goneSum);
  }

  /**
   * The run is over, but what has arrived in it is followed to its end: from now on only the
   * sections in which it arrived change, and only as to what became of it.
   */
  public void follow() {
    following = true;
    current = newSection(horizonNanos, horizonNanos);
  }

  /** Whether all that had been submitted has ended. */
  public boolean hasSeenAll(Submissions submitted) {
    return requestsEnded >= submitted.requests() && turnsEnded >= submitted.turns();
  }

  /**
   * Those who were still there at this time, each in the section in which it arrived; told before
   * the record is closed.
   */
  public void stillOpen(Collection<Census.OpenShopper> open, long nowNanos) {
    for (Census.OpenShopper shopper : open) {
      objectives.stillOpen(shopper, nowNanos);
      if (shopper.beganNanos() <= horizonNanos) {
        classBook(shopper.shopperClass(), shopper.beganNanos()).conversationOpen();
      }
      if (shopper.submittedNanos() >= 0 && shopper.submittedNanos() <= horizonNanos) {
        classBook(shopper.shopperClass(), shopper.submittedNanos()).requestOpen();
      }
    }
  }

  /** Closes the record at the end of the run. */
  public ReplicationRecord finish(
      PoolLevels[] atEnd,
      Submissions submissions,
      Census census,
      ArrivalStatistics arrivals,
      long endNanos,
      long events) {
    WindowPlan plan;
    if (cuts instanceof GrowingCuts growing) {
      moveTo(endNanos - 1);
      current.endAt(endNanos);
      plan = growing.until(endNanos, levels.size());
      while (sections.size() > plan.sections()) { // The tick between them was not read any more.
        int last = sections.size() - 2;
        List<Window> both = sections.subList(last, last + 2);
        Window sum = Window.sum(both);
        both.clear();
        sections.add(sum);
      }
      keep(atEnd, submissions, endNanos);
    } else {
      plan = (WindowPlan) cuts;
      while (sections.size() < plan.sections()) {
        beginSection();
      }
    }
    sections.forEach(Window::pack);
    drained.pack();
    return new ReplicationRecord(
        plan,
        List.copyOf(sections),
        drained,
        objectives.windows(),
        List.copyOf(levels),
        List.copyOf(presence),
        atEnd,
        submissions,
        census,
        List.of(
            new ReplicationRecord.Single(
                arrivals,
                completedAtTicks.stream().mapToLong(Long::longValue).toArray(),
                warmUp.warmUpEndNanos(),
                sample.requests())),
        endNanos,
        events);
  }

  private void left(
      PoolTally tally, int pool, RequestFacts request, long waitNanos, long endedNanos) {
    int shopperClass = request.shopperClass();
    tally.waitNanos += waitNanos;
    tally.waited += waitNanos > 0 ? 1 : 0;
    tally.classLeft[shopperClass]++;
    tally.classWaitNanos[shopperClass] += waitNanos;
    tally.sojournNanos += endedNanos - request.submittedNanos();
    left[pool]++;
    leftNanosSums[pool] += endedNanos;
  }

  private void sample(
      RequestFacts request,
      int pool,
      String outcome,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    if (request.firstSubmittedNanos() <= horizonNanos) {
      requestsEnded++;
    }
    if (!following && sample.wantsNext()) {
      sample.add(
          SampledRequest.of(request, pool, outcome, startedNanos, firstTokenNanos, endedNanos));
    }
  }

  /** The section in which an instant lies; of those before the first and after the last, these. */
  private Window sectionOf(long nanos) {
    if (nanos > horizonNanos) {
      return current; // What drains, or nothing that counts.
    }
    int index = sections.size() - 1;
    while (index > 0 && sections.get(index).fromNanos() > nanos) {
      index--;
    }
    return sections.get(index);
  }

  private ClassBook classBook(int shopperClass, long arrivedNanos) {
    return sectionOf(arrivedNanos).shopperClass(shopperClass);
  }

  private void moveTo(long nowNanos) {
    if (following) {
      return;
    }
    if (nowNanos > horizonNanos) {
      current = drained;
      return;
    }
    while (nowNanos >= currentEndNanos
        && cuts.sectionEndNanos(sections.size()) != WindowBounds.NEVER) {
      beginSection();
    }
  }

  private Window newSection(long fromNanos, long toNanos) {
    return new Window(fromNanos, toNanos, scope);
  }

  private void beginSection() {
    int index = sections.size();
    long fromNanos = index == 0 ? 0 : cuts.sectionEndNanos(index - 1);
    current = newSection(fromNanos, cuts.sectionEndNanos(index));
    currentEndNanos = current.toNanos();
    sections.add(current);
  }
}
