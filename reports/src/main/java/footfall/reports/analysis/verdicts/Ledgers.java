package footfall.reports.analysis.verdicts;

import footfall.reports.recording.Attempt;
import footfall.reports.recording.ConversationOutcome;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.PoolTally;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import footfall.reports.results.Results.Ledger;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Where everybody and everything is at the end, over all replications, warm-up included. */
public final class Ledgers {
  private final List<ReplicationRecord> replications;

  private Ledgers(List<ReplicationRecord> replications) {
    this.replications = replications;
  }

  /** The ledger of all replications together. */
  public static Ledger of(List<ReplicationRecord> replications) {
    Ledgers ledgers = new Ledgers(replications);
    return new Ledger(
        ledgers.conversations(),
        ledgers.turns(),
        ledgers.requests(),
        ledgers.hops(),
        ledgers.attempts());
  }

  private Ledger.Conversations conversations() {
    return new Ledger.Conversations(
        sum(r -> r.submissions().conversations()),
        ended(ConversationOutcome.COMPLETED),
        ended(ConversationOutcome.ABANDONED),
        ended(ConversationOutcome.FAILED),
        sum(r -> r.census().inConversation()));
  }

  private Ledger.Turns turns() {
    return new Ledger.Turns(
        sum(r -> r.submissions().turns()),
        ended(TurnOutcome.COMPLETED),
        ended(TurnOutcome.REJECTED),
        ended(TurnOutcome.ABANDONED),
        ended(TurnOutcome.FAILED),
        sum(r -> r.census().inTurn()));
  }

  private Ledger.Requests requests() {
    return new Ledger.Requests(
        sum(r -> r.submissions().requests()),
        sumOfSections(section -> section.requests(TurnOutcome.COMPLETED)),
        sumOfSections(section -> section.requests(TurnOutcome.REJECTED)),
        sumOfSections(section -> section.requests(TurnOutcome.ABANDONED)),
        sumOfSections(section -> section.requests(TurnOutcome.FAILED)),
        sum(r -> r.census().awaitingReply()));
  }

  private Ledger.Hops hops() {
    return new Ledger.Hops(
        sum(r -> Arrays.stream(r.submissions().hops()).sum()),
        sumOfTallies(PoolTally::completed),
        sumOfTallies(PoolTally::rejected),
        sumOfTallies(PoolTally::abandoned),
        sumOfTallies(PoolTally::failed),
        sumOfPools(PoolLevels::inSystem));
  }

  private Ledger.Attempts attempts() {
    return new Ledger.Attempts(
        sumOfPools(PoolLevels::attemptsSent),
        sumOfPools(levels -> levels.attempts(Attempt.SUCCEEDED)),
        sumOfPools(levels -> levels.attempts(Attempt.THROTTLED)),
        sumOfPools(levels -> levels.attempts(Attempt.FAILED)),
        sumOfPools(levels -> levels.attempts(Attempt.TIMED_OUT)),
        sumOfPools(PoolLevels::attemptsOpen));
  }

  private long ended(ConversationOutcome outcome) {
    return sumOfSections(section -> section.conversations(outcome));
  }

  private long ended(TurnOutcome outcome) {
    return sumOfSections(section -> section.turns(outcome));
  }

  private long sumOfSections(ToLongFunction<Window> count) {
    return sum(r -> r.sections().stream().mapToLong(count).sum() + count.applyAsLong(r.drained()));
  }

  private long sumOfTallies(ToLongFunction<PoolTally> count) {
    int pools = replications.get(0).atEnd().length;
    return sumOfSections(
        section ->
            IntStream.range(0, pools).mapToLong(p -> count.applyAsLong(section.pool(p))).sum());
  }

  private long sumOfPools(ToLongFunction<PoolLevels> count) {
    return sum(r -> Arrays.stream(r.atEnd()).mapToLong(count).sum());
  }

  private long sum(ToLongFunction<ReplicationRecord> count) {
    return replications.stream().mapToLong(count).sum();
  }
}
