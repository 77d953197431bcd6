package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.SizingFigures.Growth;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthStudyTest {
  @TempDir private Path folder;

  /** The objective asks for no time, so that a queue without end would meet it. */
  @Tag("full")
  @Test
  void whatCannotKeepUpIsReplacedThoughItsObjectivesAskForNoTime() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("grows.yaml"),
            """
            name: grows
            horizon: 20min
            warmUp: none
            replications: 5
            month: {conversations: 100000}
            arrivals: {poisson: {rate: 0.8/s}}
            pools:
              slm:
                service: {time: {exponential: {mean: 1s}}}
                cost: {perWorkerHour: $1}
                quality: {satisfaction: 0.9}
            routing: {ratio: {slm: 1}}
            slos: [{metric: satisfaction, op: ">=", threshold: 0.8}]
            sizing:
              growth: 0.1
              variables: [{path: pools.slm.workers, from: 1, to: 6}]
            """);
    ResolvedSizing problem = new SizingReader().read(file, List.of());
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
      Sizer sizer = new Sizer(problem.sizing(), field, replicator, part -> {});
      Sizer.Sized today = sizer.size(1, 1e6);
      StudyRunner runner = new StudyRunner(replicator, today.best().candidate().scenario());

      Growth growth = new GrowthStudy(problem, sizer, other -> sizer, runner).plan(today, 1);

      assertThat(growth.steps().get(0).month()).isZero();
      for (int i = 0; i < growth.steps().size(); i++) {
        var step = growth.steps().get(i);
        int workers = Integer.parseInt(step.configuration().get("pools.slm.workers"));
        int until = i + 1 < growth.steps().size() ? growth.steps().get(i + 1).month() - 1 : 12;
        assertThat((double) workers)
            .as("workers from month %d to %d", step.month(), until)
            .isGreaterThan(0.8 * Math.pow(1.1, until));
      }
      assertThat(growth.steps()).hasSize(3);
      for (int month = 0; month <= 12; month++) {
        var planned = growth.months().get(month);
        assertThat(planned.conversations()).isCloseTo(100_000 * Math.pow(1.1, month), within(1e-6));
        int workers = Integer.parseInt(planned.expected().configuration().get("pools.slm.workers"));
        assertThat(planned.expected().objective()).isCloseTo(730 * workers, within(1e-6));
        assertThat(planned.high().objective()).isGreaterThanOrEqualTo(730 * workers);
      }
    }
  }

  /**
   * Two workers at $730 do until the load is 1.6 times; three are $2,190 then, and tokens of
   * today's $2,200 x 1.05^m x .95^m less: the API is taken. From month 5 on half of the requests
   * must go there.
   */
  @Tag("full")
  @Test
  void phasesPricesAndOtherCostsMakeOnePlan() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("phases.yaml"),
            """
            name: phases
            horizon: 20min
            warmUp: 2min
            replications: 5
            month: {conversations: 1000000}
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 100}}
            pools:
              slm: {service: {time: {exponential: {mean: 1s}}}, cost: {perWorkerHour: $1}}
              llm: {kind: llm, slots: 200, service: {time: 1s}, cost: {perMillionOutputTokens: $22}}
            routing: {ratio: {slm: 1, llm: 0}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 20s}]
            sizing:
              growth: 5%
              priceTrends: {tokens: -5%, workerHours: -1%}
              costs: [{name: on call, perMonth: $4000, from: 2}]
              phases: [{from: 5, routing: {ratio: {slm: 0.5, llm: 0.5}}}]
              variables: [{path: pools.slm.workers, from: 1, to: 9}]
            """);
    ResolvedSizing problem = new SizingReader().read(file, List.of());
    Growth growth;
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      growth =
          Planner.size(
                  problem,
                  new Precision(OptionalDouble.empty(), 20),
                  "test",
                  replicator,
                  part -> {})
              .results()
              .sizing()
              .growth();
    }

    for (int month = 0; month <= 12; month++) {
      var planned = growth.months().get(month);
      assertThat(planned.otherCosts()).isEqualTo(month < 2 ? 0 : 4_000);
      double workers =
          Integer.parseInt(planned.expected().configuration().get("pools.slm.workers"));
      double hours = 730 * workers * Math.pow(0.99, month);
      double tokens = month < 5 ? 0 : 0.5 * 1e6 * 100 * 22e-6 * Math.pow(1.05 * 0.95, month);
      assertThat(planned.expected().objective())
          .as("month %d", month)
          .isCloseTo(hours + tokens, withinPercentage(2));
    }
    assertThat(growth.months().get(4).expected().configuration())
        .containsEntry("pools.slm.workers", "2");
    assertThat(growth.months().get(5).expected().bought()).isTrue();
    assertThat(growth.months().get(5).expected().configuration())
        .as("half of 1.28 requests a second")
        .containsEntry("pools.slm.workers", "1");
  }

  @Test
  void phasesComeOneAfterTheOther() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("order.yaml"),
            """
            name: order
            horizon: 20min
            month: steady
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {service: {time: 1s}, cost: {perWorkerHour: $1}}}
            routing: {ratio: {slm: 1}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 8s}]
            sizing:
              phases: [{from: 5, set: {pools.slm.slots: 2}}, {from: 3, set: {pools.slm.slots: 3}}]
              variables: [{path: pools.slm.workers, from: 1, to: 9}]
            """);
    assertThatThrownBy(() -> new SizingReader().read(file, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be after the phase before");
  }
}
