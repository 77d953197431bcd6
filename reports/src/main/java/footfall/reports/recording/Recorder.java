package footfall.reports.recording;

import footfall.reports.statistics.MserFive;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down everything that happens in one replication, section by section. Owned by the
 * supervisor; not thread-safe. Instants are nanoseconds since the start; they may go back, as pools
 * tell of their requests in batches, but not behind the last tick.
 */
public final class Recorder {
  private static final int SAMPLE_CAPACITY = 2_000;
  private static final long NOT_SERVED = -1;

  private final int poolCount;
  private final long horizonNanos;
  private final Section.Scope scope;
  private final boolean tokensVary;
  private final SectionPlan plan;
  private final List<Section> sections = new ArrayList<>();
  private final List<PoolLevels[]> levels = new ArrayList<>();
  private final List<double[]> presence = new ArrayList<>();
  private final Section drained;
  private final long[] left;
  private final long[] leftNanosSums;
  private final MserFive warmUp = new MserFive();
  private final RequestSample sample = new RequestSample(SAMPLE_CAPACITY);

  private Section current;
  private long currentEndNanos;
  private Submissions sentAtTick;
  private long[] leftAtTick;
  private long[] leftSumsAtTick;
  private long tickNanos;

  /** A recorder for a run of the scenario from zero to its horizon, or beyond where it drains. */
  public Recorder(Scenario scenario, SectionPlan plan) {
    this.plan = plan;
    this.poolCount = scenario.pools().size();
    this.horizonNanos = scenario.horizonNanos();
    this.scope = Section.Scope.of(scenario);
    this.tokensVary =
        scenario.arrivals() instanceof Replay
            || scenario.shoppers().stream().anyMatch(ShopperClass::tokensVary);
    this.drained = newSection(horizonNanos, horizonNanos);
    this.left = new long[poolCount];
    this.leftNanosSums = new long[poolCount];
    this.sentAtTick = new Submissions(0, 0, new long[poolCount], new long[poolCount]);
    this.leftAtTick = new long[poolCount];
    this.leftSumsAtTick = new long[poolCount];
    beginSection();
  }

  /**
   * A request was answered in full.
   *
   * @param cachedTokens of its input that were not read again
   */
  public void completed(
      RequestFacts request,
      int pool,
      int cachedTokens,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    moveTo(endedNanos);
    long submittedNanos = request.submittedNanos();
    int outputTokens = request.outputTokens();
    long latencyNanos = endedNanos - submittedNanos;
    current.durations(Metric.REQUEST_LATENCY).record(latencyNanos);
    current.durations(Metric.QUEUE_WAIT).record(startedNanos - submittedNanos);
    current.durations(Metric.TIME_TO_FIRST_TOKEN).record(firstTokenNanos - submittedNanos);
    if (outputTokens > 1 && endedNanos > firstTokenNanos) {
      current
          .durations(Metric.INTER_TOKEN_LATENCY)
          .record((endedNanos - firstTokenNanos) / (outputTokens - 1), outputTokens - 1);
    }
    if (tokensVary) {
      current.talk().tokens(request.inputTokens(), cachedTokens, outputTokens);
    }
    PoolTally tally = current.pool(pool);
    tally.completed++;
    left(tally, pool, request, startedNanos - submittedNanos, endedNanos);
    if (request.endsTurn()) {
      tally.conversationShares += 1.0 / request.plannedTurns();
      current.countTurn(TurnOutcome.COMPLETED);
      if (!scope.turnsAreRequests()) {
        current.turnLatency().record(endedNanos - request.turnNanos());
        current.talk().turnAnswered(request);
      }
    }
    warmUp.add(latencyNanos, endedNanos);
    sample(request, pool, "completed", startedNanos, firstTokenNanos, endedNanos);
  }

  /** A request left the queue because the shopper's patience had ended. */
  public void abandoned(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    long waitNanos = endedNanos - request.submittedNanos();
    current.durations(Metric.QUEUE_WAIT).record(waitNanos);
    PoolTally tally = current.pool(pool);
    tally.abandoned++;
    left(tally, pool, request, waitNanos, endedNanos);
    sample(request, pool, "abandoned", NOT_SERVED, NOT_SERVED, endedNanos);
  }

  /** A request was turned away at the door. */
  public void rejected(RequestFacts request, int pool, long endedNanos) {
    moveTo(endedNanos);
    current.pool(pool).rejected++;
    left[pool]++;
    leftNanosSums[pool] += request.submittedNanos();
    sample(request, pool, "rejected", NOT_SERVED, NOT_SERVED, endedNanos);
  }

  /**
   * A request failed.
   *
   * @param startedNanos when its service began; negative where it had not
   */
  public void failed(
      RequestFacts request, int pool, Failure failure, long startedNanos, long endedNanos) {
    moveTo(endedNanos);
    long waitNanos = (startedNanos < 0 ? endedNanos : startedNanos) - request.submittedNanos();
    current.durations(Metric.QUEUE_WAIT).record(waitNanos);
    PoolTally tally = current.pool(pool);
    tally.failed++;
    tally.failedBy[failure.ordinal()]++;
    tally.failedInService += startedNanos < 0 ? 0 : 1;
    left(tally, pool, request, waitNanos, endedNanos);
    sample(request, pool, failure.key(), startedNanos, NOT_SERVED, endedNanos);
  }

  /** A turn ended unanswered: the shopper does not try it again. */
  public void turnLost(TurnOutcome outcome, long endedNanos) {
    moveTo(endedNanos);
    current.countTurn(outcome);
  }

  /**
   * A conversation ended.
   *
   * @param returned whether its shopper had come back after one that ended unanswered
   */
  public void conversationEnded(
      ConversationOutcome outcome, long beganNanos, long endedNanos, boolean returned) {
    moveTo(endedNanos);
    current.countConversation(outcome);
    if (outcome == ConversationOutcome.COMPLETED) {
      current.durations(Metric.CONVERSATION_DURATION).record(endedNanos - beganNanos);
    }
    if (returned) {
      current.talk().conversationOfReturned();
    }
  }

  /** A conversation was completed; what came of it is told right after its end. */
  public void conversationBrought(boolean accepts, boolean buys, double revenue) {
    current.talk().conversationCompleted(accepts, buys, revenue);
  }

  /** The levels of all pools and what was sent to them, at the next tick of the plan. */
  public void levelsRead(PoolLevels[] ofPools, Submissions sent) {
    double[] sofar =
        presence.isEmpty() ? new double[poolCount] : presence.get(levels.size() - 1).clone();
    long nowNanos = plan.tickNanos()[levels.size()];
    for (int pool = 0; pool < poolCount; pool++) {
      sofar[pool] += presenceSinceLastTick(pool, sent, nowNanos);
    }
    levels.add(ofPools);
    presence.add(sofar);
    sentAtTick = sent;
    leftAtTick = left.clone();
    leftSumsAtTick = leftNanosSums.clone();
    tickNanos = nowNanos;
  }

  /**
   * The time that requests spent in the pool since the last tick, by their instants of submission
   * and leaving alone: {@code n0 (t1 - t0) + sum over new (t1 - submitted) - sum over left (t1 -
   * left)}. The sums run modulo 2^64; the differences are small, so they come out exact.
   */
  private double presenceSinceLastTick(int pool, Submissions sent, long nowNanos) {
    long before = sentAtTick.requests()[pool] - leftAtTick[pool];
    long came = sent.requests()[pool] - sentAtTick.requests()[pool];
    long cameSum = sent.submittedNanosSums()[pool] - sentAtTick.submittedNanosSums()[pool];
    long gone = left[pool] - leftAtTick[pool];
    long goneSum = leftNanosSums[pool] - leftSumsAtTick[pool];
    return before * (double) (nowNanos - tickNanos)
        + (came * nowNanos - cameSum)
        - (gone * nowNanos - goneSum);
  }

  /** Closes the books at the end of the run. */
  public ReplicationRecord finish(
      PoolLevels[] atEnd,
      Submissions submissions,
      Census census,
      ArrivalStatistics arrivals,
      long endNanos,
      long events) {
    while (sections.size() < plan.sections()) {
      beginSection();
    }
    return new ReplicationRecord(
        plan,
        List.copyOf(sections),
        drained,
        List.copyOf(levels),
        List.copyOf(presence),
        atEnd,
        submissions,
        census,
        arrivals,
        warmUp.warmUpEndNanos(),
        sample.requests(),
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
    if (sample.wantsNext()) {
      sample.add(
          SampledRequest.of(request, pool, outcome, startedNanos, firstTokenNanos, endedNanos));
    }
  }

  private void moveTo(long nowNanos) {
    if (nowNanos > horizonNanos) {
      current = drained;
      return;
    }
    while (nowNanos >= currentEndNanos && sections.size() < plan.sections()) {
      beginSection();
    }
  }

  private Section newSection(long fromNanos, long toNanos) {
    return new Section(fromNanos, toNanos, scope);
  }

  private void beginSection() {
    int index = sections.size();
    current = newSection(plan.sectionNanos(index), plan.sectionNanos(index + 1));
    currentEndNanos = current.toNanos();
    sections.add(current);
  }
}
