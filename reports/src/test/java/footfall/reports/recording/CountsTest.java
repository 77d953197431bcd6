package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.queueing.statistics.Durations;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is counted, added up and sampled, by hand. */
class CountsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void durationsOfAPersonsFiveFingers() {
    Durations durations = new Durations();
    for (long seconds : new long[] {2, 4, 4, 4, 5, 5, 7, 9}) {
      durations.record(seconds * SECOND);
    }
    assertThat(durations.meanSeconds()).isEqualTo(5);
    assertThat(durations.stdevSeconds()).isCloseTo(2, within(1e-9));
    assertThat(durations.minSeconds()).isEqualTo(2);
    assertThat(durations.maxSeconds()).isEqualTo(9);
    assertThat(durations.percentileSeconds(50)).isCloseTo(4, within(4e-3));
  }

  @Test
  void theSameDurationSeveralTimesIsAsIfRecordedOneByOne() {
    Durations together = new Durations();
    together.record(3 * SECOND, 3);
    together.record(7 * SECOND, 1);
    Durations oneByOne = new Durations();
    LongStream.of(3, 3, 3, 7).forEach(seconds -> oneByOne.record(seconds * SECOND));
    assertThat(together.count()).isEqualTo(4);
    assertThat(together.meanSeconds()).isEqualTo(oneByOne.meanSeconds()).isEqualTo(4);
    assertThat(together.stdevSeconds())
        .isEqualTo(oneByOne.stdevSeconds())
        .isCloseTo(Math.sqrt(3), within(1e-9));
    Durations merged = Durations.merged(List.of(together, oneByOne));
    assertThat(merged.count()).isEqualTo(8);
    assertThat(merged.stdevSeconds()).isCloseTo(Math.sqrt(3), within(1e-9));
  }

  @Test
  void ofNothingNothingIsSaid() {
    Durations none = new Durations();
    assertThat(none.meanSeconds()).isNaN();
    assertThat(none.stdevSeconds()).isNaN();
    assertThat(none.minSeconds()).isNaN();
    assertThat(none.maxSeconds()).isNaN();
    assertThat(none.percentileSeconds(99)).isNaN();
  }

  @Test
  void nanosecondsAreRoundedToTheNearestMicrosecond() {
    Durations durations = new Durations();
    durations.record(1_499);
    durations.record(1_500);
    assertThat(durations.cumulative().micros(0)).isEqualTo(1);
    assertThat(durations.cumulative().micros(1)).isEqualTo(2);
    assertThat(durations.cumulative()).isSameAs(durations.cumulative());
    durations.record(5_000);
    assertThat(durations.cumulative().total()).isEqualTo(3);
  }

  @Test
  void tokensHaveAnExactMeanAndPercentilesToThreeDigits() {
    TokenCounts tokens = new TokenCounts();
    IntStream.rangeClosed(1, 99).forEach(tokens::record);
    tokens.record(100_000);
    assertThat(tokens.count()).isEqualTo(100);
    assertThat(tokens.mean()).isEqualTo((99 * 50 + 100_000) / 100.0);
    assertThat(tokens.percentile(50)).isEqualTo(50);
    assertThat(tokens.percentile(100)).isCloseTo(100_000, within(100.0));
    assertThat(new TokenCounts().percentile(50)).isNaN();
  }

  @Test
  void whatTheRoutersAndTheLedgersOfTwoRunsCountedIsAddedUp() {
    assertThat(
            new Submissions.Detours(1, 2, 3, 4, 5, 6)
                .plus(new Submissions.Detours(10, 20, 30, 40, 50, 60)))
        .isEqualTo(new Submissions.Detours(11, 22, 33, 44, 55, 66));
    List<Census.OpenShopper> open =
        List.of(
            new Census.OpenShopper(0, 1, 2, 3),
            new Census.OpenShopper(0, 1, 2, -1),
            new Census.OpenShopper(1, 1, -1, -1));
    assertThat(Census.of(open)).isEqualTo(new Census(3, 2, 1, 0, open));
  }

  @Test
  void aSampleIsEveryKthOfTheWholeRun() {
    RequestSample sample = new RequestSample(4);
    for (int i = 0; i < 20; i++) {
      if (sample.wantsNext()) {
        sample.add(
            SampledRequest.of(
                RecordedRequest.at(i, i * SECOND), 0, "completed", i * SECOND, i, i * SECOND));
      }
    }
    assertThat(sample.requests()).extracting(SampledRequest::shopper).containsExactly(0L, 8L, 16L);
  }

  @Test
  void timeThatGrowsIsKeptAtEveryOtherTick() {
    GrowingCuts cuts = new GrowingCuts();
    assertThat(cuts.tickNanos(3)).isEqualTo(3 * SECOND);
    assertThat(cuts.sectionEndNanos(1)).isEqualTo(16 * SECOND);
    assertThat(IntStream.range(0, 20).filter(cuts::endsSection)).containsExactly(8, 16);
    cuts.grow();
    assertThat(cuts.tickNanos(3)).isEqualTo(6 * SECOND);
    assertThat(cuts.sectionEndNanos(1)).isEqualTo(32 * SECOND);
    assertThat(GrowingCuts.everyOther(List.of(0, 1, 2, 3, 4))).containsExactly(0, 2, 4);
    assertThat(GrowingCuts.everyOther(List.of(0, 1, 2, 3))).containsExactly(0, 2);
    WindowPlan plan = cuts.until(25 * SECOND, 12);
    assertThat(plan.tickNanos()).hasSize(13).startsWith(0, 2 * SECOND).endsWith(25 * SECOND);
    assertThat(plan.sections()).isEqualTo(2);
    assertThat(plan.sectionNanos(1)).isEqualTo(16 * SECOND);
    assertThat(plan.sectionNanos(2)).isEqualTo(25 * SECOND);
  }
}
