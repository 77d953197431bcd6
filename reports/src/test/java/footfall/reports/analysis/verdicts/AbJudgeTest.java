package footfall.reports.analysis.verdicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.SmallShop;
import footfall.reports.analysis.samples.Samples;
import footfall.reports.recording.Census;
import footfall.reports.recording.ConversationWorth;
import footfall.reports.recording.ConversationWorth.Prospect;
import footfall.reports.recording.PoolLevels;
import footfall.reports.recording.Recorder;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.Submissions;
import footfall.reports.results.Results.AbTestFigures;
import footfall.reports.results.Results.Better;
import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.ArrivalStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of which every conversation is put in by hand. */
class AbJudgeTest {
  private static final ConversationWorth GOOD =
      new ConversationWorth(false, 1, true, true, 9, Prospect.NONE);
  private static final ConversationWorth BAD =
      new ConversationWorth(false, 0, false, false, 0, Prospect.NONE);

  private static Scenario split(int arms, String measure) {
    StringBuilder pools = new StringBuilder();
    StringBuilder shares = new StringBuilder();
    for (int arm = 0; arm < arms; arm++) {
      pools.append("  p").append(arm).append(": {service: {time: 1s}}\n");
      shares.append(arm == 0 ? "" : ", ").append("p").append(arm).append(": 0.2");
    }
    return SmallShop.read(
            """
            name: split
            horizon: 1h
            warmUp: none
            arrivals: {poisson: {rate: 1/s}}
            pools:
            %srouting: {split: {shares: {%s}, measure: %s}}
            """
                .formatted(pools, shares.toString().replace("0.2", 1.0 / arms + ""), measure))
        .scenario();
  }

  /** One replication; for each arm its good conversations and all of them. */
  private static AbTestFigures judge(Scenario scenario, int[]... goodOf) {
    Recorder recorder = new Recorder(scenario);
    for (int arm = 0; arm < goodOf.length; arm++) {
      for (int i = 0; i < goodOf[arm][1]; i++) {
        recorder.conversationBrought(arm, i < goodOf[arm][0] ? GOOD : BAD);
      }
    }
    PoolLevels[] levels =
        IntStream.range(0, goodOf.length)
            .mapToObj(p -> new PoolLevels(0))
            .toArray(PoolLevels[]::new);
    Submissions none = Submissions.none(goodOf.length);
    while (recorder.nextTickNanos() <= scenario.horizonNanos()) {
      recorder.levelsRead(levels, none);
    }
    ReplicationRecord record =
        recorder.finish(
            levels, none, Census.NONE, new ArrivalStatistics(), scenario.horizonNanos(), 0);
    return AbJudge.judge(scenario, Samples.of(scenario, List.of(record)));
  }

  @Test
  void twoArmsAreToldApartAtFivePerCent() {
    // 540 of 1,000 against 500 of 1,000: z = 1.79; 545: z = 2.01.
    Scenario scenario = split(2, "satisfaction");
    AbTestFigures close = judge(scenario, new int[] {500, 1_000}, new int[] {540, 1_000});
    assertThat(close.comparisons().get(0).verdict()).isEqualTo(Better.UNDECIDED);
    AbTestFigures apart = judge(scenario, new int[] {500, 1_000}, new int[] {545, 1_000});
    assertThat(apart.comparisons().get(0).verdict()).isEqualTo(Better.BETTER);
    assertThat(apart.comparisons().get(0).difference()).isCloseTo(0.045, within(1e-12));
    AbTestFigures worse = judge(scenario, new int[] {545, 1_000}, new int[] {500, 1_000});
    assertThat(worse.comparisons().get(0).verdict()).isEqualTo(Better.WORSE);
  }

  @Test
  void ofThreeArmsEachComparisonHasHalfOfTheError() {
    // p of 545 against 500 is 0.044: enough for one comparison, not for one of two.
    Scenario scenario = split(3, "satisfaction");
    AbTestFigures figures =
        judge(scenario, new int[] {500, 1_000}, new int[] {545, 1_000}, new int[] {560, 1_000});
    assertThat(figures.comparisons()).hasSize(2);
    assertThat(figures.comparisons().get(0).pValue()).isBetween(0.025, 0.05);
    assertThat(figures.comparisons().get(0).verdict()).isEqualTo(Better.UNDECIDED);
    assertThat(figures.comparisons().get(0).found()).isZero();
    assertThat(figures.comparisons().get(1).pValue()).isLessThan(0.025);
    assertThat(figures.comparisons().get(1).verdict()).isEqualTo(Better.BETTER);
    assertThat(figures.comparisons().get(1).found()).isEqualTo(1);
    assertThat(figures.arms())
        .extracting(AbTestFigures.Arm::rate)
        .containsExactly(0.5, 0.545, 0.56);
  }

  @Test
  void threeArmsNeedMoreConversationsThanTwo() {
    AbTestFigures two =
        judge(split(2, "conversion"), new int[] {100, 1_000}, new int[] {130, 1_000});
    AbTestFigures three =
        judge(
            split(3, "conversion"),
            new int[] {100, 1_000},
            new int[] {130, 1_000},
            new int[] {100, 1_000});
    assertThat(two.conversationsPerArmBy()).isEqualTo("rates found");
    // Two proportions of 10 and 13 % at 5 % and 80 %: 1,774 each (Fleiss, without correction).
    assertThat(two.conversationsPerArm()).isCloseTo(1_774, within(10.0));
    assertThat(three.conversationsPerArm()).isGreaterThan(1.15 * two.conversationsPerArm());
  }

  @Test
  void withoutASplitThereIsNoTest() {
    Scenario plain =
        SmallShop.read(
                """
                name: plain
                horizon: 1h
                arrivals: {poisson: {rate: 1/s}}
                pools: {p0: {service: {time: 1s}}}
                routing: {ratio: {p0: 1}}
                """)
            .scenario();
    assertThat(judge(plain, new int[] {1, 2})).isNull();
  }
}
