package footfall.reports.recording;

import footfall.reports.statistics.MserFive;
import footfall.scenarios.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down everything that happens in one replication, section by section. Owned by the
 * supervisor; not thread-safe. Instants are nanoseconds since the start and must not go back.
 */
public final class Recorder {
  private static final int SAMPLE_CAPACITY = 2_000;

  private final int poolCount;
  private final int classCount;
  private final long horizonNanos;
  private final SectionPlan plan;
  private final List<Section> sections = new ArrayList<>();
  private final List<PoolLevels[]> levels = new ArrayList<>();
  private final long[] leftSubmittedSums;
  private final MserFive warmUp = new MserFive();
  private final TurnSample sample = new TurnSample(SAMPLE_CAPACITY);

  private Section current;
  private long currentEndNanos;

  /** A recorder for a run of the scenario from zero to its horizon, or beyond where it drains. */
  public Recorder(Scenario scenario, SectionPlan plan) {
    this.plan = plan;
    this.poolCount = scenario.pools().size();
    this.classCount = scenario.shoppers().size();
    this.horizonNanos = scenario.horizonNanos();
    this.leftSubmittedSums = new long[poolCount];
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
    if (classCount > 1) {
      current.waitsOfClass(shopperClass).record(waitNanos);
    }
    PoolTally tally = current.pool(pool);
    tally.completed++;
    if (waitNanos > 0) {
      tally.startedLate++;
    }
    tally.inputTokens += inputTokens;
    tally.outputTokens += outputTokens;
    tally.conversationShares += 1.0 / plannedTurns;
    left(tally, pool, submittedNanos, waitNanos, endedNanos);
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
    if (classCount > 1) {
      current.waitsOfClass(shopperClass).record(waitNanos);
    }
    PoolTally tally = current.pool(pool);
    tally.abandoned++;
    left(tally, pool, submittedNanos, waitNanos, endedNanos);
    unserved("abandoned", pool, shopperClass, shopper, turn, submittedNanos, endedNanos);
  }

  /** A turn was turned away because the queue was full. */
  public void rejected(
      int pool, int shopperClass, long shopper, int turn, long submittedNanos, long endedNanos) {
    moveTo(endedNanos);
    current.pool(pool).rejected++;
    leftSubmittedSums[pool] += submittedNanos;
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

  /** The levels of all pools at the next tick of the plan. */
  public void levelsRead(PoolLevels[] ofPools) {
    levels.add(ofPools);
  }

  /** Closes the books at the end of the run. */
  public ReplicationRecord finish(
      PoolLevels[] atEnd, Submissions submissions, Census census, long endNanos, long events) {
    while (sections.size() < plan.sections()) {
      beginSection();
    }
    addPresenceOfOpenTurns(atEnd, submissions);
    return new ReplicationRecord(
        plan,
        List.copyOf(sections),
        List.copyOf(levels),
        atEnd,
        submissions,
        census,
        warmUp.warmUpEndNanos(),
        sample.turns(),
        endNanos,
        events);
  }

  private void left(
      PoolTally tally, int pool, long submittedNanos, long waitNanos, long endedNanos) {
    tally.waitNanos += waitNanos;
    tally.sojournNanos += endedNanos - submittedNanos;
    leftSubmittedSums[pool] += submittedNanos;
    addPresence(pool, submittedNanos, Math.min(endedNanos, horizonNanos), 1);
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

  /** Adds time in the pool to every section that it touches. */
  private void addPresence(int pool, long fromNanos, long toNanos, double turns) {
    long end = toNanos;
    for (int i = sections.size() - 1; i >= 0 && end > fromNanos; i--) {
      Section section = sections.get(i);
      long begin = Math.max(fromNanos, section.fromNanos());
      if (end > begin) {
        section.pool(pool).presenceNanos += (end - begin) * turns;
        end = begin;
      }
    }
  }

  /**
   * Turns still open have spent {@code count x end - sum(submitted)} in the pool; the router knows
   * the sum over all turns and this recorder that over those that left.
   */
  private void addPresenceOfOpenTurns(PoolLevels[] atEnd, Submissions submissions) {
    for (int pool = 0; pool < poolCount; pool++) {
      long open = atEnd[pool].inSystem();
      if (open > 0) {
        long submittedSum = submissions.submittedNanosSums()[pool] - leftSubmittedSums[pool];
        long meanSubmittedNanos = Math.floorDiv(submittedSum, open);
        addPresence(pool, meanSubmittedNanos, horizonNanos, open);
      }
    }
  }

  private void moveTo(long nowNanos) {
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
