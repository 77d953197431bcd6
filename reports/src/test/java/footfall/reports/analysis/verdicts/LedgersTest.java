package footfall.reports.analysis.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.recording.Attempt;
import footfall.reports.recording.Census;
import footfall.reports.recording.Fate;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.RecordedRequest;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Submissions;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.results.Results.Ledger;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import footfall.scenarios.reading.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgersTest {
  /** Turns and conversations that end before and after the horizon, and every kind of attempt. */
  private static ReplicationRecord replication() {
    Scenario scenario =
        new ScenarioReader()
            .read(Path.of("../scenarios/catalog/theory/md1.yaml"), List.of())
            .scenario();
    long horizon = scenario.horizonNanos();
    Recorder recorder = new Recorder(scenario);
    recorder.turnLost(RecordedRequest.at(1, 0), 0, TurnOutcome.REJECTED, 1);
    recorder.turnLost(RecordedRequest.at(1, 0), 0, TurnOutcome.ABANDONED, horizon - 1);
    recorder.turnLost(RecordedRequest.at(1, 0), 0, TurnOutcome.FAILED, horizon + 1);
    recorder.turnLost(RecordedRequest.at(1, 0), 0, TurnOutcome.FAILED, horizon + 2);
    recorder.conversationEnded(RecordedRequest.at(1, 0), 0, Fate.ANSWERED, 0, horizon + 1, false);
    PoolLevels levels = new PoolLevels(0);
    for (int sent = 0; sent < 15; sent++) {
      levels.attemptSent();
    }
    end(levels, Attempt.SUCCEEDED, 4);
    end(levels, Attempt.THROTTLED, 3);
    end(levels, Attempt.FAILED, 2);
    end(levels, Attempt.TIMED_OUT, 1);
    levels.queued(1);
    return recorder.finish(
        new PoolLevels[] {levels},
        new Submissions(3, 9, 10, new long[] {11}, new long[1], Submissions.Detours.NONE),
        new Census(2, 5, 6),
        new ArrivalStatistics(),
        horizon,
        0);
  }

  private static void end(PoolLevels levels, Attempt attempt, int times) {
    for (int i = 0; i < times; i++) {
      levels.attemptEnded(attempt);
    }
  }

  @Test
  void everybodyIsSomewhereInAllReplicationsTogether() {
    Ledger ledger = Ledgers.of(List.of(replication(), replication()));
    assertThat(ledger.conversations()).isEqualTo(new Ledger.Conversations(6, 2, 0, 0, 4));
    assertThat(ledger.turns()).isEqualTo(new Ledger.Turns(18, 0, 2, 2, 4, 10));
    assertThat(ledger.requests()).isEqualTo(new Ledger.Requests(20, 0, 0, 0, 0, 12));
    assertThat(ledger.hops()).isEqualTo(new Ledger.Hops(22, 0, 0, 0, 0, 2));
    assertThat(ledger.attempts()).isEqualTo(new Ledger.Attempts(30, 8, 6, 4, 2, 10));
    assertThat(ledger.conversations().balances()).isTrue();
    assertThat(ledger.turns().balances()).isTrue();
    assertThat(ledger.requests().balances()).as("eight are missing").isFalse();
    assertThat(ledger.hops().balances()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void oneMoreOfAnythingAndItDoesNotBalance(int moreOf) {
    long[] n = {31, 1, 2, 4, 8, 16};
    assertThat(new Ledger.Turns(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isTrue();
    assertThat(new Ledger.Requests(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isTrue();
    assertThat(new Ledger.Hops(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isTrue();
    n[moreOf]++;
    assertThat(new Ledger.Turns(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isFalse();
    assertThat(new Ledger.Requests(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isFalse();
    assertThat(new Ledger.Hops(n[0], n[1], n[2], n[3], n[4], n[5]).balances()).isFalse();
    if (moreOf != 2) {
      long arrived = n[0] - 2; // Conversations are not rejected.
      assertThat(new Ledger.Conversations(arrived, n[1], n[3], n[4], n[5]).balances()).isFalse();
    }
  }
}
