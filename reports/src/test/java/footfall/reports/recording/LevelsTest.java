package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.WarmUp;
import org.junit.jupiter.api.Test;

class LevelsTest {
  @Test
  void levelsIntegrateByHand() {
    PoolLevels levels = new PoolLevels(0);
    levels.startedAtOnce(10);
    levels.queued(20);
    levels.queued(30);
    levels.leftQueue(40);
    levels.leftAndStarted(50);
    levels.left(70);
    PoolLevels at = levels.snapshot(100);

    assertThat(at.waitingArea()).isEqualTo(10 + 2 * 10 + 10);
    assertThat(at.inServiceArea()).isEqualTo(60);
    assertThat(at.maxWaiting()).isEqualTo(2);
    assertThat(at.completions()).isEqualTo(2);
    assertThat(at.inSystem()).isZero();
  }

  @Test
  void sectionsCoverTheRunWithoutGaps() {
    WindowPlan plan = WindowPlan.of(1_000_000, new WarmUp.Fixed(100_000));

    assertThat(plan.sectionNanos(0)).isZero();
    assertThat(plan.sectionNanos(1)).isEqualTo(100_000);
    assertThat(plan.sectionNanos(plan.sections())).isEqualTo(1_000_000);
    assertThat(plan.tickNanos()).isSorted().doesNotHaveDuplicates();
  }
}
