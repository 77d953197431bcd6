package footfall.reports.recording;

import footfall.reports.statistics.MserFive;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down everything that happens in one replication, section by section. Owned by the
 * supervisor; not thread-safe. Instants are nanoseconds since the start; they may go back, as pools
 * tell of their turns in batches, but not behind the last tick.
 */
public final class Recorder {
  private static final int SAMPLE_CAPACITY = 2_000;

  private final int poolCount;
  private final int classCount;
  private final long horizonNanos;
  private final SectionPlan plan;
  private final List<Section> sections = new ArrayList<>();
  private final List<PoolLevels[]> levels = new ArrayList<>();
  private final List<double[]> presence = new ArrayList<>();
  private final Section drained;
  private final long[] left;
  private final long[] leftNanosSums;
  private final MserFive warmUp = new MserFive();
  private final TurnSample sample = new TurnSample(SAMPLE_CAPACITY);

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
    this.classCount = scenario.shoppers().size();
    this.horizonNanos = scenario.horizonNanos();
    this.drained = new Section(horizonNanos, horizonNanos, poolCount, classCount);
    this.left = new long[poolCount];
    this.leftNanosSums = new long[poolCount];
    this.sentAtTick = new Submissions(0, new long[poolCount], new long[poolCount]);
    this.leftAtTick = new long[poolCount];
    this.leftSumsAtTick = new long[poolCount];
    beginSection();
  }

  /** A turn was answered in full. */
  public void completed(
      int pool,
      int shopperClass,
      long shopper,
      int turn,
      int plannedTurns,
      int inputTokens,
      int outputTokens,
      long submittedNanos,
      long startedNanos,
      long firstTokenNanos,
      long endedNanos) {
    moveTo(endedNanos);
    long waitNanos = startedNanos - submittedNanos;
    long latencyNanos = endedNanos - submittedNanos;
    current.durations(Metric.REQUEST_LATENCY).record(latencyNanos);
    current.durations(Metric.QUEUE_WAIT).record(waitNanos);
    current.durations(Metric.TIME_TO_FIRST_TOKEN).record(firstTokenNanos - submittedNanos);
    if (outputTokens > 1 && endedNanos > firstTokenNanos) {
      current
          .durations(Metric.INTER_TOKEN_LATENCY)
          .record((endedNanos - firstTokenNanos) / (outputTokens - 1), outputTokens - 1);
    }
    PoolTally tally = current.pool(pool);
    tally.completed++;
    if (waitNanos > 0) {
      tally.startedLate++;
    }
    tally.inputTokens += inputTokens;
    tally.outputTokens += outputTokens;
    tally.conversationShares += 1.0 / plannedTurns;
    left(tally, pool, shopperClass, submittedNanos, waitNanos, endedNanos);
    warmUp.add(latencyNanos, endedNanos);
    if (sample.wantsNext()) {
      sample.add(
          new SampledTurn(
              shopper,
              turn,
              pool,
              shopperClass,
              "completed",
              inputTokens,
              outputTokens,
              submittedNanos,
              startedNanos,
              firstTokenNanos,
              endedNanos));
    }
  }

  /** A turn left the queue because the shopper's patience had ended. */
  public void abandoned(
      int pool, int shopperClass, long shopper, int turn, long submittedNanos, long endedNanos) {
    moveTo(endedNanos);
    long waitNanos = endedNanos - submittedNanos;
    current.durations(Metric.QUEUE_WAIT).record(waitNanos);
    PoolTally tally = current.pool(pool);
    tally.abandoned++;
    left(tally, pool, shopperClass, submittedNanos, waitNanos, endedNanos);
    unserved("abandoned", pool, shopperClass, shopper, turn, submittedNanos, endedNanos);
  }

  /** A turn was turned away because the queue was full. */
  public void rejected(
      int pool, int shopperClass, long shopper, int turn, long submittedNanos, long endedNanos) {
    moveTo(endedNanos);
    current.pool(pool).rejected++;
    left[pool]++;
    leftNanosSums[pool] += submittedNanos;
    unserved("rejected", pool, shopperClass, shopper, turn, submittedNanos, endedNanos);
  }

  /** A conversation ended. */
  public void conversationEnded(ConversationOutcome outcome, long beganNanos, long endedNanos) {
    moveTo(endedNanos);
    current.countConversation(outcome);
    if (outcome == ConversationOutcome.COMPLETED) {
      current.durations(Metric.CONVERSATION_DURATION).record(endedNanos - beganNanos);
    }
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
   * The time that turns spent in the pool since the last tick, by their instants of submission and
   * leaving alone: {@code n0 (t1 - t0) + sum over new (t1 - submitted) - sum over left (t1 -
   * left)}. The sums run modulo 2^64; the differences are small, so they come out exact.
   */
  private double presenceSinceLastTick(int pool, Submissions sent, long nowNanos) {
    long before = sentAtTick.turns()[pool] - leftAtTick[pool];
    long came = sent.turns()[pool] - sentAtTick.turns()[pool];
    long cameSum = sent.submittedNanosSums()[pool] - sentAtTick.submittedNanosSums()[pool];
    long gone = left[pool] - leftAtTick[pool];
    long goneSum = leftNanosSums[pool] - leftSumsAtTick[pool];
    return before * (double) (nowNanos - tickNanos)
        + (came * nowNanos - cameSum)
        - (gone * nowNanos - goneSum);
  }

  /** Closes the books at the end of the run. */
  public ReplicationRecord finish(
      PoolLevels[] atEnd, Submissions submissions, Census census, long endNanos, long events) {
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
        warmUp.warmUpEndNanos(),
        sample.turns(),
        endNanos,
        events);
  }

  private void left(
      PoolTally tally,
      int pool,
      int shopperClass,
      long submittedNanos,
      long waitNanos,
      long endedNanos) {
    tally.waitNanos += waitNanos;
    tally.classLeft[shopperClass]++;
    tally.classWaitNanos[shopperClass] += waitNanos;
    tally.sojournNanos += endedNanos - submittedNanos;
    left[pool]++;
    leftNanosSums[pool] += endedNanos;
  }

  private void unserved(
      String outcome,
      int pool,
      int shopperClass,
      long shopper,
      int turn,
      long submittedNanos,
      long endedNanos) {
    if (sample.wantsNext()) {
      sample.add(
          new SampledTurn(
              shopper,
              turn,
              pool,
              shopperClass,
              outcome,
              0,
              0,
              submittedNanos,
              -1,
              -1,
              endedNanos));
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

  private void beginSection() {
    int index = sections.size();
    current =
        new Section(plan.sectionNanos(index), plan.sectionNanos(index + 1), poolCount, classCount);
    currentEndNanos = current.toNanos();
    sections.add(current);
  }
}
