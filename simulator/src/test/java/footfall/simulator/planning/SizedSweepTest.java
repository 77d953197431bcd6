package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.BreakEven;
import footfall.reports.results.Results;
import footfall.reports.results.SizingFigures.Answer;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Precision;
import footfall.simulator.experiments.SweepJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizedSweepTest {
  @TempDir private Path folder;
  private Path scenario;

  @BeforeEach
  void write() throws IOException {
    scenario =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            name: shop
            horizon: 30min
            warmUp: 5min
            replications: 5
            month: steady
            arrivals: {poisson: {rate: 3600/h}}
            shoppers: {all: {messageTokens: 1000, replyTokens: 100}}
            pools:
              own:
                workers: 9
                service: {time: {exponential: {mean: 2s}}}
                cost: {perWorkerHour: $1}
                quality: {satisfaction: 0.7}
              api:
                kind: llm
                slots: 500
                service: {time: 1s}
                cost: {perConversation: $0.01}
                quality: {satisfaction: 0.9}
            routing: {ratio: {own: 0.5, api: 0.5}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 10s}]
            sizing:
              variables: [{path: pools.own.workers, from: 1, to: 9}]
              maxReplications: 20
            """);
  }

  private SweepResults sweep(String axes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sweep.yaml"),
            "name: sized\nscenario: shop.yaml\nfleet: sized\naxes: " + axes);
    try (LocalReplicator replicator = new LocalReplicator(2);
        SweepJournal journal = SweepJournal.open(folder.resolve("journal"), "key")) {
      SweepResults results =
          SizedSweep.run(
              new ExperimentReader().read(file, List.of()),
              journal,
              "test",
              replicator,
              part -> {});
      journal.delete();
      return results;
    }
  }

  private Results size(String ratio) {
    try (LocalReplicator replicator = new LocalReplicator(2)) {
      return Planner.size(
              new SizingReader().read(scenario, List.of(Setting.parse("routing.ratio=" + ratio))),
              new Precision(OptionalDouble.empty(), 20),
              "test",
              replicator,
              part -> {})
          .results();
    }
  }

  @Test
  void aSweepAndASizingAgreeToTheCent() throws IOException {
    List<Point> points = sweep("[{path: routing.ratio.own, values: [0, 0.5, 1]}]").sweep().points();

    List<String> ratios = List.of("{own: 0, api: 1}", "{own: 0.5, api: 0.5}", "{own: 1, api: 0}");
    for (int i = 0; i < 3; i++) {
      Results sized = size(ratios.get(i));
      Point point = points.get(i);
      assertThat(point.value("cost_per_month")).isEqualTo(sized.cost().perMonth());
      assertThat(point.value("cost_per_month")).isEqualTo(sized.sizing().objective().value());
      assertThat(point.fleet().configuration()).isEqualTo(sized.sizing().configuration());
      assertThat(point.fleet().verdict()).isEqualTo(Answer.DECIDED);
      assertThat(point.meetsObjectives()).isTrue();
    }
    assertThat(points.get(0).fleet().pools()).containsExactly("api");
    assertThat(points.get(0).figures()).doesNotContainKey("utilization[own]");
    assertThat(points.get(2).fleet().bought()).isEqualTo("3 workers with pool own");
  }

  @Test
  void thePresentPlanStandsBesideThePoints() throws IOException {
    SweepResults results = sweep("[{path: routing.ratio.own, values: [0.5]}]");
    Point point = results.sweep().points().get(0);
    Point present = results.sweep().present();

    // Nine workers where two do.
    assertThat(present.value("cost_per_hour") - point.value("cost_per_hour"))
        .isCloseTo(7.0, within(1e-9));
    assertThat(results.answer()).contains("with 2 workers with pool own and the API of");
  }

  /** The API costs .01 for each conversation, the first worker $1 an hour: even at 100 an hour. */
  @Test
  void theApiIsCheapestUpToItsBreakEven() throws IOException {
    SweepResults results =
        sweep(
            "[{path: arrivals.poisson.rate, values: [20/h, 60/h, 300/h]},"
                + " {path: routing.ratio.own, values: [0, 1]}]");

    List<BreakEven> evens = results.sweep().breakEvens();
    assertThat(evens).hasSize(1);
    BreakEven even = evens.get(0);
    assertThat(Double.parseDouble(even.at().replace("/h", ""))).isBetween(85.0, 115.0);
    assertThat(even.below()).isEqualTo("60/h");
    assertThat(even.above()).isEqualTo("300/h");
    assertThat(even.toBought()).isEqualTo("1 worker with pool own");
    assertThat(results.answer()).contains("cheapest is the API of").contains(" up to ");
  }

  @Test
  void whatDoesNotDoIsNotOnTheFrontier() throws IOException {
    Files.writeString(
        scenario, Files.readString(scenario).replace("to: 9", "to: 2").replace("10s", "4s"));
    SweepResults results = sweep("[{path: routing.ratio.own, values: [0, 1]}]");

    assertThat(results.sweep().points().get(1).fleet().verdict()).isEqualTo(Answer.INFEASIBLE);
    assertThat(results.sweep().frontiers().get(0).points()).containsExactly(0);
    assertThat(results.answer()).contains("at 1 nothing that may be bought meets the SLOs");
  }

  @Test
  void anAxisDecidesAllOfAVariableOrNothing() throws IOException {
    Files.writeString(
        scenario,
        Files.readString(scenario)
            .replace(
                "[{path: pools.own.workers, from: 1, to: 9}]",
                "[{variants: {few: {pools.own.workers: 1, routing.ratio.own: 0.1}}}]"));
    assertThatThrownBy(() -> sweep("[{path: routing.ratio.own, values: [0.5]}]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("an axis of the experiment changes some of what this variable");
  }
}
