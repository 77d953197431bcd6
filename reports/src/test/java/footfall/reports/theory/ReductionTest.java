package footfall.reports.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.queueing.closedforms.MachineRepair;
import footfall.queueing.closedforms.MarkovPool;
import footfall.queueing.closedforms.MarkovQueue;
import footfall.queueing.closedforms.Prediction;
import footfall.queueing.closedforms.Prediction.Measure;
import footfall.queueing.closedforms.ProcessorSharing;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which scenarios are textbook queues, and of which kind; what almost is one is none. */
class ReductionTest {
  private static final String OPEN =
      """
      name: open
      horizon: 1h
      warmUp: auto
      arrivals: {poisson: {rate: 8/s}}
      shoppers: {all: {turns: 1, messageTokens: 5, replyTokens: 50}}
      pools:
        desk: {slots: 5, service: {time: {exponential: {mean: 500ms}}}}
        other: {service: {time: 1s}}
      routing: {ratio: {desk: 1, other: 0}}
      """;

  private static final String SINGLE =
      """
      name: single
      horizon: 1h
      warmUp: auto
      arrivals: {poisson: {rate: 1/s}}
      shoppers:
        late: {share: 0.25, priority: 2, turns: 1, messageTokens: 5, replyTokens: 5}
        first: {share: 0.75, priority: 1, turns: 1, messageTokens: 5, replyTokens: 5}
      pools:
        desk: {service: {time: {gamma: {mean: 500ms, sd: 250ms}}}}
      routing: {ratio: {desk: 1}}
      """;

  private static final String CLOSED =
      """
      name: closed
      horizon: 1h
      warmUp: auto
      arrivals: {closed: {population: 12}}
      shoppers: {all: {turns: 1, thinking: {exponential: {mean: 4s}}}}
      pools:
        desk: {slots: 2, service: {time: {exponential: {mean: 500ms}}}}
      routing: {ratio: {desk: 1}}
      """;

  private static final String BATCH =
      """
      name: batch
      horizon: 1h
      warmUp: auto
      arrivals: {poisson: {rate: 3/s}}
      shoppers: {all: {turns: 1, messageTokens: 0, replyTokens: {exponential: {mean: 100}}}}
      pools:
        gpu: {slots: 4, service: {batching: {tpot: {affine: {base: 2ms, perRequest: 1ms}}}}}
      routing: {ratio: {gpu: 1}}
      """;

  @TempDir private Path folder;

  private Scenario scenario(String yaml, String... settings) {
    try {
      Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
      return new ScenarioReader()
          .read(file, Stream.of(settings).map(Setting::parse).toList())
          .scenario();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Prediction> of(String yaml, String... settings) {
    return Reduction.of(scenario(yaml, settings));
  }

  /** The figures of one pool, of all shoppers together. */
  private static Map<Measure, Double> figures(List<Prediction> predictions) {
    Map<Measure, Double> figures = new LinkedHashMap<>();
    for (Prediction prediction : predictions) {
      assertThat(prediction.pool()).isZero();
      if (prediction.shopperClass() < 0) {
        assertThat(figures.put(prediction.measure(), prediction.closedForm())).isNull();
      }
    }
    return figures;
  }

  private static void hasFigures(List<Prediction> predictions, Object... expected) {
    Map<Measure, Double> figures = figures(predictions);
    assertThat(figures).hasSize(expected.length / 2);
    for (int i = 0; i < expected.length; i += 2) {
      assertThat(figures.get(expected[i]))
          .as(expected[i].toString())
          .isCloseTo((double) expected[i + 1], within(1e-9));
    }
  }

  @Test
  void severalServersAreErlangC() {
    MarkovQueue queue = MarkovQueue.solve(8, 2, 5, Long.MAX_VALUE, 0);
    List<Prediction> predictions = of(OPEN);
    assertThat(predictions.get(0).system()).isEqualTo("M/M/5, lambda 8.00000/s, mu 2.00000/s");
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        queue.meanWait(),
        Measure.PROBABILITY_OF_WAIT,
        queue.probabilityOfWait(),
        Measure.MEAN_SOJOURN,
        queue.meanSojourn(),
        Measure.UTILIZATION,
        0.8);
  }

  @Test
  void whatARatioSendsSomewhereIsPoissonToo() {
    List<Prediction> predictions = of(OPEN, "routing.ratio.desk=0.75", "routing.ratio.other=0.25");
    assertThat(predictions)
        .filteredOn(p -> p.pool() == 0)
        .allMatch(p -> p.system().startsWith("M/M/5, lambda 6.00000/s"))
        .hasSize(4);
    // Two a second are too many for the other.
    assertThat(predictions).noneMatch(p -> p.pool() == 1);
    assertThat(of(OPEN, "routing.ratio.desk=0.9", "routing.ratio.other=0.1"))
        .filteredOn(p -> p.pool() == 1)
        .allMatch(p -> p.system().equals("M/D/1, lambda 0.800000/s, E[S] 1.00000 s, CV^2 0.00000"))
        .hasSize(4);
  }

  @Test
  void boundsAndPatienceHaveTheirOwnFigures() {
    MarkovQueue bounded = MarkovQueue.solve(8, 2, 5, 8, 0);
    List<Prediction> predictions = of(OPEN, "pools.desk.queue.capacity=3");
    assertThat(predictions.get(0).system()).startsWith("M/M/5/8, ");
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        bounded.meanWait(),
        Measure.PROBABILITY_OF_WAIT,
        bounded.probabilityOfWait(),
        Measure.MEAN_SOJOURN,
        bounded.meanSojourn(),
        Measure.UTILIZATION,
        bounded.utilization(),
        Measure.PROBABILITY_OF_REJECTION,
        bounded.probabilityOfBlocking());

    MarkovQueue loss = MarkovQueue.solve(8, 2, 5, 5, 0);
    hasFigures(
        of(OPEN, "pools.desk.queue.capacity=0"),
        Measure.MEAN_SOJOURN,
        loss.meanSojourn(),
        Measure.UTILIZATION,
        loss.utilization(),
        Measure.PROBABILITY_OF_REJECTION,
        loss.probabilityOfBlocking());

    MarkovQueue impatient = MarkovQueue.solve(8, 2, 5, Long.MAX_VALUE, 0.25);
    predictions = of(OPEN, "shoppers.all.patience={exponential: {mean: 4s}}");
    assertThat(predictions.get(0).system())
        .startsWith("M/M/5+M (Erlang A), ")
        .endsWith("theta 0.250000/s");
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        impatient.meanWait(),
        Measure.PROBABILITY_OF_WAIT,
        impatient.probabilityOfWait(),
        Measure.MEAN_SOJOURN,
        impatient.meanSojourn(),
        Measure.UTILIZATION,
        impatient.utilization(),
        Measure.PROBABILITY_OF_ABANDONMENT,
        impatient.probabilityOfAbandonment());
    assertThat(
            of(
                OPEN,
                "shoppers.all.patience={exponential: {mean: 4s}}",
                "arrivals.poisson.rate=80/s"))
        .as("who gives up keeps it stable")
        .hasSize(5);
    assertThat(of(OPEN, "pools.desk.queue.capacity=3", "arrivals.poisson.rate=80/s"))
        .as("so does a bound")
        .hasSize(5);
  }

  @Test
  void oneServerOfAnyServiceIsPollaczekAndKhinchine() {
    List<Prediction> predictions = of(SINGLE);
    assertThat(predictions.get(0).system())
        .isEqualTo("M/G/1, lambda 1.00000/s, E[S] 0.500000 s, CV^2 0.250000");
    double wait = 1 * 0.25 * 1.25 / (2 * 0.5);
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        wait,
        Measure.MEAN_SOJOURN,
        wait + 0.5,
        Measure.PROBABILITY_OF_WAIT,
        0.5,
        Measure.UTILIZATION,
        0.5);
  }

  @Test
  void prioritiesAreCobhams() {
    List<Prediction> predictions = of(SINGLE, "pools.desk.queue.discipline=priority");
    double residual = 0.25 * 1.25 / 2;
    double first = residual / (1 - 0.375);
    double late = residual / ((1 - 0.375) * 0.5);
    assertThat(predictions.get(0).system())
        .isEqualTo("M/G/1 priority, lambda 1.00000/s, E[S] 0.500000 s, class first");
    assertThat(predictions.get(0).shopperClass()).isEqualTo(1);
    assertThat(predictions.get(0).closedForm()).isCloseTo(first, within(1e-9));
    assertThat(predictions.get(1).shopperClass()).isZero();
    assertThat(predictions.get(1).closedForm()).isCloseTo(late, within(1e-9));
    double mean = 0.75 * first + 0.25 * late;
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        mean,
        Measure.MEAN_SOJOURN,
        mean + 0.5,
        Measure.PROBABILITY_OF_WAIT,
        0.5,
        Measure.UTILIZATION,
        0.5);
    assertThat(
            of(SINGLE, "pools.desk.queue.discipline=priority", "shoppers.late.priority=1")
                .get(0)
                .system())
        .as("one priority is none")
        .startsWith("M/G/1, ");
    String[] two = {"pools.desk.queue.discipline=priority", "pools.desk.slots=2"};
    assertThat(of(SINGLE, two)).isEmpty();
    assertThat(of(SINGLE, "pools.desk.queue.discipline=priority", "arrivals.poisson.rate=2/s"))
        .isEmpty();
    assertThat(of(SINGLE, "pools.desk.queue.discipline=priority", "pools.desk.queue.capacity=9"))
        .isEmpty();
    assertThat(of(SINGLE, "pools.desk.queue.discipline=priority", "shoppers.late.patience=9s"))
        .isEmpty();
  }

  @Test
  void closedPopulationsAreMachineRepair() {
    MachineRepair repair = MachineRepair.solve(12, 4, 2, 2);
    List<Prediction> predictions = of(CLOSED);
    assertThat(predictions.get(0).system())
        .isEqualTo("M/M/2//12 (machine repair), Z 4.00000 s, E[S] 0.500000 s");
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        repair.meanWait(),
        Measure.MEAN_SOJOURN,
        repair.meanSojourn(),
        Measure.PROBABILITY_OF_WAIT,
        repair.probabilityOfWait(),
        Measure.UTILIZATION,
        repair.utilization(),
        Measure.THROUGHPUT,
        repair.throughput());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pools.desk.service.time=500ms",
        "shoppers.all.thinking=4s",
        "shoppers.all.patience={exponential: {mean: 9s}}",
        "pools.desk.queue.discipline=priority",
        "pools.desk.queue.capacity=3",
        "warmUp=none"
      })
  void closedPopulationsThatAreNoMachineRepair(String setting) {
    assertThat(of(CLOSED, setting)).isEmpty();
  }

  @Test
  void batchesShareTheirProcessor() {
    double tokens = 1 / (2 * Math.sinh(1 / 200.0));
    double[] deathRates = new double[5];
    for (int n = 1; n <= 4; n++) {
      deathRates[n] = n / (tokens * (0.002 + 0.001 * n));
    }
    ProcessorSharing queue = ProcessorSharing.solve(3, deathRates);
    List<Prediction> predictions = of(BATCH);
    assertThat(predictions.get(0).system())
        .startsWith("M/M/1-PS, load-dependent, lambda 3.00000/s, ")
        .endsWith("at most 4 together");
    hasFigures(
        predictions,
        Measure.MEAN_WAIT,
        queue.meanWait(),
        Measure.PROBABILITY_OF_WAIT,
        queue.probabilityOfWait(),
        Measure.MEAN_SOJOURN,
        queue.meanSojourn(),
        Measure.UTILIZATION,
        queue.utilization());

    predictions = of(BATCH, "shoppers.all.replyTokens=100", "pools.gpu.slots=400");
    assertThat(predictions.get(0).system()).startsWith("M/G/1-PS, load-dependent, ");
    assertThat(figures(predictions)).containsOnlyKeys(Measure.MEAN_SOJOURN, Measure.UTILIZATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pools.gpu.workers=2",
        "pools.gpu.service.perInputToken=1ms",
        "pools.gpu.queue.discipline=priority",
        "pools.gpu.queue.capacity=5",
        "shoppers.all.replyTokens=100", // Some wait, and that depends on the distribution.
        "shoppers.all.replyTokens={exponential: {mean: 10}}",
        "shoppers.all.patience={exponential: {mean: 9s}}",
        "arrivals.poisson.rate=7/s",
        "warmUp=none"
      })
  void batchesThatAreNone(String setting) {
    assertThat(of(BATCH, setting)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "warmUp=none",
        "shoppers.all.turns=2",
        "arrivals.poisson.rate=10/s",
        "arrivals={gamma: {rate: 8/s, cv: 2}}",
        "pools.desk.queue.discipline=shortest",
        "pools.desk.queue.discipline=deadline",
        "pools.desk.queue.expiry=9s",
        "pools.desk.service.time={lognormal: {mean: 500ms, sd: 200ms}}",
        "pools.desk.service.perOutputToken=1ms",
        "shoppers.all.patience=4s",
        "pools.desk.failures={uptime: 1h, repair: 1min}",
        "routing={leastLoaded: [desk, other]}"
      })
  void openOnesThatAreNone(String setting) {
    assertThat(of(OPEN, setting)).isEmpty();
    assertThat(Reduction.markov(scenario(OPEN, setting)).isEmpty())
        .isEqualTo(!setting.equals("arrivals.poisson.rate=10/s"));
  }

  @Test
  void poolsThatPlannersKnowExactly() {
    assertThat(Reduction.markov(scenario(OPEN))).containsExactly(new MarkovPool(1, 8, 2, 5));
    String[] both = {
      "routing.ratio.desk=0.75",
      "routing.ratio.other=0.25",
      "pools.other.service.time={exponential: {mean: 4s}}"
    };
    assertThat(Reduction.markov(scenario(OPEN, both)))
        .as("steady or not")
        .containsExactly(new MarkovPool(0.75, 6, 2, 5), new MarkovPool(0.25, 2, 0.25, 1));
    assertThat(
            Reduction.markov(scenario(OPEN, "routing.ratio.desk=0.75", "routing.ratio.other=0.25")))
        .as("one of them is something else")
        .isEmpty();
    assertThat(Reduction.markov(scenario(OPEN, "pools.desk.queue.capacity=3"))).isEmpty();
    assertThat(Reduction.markov(scenario(OPEN, "shoppers.all.patience={exponential: {mean: 4s}}")))
        .isEmpty();
    assertThat(Reduction.markov(scenario(OPEN, "pools.desk.queue.discipline=priority"))).isEmpty();
    assertThat(Reduction.markov(scenario(CLOSED))).isEmpty();
    assertThat(Reduction.markov(scenario(BATCH))).isEmpty();
  }

  @Test
  void workersWithQueuesOfTheirOwnAreNoOneQueue() {
    assertThat(of(OPEN, "pools.desk.workers=2", "pools.desk.queue.layout=per-worker")).isEmpty();
    assertThat(of(OPEN, "pools.desk.queue.layout=per-worker"))
        .as("one has its own anyway")
        .hasSize(4);
    assertThat(of(OPEN, "pools.desk.workers=2").get(0).system()).startsWith("M/M/10, ");
  }
}
