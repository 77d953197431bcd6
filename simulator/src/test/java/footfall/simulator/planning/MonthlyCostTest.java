package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.MonthFigures;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month by hand: workers by their hours, everything else by its volume. */
class MonthlyCostTest {
  private static final double WORKERS = 2 * 1.5 * 730;
  private static final double EACH = (1_000 * 2 + 100 * 8) / 1e6;

  @TempDir private Path folder;

  private Results run(String more) throws IOException {
    return run("", "", more);
  }

  private Results run(String slm, String llm, String more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: month
            horizon: 1h
            replications: 3
            arrivals: {constant: {rate: 600/h}}
            shoppers: {all: {messageTokens: 1000, replyTokens: 100}}
            pools:
              slm: {workers: 2, slots: 4, service: {time: 1s}, cost: {perWorkerHour: $1.5} %s}
              llm:
                kind: llm
                service: {time: 1s}
                slots: 50
                cost: {perMillionInputTokens: $2, perMillionOutputTokens: $8}
                api: {%s}
            routing: {ratio: {slm: 0, llm: 1}}
            %s
            """
                .formatted(slm, llm, more));
    return Simulation.run(new ScenarioReader().read(file, List.of()), "test", part -> {}).results();
  }

  @Test
  void workersCostTheirHoursAndTheRestItsVolume() throws IOException {
    Results results = run("month: {conversations: 100000}");
    MonthFigures month = results.cost().month();

    assertThat(month.basis()).isEqualTo("conversations");
    assertThat(month.workers()).isCloseTo(WORKERS, within(1e-6));
    assertThat(month.usage()).isCloseTo(100_000 * EACH, within(1e-6));
    assertThat(results.cost().perMonth()).isCloseTo(WORKERS + 100_000 * EACH, within(1e-6));
    assertThat(month.perThousandConversations())
        .isCloseTo((WORKERS + 100_000 * EACH) / 100, within(1e-9));
    assertThat(results.answer()).contains("a month of 100,000 conversations");
  }

  @Test
  void aSteadyMonthIsTheHourTimesItsHours() throws IOException {
    Results results = run("month: steady");

    assertThat(results.cost().perMonth()).isCloseTo(730 * results.cost().perHour(), within(1e-6));
    assertThat(results.cost().month().conversations()).isCloseTo(600 * 730, withinPercentage(1));
    assertThat(results.answer()).contains("a month at this rate for 730 hours");
  }

  @Test
  void ofAPeakAloneThereIsNoMonth() throws IOException {
    Results results = run("");

    assertThat(results.cost().perMonth()).isNaN();
    assertThat(results.cost().month().reason()).contains("month: {conversations: 1000000}");
    assertThat(results.cost().perHour()).isCloseTo(3 + 600 * EACH, withinPercentage(1));
    assertThat(results.answer()).contains(" an hour").doesNotContain("a month");
  }

  @Test
  void aBudgetIsSpentOnADayAndNobodyIsServedAfterIt() throws IOException {
    Files.writeString(
        folder.resolve("v.csv"), "hour,n\n2026-11-02T00:00,100\n2026-11-02T01:00,300\n");
    // 5,000 conversations: 400 in two hours twelve times, 100 in the next and a third of 300.
    Results results =
        run(
            "",
            "budget: {perMonth: $" + 5_000 * EACH + "}",
            "month: {volumes: {file: v.csv}}\nslos: [{metric: cost_per_month, op: <=, threshold:"
                + " $99999}]");
    MonthFigures.Budget budget = results.cost().month().budgets().get(0);

    assertThat(results.cost().budgetSpentAfterHours()).isCloseTo(25 + 1.0 / 3, within(1e-6));
    assertThat(budget.needed()).isCloseTo(200 * 730 * EACH, within(1e-6));
    assertThat(budget.spentOn()).isEqualTo("2026-11-03T01:20");
    assertThat(budget.lostShareAfterwards()).isEqualTo(1);
    assertThat(results.cost().perMonth()).isCloseTo(WORKERS + 200 * 730 * EACH, within(1e-6));
    assertThat(results.cost().month().perMonthWithinBudget())
        .isCloseTo(WORKERS + 5_000 * EACH, within(1e-6));
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.answer())
        .startsWith("The budget of llm ($14.0 a month) is spent after 25.3 h, on 2026-11-03 01:20")
        .contains("100 % of the conversations are lost");
  }

  @Test
  void aBudgetThatLastsChangesNothing() throws IOException {
    Results results =
        run(
            "",
            "budget: {perMonth: $9999}",
            "month: {conversations: 1000}\nslos: [{metric: cost_per_month, op: <=, threshold:"
                + " $99999}]");

    assertThat(results.cost().budgetSpentAfterHours()).isInfinite();
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(results.answer()).doesNotContain("budget");
  }

  @Test
  void workersThatComeAndGoCostAtMostWhatTheyDoInThePeak() throws IOException {
    Results results =
        run(
            ", autoscale: {min: 1, max: 4, utilization: 0.5}",
            "",
            "month: {conversations: 100000}");

    assertThat(results.cost().month().upperBound()).isTrue();
    assertThat(results.answer()).contains("at most $");
  }

  @Test
  void energyThatIsKnownInPartIsNotToldPerRequest() throws IOException {
    Results results =
        run(
            ", power: {idle: 10W, busy: 90W}",
            "",
            "slos: [{metric: energy_per_request, op: <=, threshold: 1000}]");

    assertThat(results.energy().coverage()).isZero();
    assertThat(results.energy().unknown()).containsExactly("llm");
    assertThat(results.energy().joules()).isPositive();
    assertThat(results.energy().joulesPerRequest()).isNaN();
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
  }
}
