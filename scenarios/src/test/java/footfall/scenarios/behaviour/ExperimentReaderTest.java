package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.scenarios.routing.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentReaderTest {
  private static final ExperimentReader READER = new ExperimentReader();

  @TempDir private Path folder;

  private ResolvedExperiment read(String yaml) throws IOException {
    Files.writeString(
        folder.resolve("base.yaml"),
        """
        name: base
        horizon: 1h
        arrivals: {poisson: {rate: 100/h}}
        pools:
          a: {service: {time: 1s}}
          b: {service: {time: 1s}, queue: {capacity: 5}}
          c: {model: as-claimed/gpt-4}
        routing: {ratio: {a: 0.5, b: 0.3, c: 0.2}}
        """);
    Path file =
        Files.writeString(folder.resolve("e.yaml"), "name: e\nscenario: base.yaml\n" + yaml + "\n");
    return READER.read(file, List.of());
  }

  @Test
  void aFullDesignHasEveryCombinationAndTheLastAxisChangesFastest() throws IOException {
    ResolvedExperiment experiment =
        read(
            "axes: [{path: pools.a.workers, values: [1, 2]}, {path: pools.b.queue.capacity, from: 0, to: 10, points: 3}]");

    assertThat(experiment.experiment().points())
        .extracting(Experiment.Point::toString)
        .containsExactly(
            "pools.a.workers=1, pools.b.queue.capacity=0",
            "pools.a.workers=1, pools.b.queue.capacity=5",
            "pools.a.workers=1, pools.b.queue.capacity=10",
            "pools.a.workers=2, pools.b.queue.capacity=0",
            "pools.a.workers=2, pools.b.queue.capacity=5",
            "pools.a.workers=2, pools.b.queue.capacity=10");
    PoolSpec last = experiment.scenarios().get(5).scenario().pools().get(1);
    assertThat(last.queue().capacity()).hasValue(10);
  }

  @Test
  void theOtherPoolsShareWhatAShareLeaves() throws IOException {
    ResolvedExperiment experiment =
        read("axes: [{path: routing.ratio.a, from: 0, to: 1, points: 5}]");

    for (int i = 0; i <= 4; i++) {
      var routing = experiment.scenarios().get(i).scenario().routing();
      var shares = ((Policy.FixedRatio) routing.policy()).shares();
      assertThat(shares.getOrDefault("a", 0.0)).isEqualTo(i / 4.0);
      assertThat(shares.getOrDefault("b", 0.0))
          .isCloseTo((1 - i / 4.0) * 0.6, org.assertj.core.api.Assertions.within(1e-12));
    }
  }

  @Test
  void rangesKeepTheirUnitsAndMayBeLogarithmic() throws IOException {
    ResolvedExperiment experiment =
        read("axes: [{path: arrivals.poisson.rate, from: 1/h, to: 100/h, points: 3, scale: log}]");

    assertThat(experiment.experiment().axes().get(0).levels())
        .containsExactly("1/h", "10/h", "100/h");
  }

  @Test
  void aLatinHypercubeUsesEveryStratumOfEveryAxisOnce() throws IOException {
    ResolvedExperiment experiment =
        read(
            "axes: [{path: routing.ratio.a, from: 0, to: 1, points: 2}, {path: arrivals.poisson.rate, from: 10/h, to: 110/h, points: 2},"
                + " {path: pools.a.workers, values: [1, 2, 4, 8]}]\ndesign: {latinHypercube: 20}");
    TreeSet<Integer> shares = new TreeSet<>();
    TreeSet<Integer> rates = new TreeSet<>();
    for (Experiment.Point point : experiment.experiment().points()) {
      shares.add((int) (Double.parseDouble(point.at().get("routing.ratio.a")) * 20));
      String rate = point.at().get("arrivals.poisson.rate").replace("/h", "");
      rates.add((int) ((Double.parseDouble(rate) - 10) / 5));
    }

    assertThat(shares).hasSize(20);
    assertThat(rates).hasSize(20);
    for (String workers : List.of("1", "2", "4", "8")) {
      assertThat(experiment.experiment().points())
          .filteredOn(point -> point.at().get("pools.a.workers").equals(workers))
          .hasSize(5);
    }
  }

  @Test
  void variantsChangeSeveralValues() throws IOException {
    ResolvedExperiment experiment =
        read(
            "axes: [{name: size, variants: {small: {pools.a.workers: 1}, large: {pools.a.workers: 4, pools.c.model: as-claimed/gpt-3.5-turbo}}}]\n"
                + "settings: {replications: 2}\npanels: {one: {size: [small]}, two: {size: [large]}}");

    assertThat(experiment.scenarios().get(1).scenario().pools().get(0).workers()).isEqualTo(4);
    assertThat(experiment.scenarios().get(1).yaml()).contains("as-claimed/gpt-3.5-turbo");
    assertThat(experiment.scenarios().get(0).scenario().replications()).isEqualTo(2);
    assertThat(experiment.experiment().panels()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "axes: []|must have at least 1 values",
        "axes: [{}]|the axis is empty",
        "axes: [{values: [1]}]|an axis needs a path",
        "axes: [{path: pools.a.workers, from: 1, to: 4}]|must have either values, or from, to and points",
        "axes: [{path: pools.x.workers, values: [1]}]|pools.x.workers: there is no such path in the scenario",
        "axes: [{path: pools.a.workers, values: [0]}]|pools.a.workers: 0: must be",
        "axes: [{path: pools.a.workers, values: [1]}, {path: pools.a.workers, values: [2]}]|another axis",
        "axes: [{path: pools.a.workers, values: [1]}]\\nfrontier: [request_latency.p95, 'utilization[a]']|is neither good nor bad",
        "axes: [{path: pools.a.workers, values: [1]}]\\ndesign: sobol|must be one of full",
        "axes: [{path: pools.a.workers, from: 1, to: 1000, points: 1000}, {path: seed, from: 1, to: 1000, points: 1000}]|more than 100000 points",
        "axes: [{path: arrivals.poisson.rate, from: 0/h, to: 9/h, points: 3, scale: log}]|must not touch zero",
        "axes: [{path: pools.a.workers, values: [1]}]\\npanels: {x: {workers: [1]}}|no axis has this name",
        "axes: [{path: pools.a.workers, values: [1]}]\\npanels: {x: {pools.a.workers: [2]}}|the axis has no such level"
      })
  void badExperimentsAreRefused(String yaml, String rule) {
    assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(rule);
  }
}
