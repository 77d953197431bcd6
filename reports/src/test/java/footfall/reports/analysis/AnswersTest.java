package footfall.reports.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.reports.analysis.calibration.CalibrationAnswer;
import footfall.reports.analysis.comparison.ComparisonAnswer;
import footfall.reports.analysis.comparison.Comparisons.ComparedRun;
import footfall.reports.analysis.run.Predictions;
import footfall.reports.analysis.sizing.SizingAnswer;
import footfall.reports.analysis.sweep.SweepAnswer;
import footfall.reports.results.CalibrationResults;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SweepResults;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The sentences of stored runs, and of the same with one thing changed. */
class AnswersTest {
  private static final Path STORED = Path.of("src/test/resources/stored-runs");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static <T> T stored(String kind, Class<T> type, Consumer<ObjectNode> change)
      throws IOException {
    ObjectNode tree =
        (ObjectNode) JSON.readTree(STORED.resolve(kind).resolve("results.json").toFile());
    change.accept(tree);
    return ResultsJson.read(tree.toString(), type);
  }

  private static String sizing(Consumer<ObjectNode> change) throws IOException {
    Results results =
        stored("size", Results.class, tree -> change.accept((ObjectNode) tree.get("sizing")));
    ResolvedScenario resolved =
        new ScenarioReader().read(STORED.resolve("size/scenario.resolved.yaml"), List.of());
    return SizingAnswer.sentence(resolved, results, results.sizing());
  }

  @Test
  void aSizingIsToldAsItWas() throws IOException {
    Results results = stored("size", Results.class, tree -> {});
    String sentence = sizing(sizing -> {});
    assertThat(sentence).isEqualTo(results.answer()).startsWith("Buy ");
  }

  private static void withoutOne(ObjectNode sizing, String verdict) {
    var all = ((ObjectNode) sizing.get("headroom")).putArray("withoutOneWorker");
    if (verdict != null) {
      all.addObject()
          .put("pool", "slm")
          .put("workersLeft", 2)
          .put("verdict", verdict)
          .putArray("slo");
    }
  }

  @Test
  void theLossOfAWorkerIsSurvivedOnlyIfItWasDecided() throws IOException {
    assertThat(sizing(s -> withoutOne(s, "PASS"))).contains(", survives the loss of a worker");
    assertThat(sizing(s -> withoutOne(s, "FAIL")))
        .contains(", does not survive the loss of a worker of slm")
        .doesNotContain("surely");
    assertThat(sizing(s -> withoutOne(s, "UNDECIDED")))
        .contains(", does not surely survive the loss of a worker of slm")
        .doesNotContain(", survives");
    assertThat(sizing(s -> withoutOne(s, null))).doesNotContain("the loss of a worker");
  }

  @Test
  void whatIsUndecidedSaysWhatWouldDecideIt() throws IOException {
    Consumer<ObjectNode> rival =
        sizing -> {
          sizing.put("verdict", "UNDECIDED");
          ObjectNode tried = sizing.putArray("undecided").addObject();
          tried.putObject("configuration").put("pools.slm.workers", "2");
          tried.put("objective", 500.0).put("more", 40);
        };
    assertThat(sizing(rival))
        .startsWith("Undecided: ")
        .contains(" will do; ", "slm.workers = 2 would be ")
        .contains("about 40 more replications would tell");
    assertThat(sizing(rival.andThen(s -> ((ObjectNode) s.at("/undecided/0")).put("more", 0))))
        .contains("slm.workers = 2 may be as good or better at ");
    assertThat(
            sizing(
                s -> {
                  s.put("verdict", "UNDECIDED");
                  s.putArray("undecided");
                }))
        .contains("not everything that might be cheaper could be tried");
    assertThat(sizing(rival.andThen(s -> s.putNull("headroom"))))
        .startsWith("Undecided: nothing is known to meet all objectives; ");
  }

  @Test
  void whatCannotBeMetIsToldWithTheBest() throws IOException {
    Consumer<ObjectNode> impossible =
        sizing -> {
          sizing.put("verdict", "INFEASIBLE");
          ObjectNode slo = sizing.putArray("infeasible").addObject();
          slo.put("metric", "request_latency").put("stat", "p95").put("op", "<=");
          slo.put("threshold", 0.4).put("best", 0.5).put("alone", false).putNull("pool");
          slo.putObject("configuration").put("routing.ratio.slm", "0");
        };
    assertThat(sizing(impossible))
        .startsWith(
            "Nothing that may be bought meets all objectives: p95 request latency <= 400 ms")
        .contains("cannot be met: the best to be had is 500 ms, with routing.ratio.slm = 0");
    assertThat(
            sizing(
                impossible.andThen(s -> ((ObjectNode) s.at("/infeasible/0")).put("alone", true))))
        .contains("cannot be met together with the others; alone the best to be had");
  }

  @Test
  void whatNeverBreaksSaysHowMuchWasTried() throws IOException {
    assertThat(sizing(s -> ((ObjectNode) s.get("headroom")).putNull("limit")))
        .contains("; stands at least ");
  }

  @Test
  void aCalibrationIsToldAsItWas() throws IOException {
    CalibrationResults results = stored("calibration", CalibrationResults.class, tree -> {});
    assertThat(CalibrationAnswer.sentence(results.calibration())).isEqualTo(results.answer());
  }

  @Test
  void predictionsStandBesideMeasurements() throws IOException {
    Results measured = stored("load", Results.class, tree -> {});
    Results predicted = stored("run", Results.class, tree -> {});
    List<Results.PredictionRow> rows = Predictions.compare(predicted, measured);
    assertThat(rows).isNotEmpty();
    for (Results.PredictionRow row : rows) {
      if (row.predicted() > 0) {
        assertThat(row.ratio()).isEqualTo(row.measured() / row.predicted());
      }
    }
    double p95 = predicted.metrics().get("request_latency").p95();
    assertThat(rows)
        .anySatisfy(
            row -> {
              assertThat(row.metric() + " " + row.stat()).isEqualTo("request_latency p95");
              assertThat(row.predicted()).isEqualTo(p95);
            });
    assertThat(Predictions.compareFromSend(predicted, measured)).isNotEmpty();
    assertThat(Files.exists(STORED)).isTrue();
  }

  private record Sweep(Experiment experiment, SweepResults results) {
    String sentence() {
      return SweepAnswer.sentence(
          experiment, results.sweep().points(), results.sweep().frontiers(), List.of(), false);
    }

    String along() {
      return SweepAnswer.along(
          experiment, results.sweep().points(), results.sweep().frontiers().get(0));
    }
  }

  private static Sweep sweep(Consumer<ObjectNode> change) throws IOException {
    SweepResults results =
        stored("sweep", SweepResults.class, tree -> change.accept((ObjectNode) tree.get("sweep")));
    Experiment experiment =
        new ExperimentReader()
            .read(STORED.resolve("sweep/experiment.resolved.yaml"), List.of())
            .experiment();
    return new Sweep(experiment, results);
  }

  /** The point becomes one that meets all objectives, or has none at all. */
  private static void judged(ObjectNode sweep, int point, String verdict) {
    for (JsonNode slo : sweep.at("/points/" + point + "/slo")) {
      ((ObjectNode) slo).put("verdict", verdict);
    }
  }

  @Test
  void aSweepIsToldAsItWas() throws IOException {
    Sweep sweep = sweep(s -> {});
    assertThat(sweep.sentence()).isEqualTo(sweep.results().answer());
    assertThat(sweep.along()).isEqualTo(sweep.results().sweep().frontiers().get(0).along());
  }

  @Test
  void theBestOfASweepIsTheCheapestThatMeetsAll() throws IOException {
    Consumer<ObjectNode> two =
        s -> {
          judged(s, 6, "FAIL");
          judged(s, 0, "PASS");
          judged(s, 4, "PASS");
        };
    assertThat(sweep(two).sentence())
        .startsWith(
            "The best cost per 1,000 conversations within all SLOs is that of"
                + " routing.ratio.slm 0.666666666667, pools.slm.workers 3 (cost per 1,000"
                + " conversations $1.03, p95 request latency 4.90 s, ")
        .endsWith("; 7 of 8 points are beaten by none.");
    Consumer<ObjectNode> unstable =
        two.andThen(s -> ((ObjectNode) s.at("/points/4")).put("stable", false));
    assertThat(sweep(unstable).sentence())
        .startsWith("The best cost per 1,000 conversations within all SLOs is that of")
        .contains("routing.ratio.slm 0, pools.slm.workers 3 (")
        .endsWith("; 1 cannot keep up.");
    assertThat(
            sweep(two.andThen(s -> ((ObjectNode) s.at("/points/4")).put("valid", false)))
                .sentence())
        .contains("routing.ratio.slm 0, pools.slm.workers 3 (");
  }

  @Test
  void aSweepWithoutObjectivesNamesTheCheapest() throws IOException {
    Consumer<ObjectNode> none =
        s -> s.get("points").forEach(point -> ((ObjectNode) point).putArray("slo"));
    assertThat(sweep(none).sentence())
        .startsWith(
            "The best cost per 1,000 conversations is that of routing.ratio.slm 1,"
                + " pools.slm.workers 3 (cost per 1,000 conversations $0.971, ");
    Consumer<ObjectNode> nothing =
        none.andThen(s -> ((ObjectNode) s.at("/frontiers/0")).putArray("points"));
    assertThat(sweep(nothing).sentence())
        .startsWith("No point can keep up and has all figures; 0 of 8");
    assertThat(sweep(nothing).along())
        .isEqualTo("No point can keep up and has all of these figures.");
    assertThat(sweep(s -> ((ObjectNode) s.at("/frontiers/0")).put("panel", "stock")).sentence())
        .startsWith("Stock: no point is sure to meet all SLOs; ");
    assertThat(
            sweep(s -> s.at("/frontiers/0/planes").forEach(p -> ((ObjectNode) p).putNull("knee")))
                .along())
        .startsWith("From routing.ratio.slm 1, ")
        .doesNotContain("knee");
  }

  @Test
  void aComparisonIsToldAsItWas() throws IOException {
    ComparisonResults results = stored("comparison", ComparisonResults.class, tree -> {});
    assertThat(sentence(results, true)).isEqualTo(results.answer());
  }

  @Test
  void aComparedRunThatIsNotValidIsNamedFirst() throws IOException {
    ComparisonResults results = stored("comparison", ComparisonResults.class, tree -> {});
    assertThat(sentence(results, false))
        .isEqualTo("Not valid: a check of run2 fails. " + results.answer());
  }

  private static String sentence(ComparisonResults results, boolean valid) {
    return ComparisonAnswer.sentence(
        List.of(
            new ComparedRun("run", 1, "replications", true, Map.of(), "shop", Map.of()),
            new ComparedRun("run2", 1, "replications", valid, Map.of(), "shop", Map.of())),
        results.comparison().runs(),
        results.comparison().currency());
  }
}
