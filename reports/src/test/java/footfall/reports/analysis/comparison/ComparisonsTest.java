package footfall.reports.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.comparison.Comparisons.ComparedRun;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.ComparisonResults.Row;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.KeyFigure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Four replications by hand: the t quantile with three degrees of freedom is 3.182446. */
class ComparisonsTest {
  private static final String WAIT = "queue_wait.mean";
  private static final String SATISFACTION = "satisfaction";

  private static ComparedRun run(String name, long seed, String figure, double... samples) {
    double sum = 0;
    for (double sample : samples) {
      sum += sample;
    }
    double mean = sum / samples.length;
    return new ComparedRun(
        name,
        seed,
        "replications",
        true,
        Map.of(figure, new KeyFigure(mean, new double[] {mean, mean}, samples)),
        "shop",
        Map.of());
  }

  private static Row row(ComparedRun before, ComparedRun after, String figure, double threshold) {
    Beside beside = Comparisons.compare(before, after, List.of(), List.of(figure), threshold);
    assertThat(beside.figures()).hasSize(1);
    return beside.figures().get(0);
  }

  @Test
  void runsOfOneSeedArePaired() {
    ComparedRun before = run("before", 1, WAIT, 1, 2, 3, 4);
    ComparedRun after = run("after", 1, WAIT, 1.5, 2.4, 3.5, 4.6);
    Beside beside = Comparisons.compare(before, after, List.of(), List.of(WAIT), 0);
    Row row = beside.figures().get(0);
    // Differences 0.5, 0.4, 0.5, 0.6: mean 0.5, standard deviation 0.08165.
    double half = 3.182446 * 0.0816497 / 2;
    assertThat(beside.intervals()).isEqualTo("paired");
    assertThat(row.difference()).isCloseTo(0.5, within(1e-12));
    assertThat(row.ci95()[0]).isCloseTo(0.5 - half, within(1e-5));
    assertThat(row.ci95()[1]).isCloseTo(0.5 + half, within(1e-5));
    assertThat(row.verdict()).isEqualTo(Better.WORSE);
    assertThat(row.relative()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void runsOfTwoSeedsAreIndependentAndTellLess() {
    ComparedRun before = run("before", 1, WAIT, 1, 2, 3, 4);
    ComparedRun after = run("after", 2, WAIT, 1.5, 2.4, 3.5, 4.6);
    Beside beside = Comparisons.compare(before, after, List.of(), List.of(WAIT), 0);
    assertThat(beside.intervals()).isEqualTo("independent");
    assertThat(beside.figures().get(0).verdict()).isEqualTo(Better.UNDECIDED);
    assertThat(beside.figures().get(0).ci95()[0]).isNegative();
  }

  @Test
  void moreIsBetterOrWorseByTheFigure() {
    ComparedRun low = run("low", 1, SATISFACTION, 0.7, 0.71, 0.7, 0.71);
    ComparedRun high = run("high", 1, SATISFACTION, 0.8, 0.81, 0.805, 0.81);
    assertThat(row(low, high, SATISFACTION, 0).verdict()).isEqualTo(Better.BETTER);
    assertThat(row(high, low, SATISFACTION, 0).verdict()).isEqualTo(Better.WORSE);
    ComparedRun slow = run("slow", 1, WAIT, 2, 2.1, 2, 2.1);
    ComparedRun fast = run("fast", 1, WAIT, 1, 1.1, 1.05, 1.1);
    assertThat(row(slow, fast, WAIT, 0).verdict()).isEqualTo(Better.BETTER);
    assertThat(row(slow, slow, WAIT, 0).verdict()).isEqualTo(Better.UNDECIDED);
    assertThat(row(slow, slow, WAIT, 0).difference()).isZero();
  }

  @Test
  void aRegressionIsWorseByMoreThanTheThreshold() {
    ComparedRun before = run("before", 1, WAIT, 1, 1, 1.1, 1.1);
    ComparedRun after = run("after", 1, WAIT, 1.2, 1.21, 1.3, 1.31); // 19.5 % more
    assertThat(row(before, after, WAIT, 0.15).regression()).isTrue();
    assertThat(row(before, after, WAIT, 0.25).regression()).isFalse();
    assertThat(row(after, before, WAIT, 0).regression()).isFalse();
  }

  @Test
  void figuresThatOneOfThemLacksAreLeftOut() {
    ComparedRun before = run("before", 1, WAIT, 1, 2, 3, 4);
    ComparedRun other = run("other", 1, SATISFACTION, 0.7, 0.7, 0.7, 0.7);
    ComparedRun nothing = run("nothing", 1, WAIT, Double.NaN, Double.NaN, 1, 2);
    assertThat(Comparisons.compare(before, other, List.of(), List.of(WAIT), 0).figures()).isEmpty();
    assertThat(Comparisons.compare(before, nothing, List.of(), List.of(WAIT), 0).figures())
        .isEmpty();
    assertThat(Comparisons.compare(before, before, List.of(), List.of("no_such"), 0).figures())
        .isEmpty();
  }
}
