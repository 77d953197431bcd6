package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.WarmUp;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpDefaultTest {
  private static final String SLOTS = "slots: 9, service: {time: 1s}";
  private static final String POISSON = "{poisson: {rate: 1/s}}";

  @TempDir private Path folder;

  private WarmUp of(String arrivals, String pool, String more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: start
            horizon: 1h
            month: steady
            arrivals: %s
            shoppers: {all: {thinking: 10s}}
            pools: {p: {%s}}
            routing: {ratio: {p: 1}}
            %s
            """
                .formatted(arrivals, pool, more));
    return new ScenarioReader().read(file, List.of()).scenario().warmUp();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{poisson: {rate: 1/s}} | auto",
        "{gamma: {rate: 1/s, cv: 2}} | auto",
        "{closed: {population: 9}} | auto",
        "{mmpp: {states: [{rate: 1/s, stay: 10s}, {rate: 9/s, stay: 1s}]}} | auto",
        "{poisson: {rate: 1/s, shape: [{ramp: {from: 0min, to: 10min, before: 1, after: 2}}]}} | none",
        "{piecewise: [{from: 0s, to: 1h, rate: 1/s}]} | none",
        "{times: [1s, 2s]} | none"
      })
  void arrivalsDecide(String arrivals, String expected) throws IOException {
    assertThat(of(arrivals, SLOTS, ""))
        .isEqualTo(expected.equals("auto") ? new WarmUp.Auto() : new WarmUp.None());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failures: {uptime: {exponential: {mean: 5min}}, repair: 1min} | auto",
        "outages: [{from: 10min, to: 20min, workers: 1}] | none",
        "rollingRestart: {at: 10min} | none",
        "autoscale: {max: 20, utilization: 0.5} | auto",
        "kind: llm, api: {outages: [{from: 10min, to: 20min}]} | none",
        "cost: {perMillionInputTokens: $1}, api: {budget: {perMonth: $20}} | none"
      })
  void soDoPools(String pool, String expected) throws IOException {
    assertThat(of(POISSON, SLOTS + ", " + pool, ""))
        .isEqualTo(expected.equals("auto") ? new WarmUp.Auto() : new WarmUp.None());
  }

  @ParameterizedTest
  @CsvSource({"none", "auto"})
  void whatIsStatedStands(String stated) throws IOException {
    assertThat(of(POISSON, SLOTS, "warmUp: " + stated))
        .isEqualTo(stated.equals("auto") ? new WarmUp.Auto() : new WarmUp.None());
  }
}
