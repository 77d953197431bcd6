package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.analysis.samples.TimeSeries;
import footfall.reports.results.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Energy is the integral of power, idle power included; so is what workers cost. */
class EnergyTest {
  private static final String SCENARIO =
      """
      name: energy
      replications: 3
      horizon: 30min
      arrivals: {poisson: {rate: 2/s}}
      shoppers: {all: {replyTokens: {exponential: {mean: 100}}}}
      pools:
        gpu: {workers: 3, slots: 8, cost: {perWorkerHour: $2}, %s}
      routing: {ratio: {gpu: 1}}
      """;
  private static final String ENGINE =
      """
      name: engine
      replications: 2
      horizon: 10min
      warmUp: 1min
      arrivals: {closed: {population: 8}}
      shoppers: {all: {turns: 1, thinking: 1ms, messageTokens: 10, replyTokens: 1000}}
      pools:
        gpu:
          model: published/gemma-2-2b-a10g
          power: {idle: 20W, busy: 300W, pue: 1.2, curve: {1: 100W, 8: 180W, 64: 300W}}
      routing: {ratio: {gpu: 1}}
      """;
  private static final String SLOTS = "service: {time: 1s}";
  private static final String LINE = "power: {idle: 60W, busy: 300W, pue: 1.2}";

  /** The same line as a table. */
  private static final String TABLE =
      "power: {idle: 60W, busy: 300W, pue: 1.2, curve: {1: 90W, 8: 300W}}";

  private static final String BENT =
      "power: {idle: 60W, busy: 300W, pue: 1.2, curve: {1: 200W, 4: 290W, 8: 300W}}";
  private static final String BATCHING =
      "service: {batching: {tpot: {affine: {base: 20ms, perRequest: 4ms}}}}";

  private static Outcome run(String pool) {
    return Laws.run(Laws.parse(SCENARIO.formatted(pool) + "warmUp: none\n"), 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LINE + ", " + BATCHING,
        BENT + ", " + BATCHING,
        BENT
            + ", service: {time: 1s}, failures: {uptime: {exponential: {mean: 5min}}, repair: 1min}",
        LINE + ", service: {time: 1s}, loadTime: 1min, autoscale: {max: 3, utilization: 0.5}",
        BENT + ", service: {time: 1s}, loadTime: 1min, autoscale: {max: 3, utilization: 0.5}",
      })
  void energyIsTheIntegralOfThePowerTrace(String pool) {
    Outcome outcome = run(pool);
    double joules = 0;
    double hours = 0;
    double before = 0;
    for (TimeSeries.Point point : outcome.timeSeries().ofPool(0)) {
      joules += point.watts() * (point.seconds() - before);
      hours += point.workersPaid() * (point.seconds() - before) / 3_600;
      before = point.seconds();
    }
    Results.PoolFigures figures = outcome.results().pools().get(0);

    assertThat(figures.energyJoules()).isCloseTo(joules, within(joules * 1e-9));
    assertThat(figures.cost()).isCloseTo(2 * hours, within(hours * 1e-9));
    assertThat(figures.gramsCo2e()).isCloseTo(joules / 3.6e6 * 481, within(joules * 1e-9));
  }

  @Test
  void aStraightLineIsTheSameAsItsTable() {
    double line = run(LINE + ", " + SLOTS).results().energy().joules();
    double table = run(TABLE + ", " + SLOTS).results().energy().joules();

    assertThat(table).isCloseTo(line, within(line * 1e-9));
    assertThat(run(BENT + ", " + SLOTS).results().energy().joules()).isGreaterThan(line * 1.1);
  }

  /** It computes for one request as for eight; a table says by how much that is less. */
  @Test
  void aDeviceThatBatchesIsBusyAsLongAsItServesAnybody() {
    double line = run(LINE + ", " + BATCHING).results().energy().joules();
    double busy =
        run(LINE.replace("}", ", curve: {1: 300W}}") + ", " + BATCHING).results().energy().joules();

    assertThat(line).isEqualTo(busy);
    assertThat(run(BENT + ", " + BATCHING).results().energy().joules()).isLessThan(line);
  }

  /** A device that is made to compute all the time draws what its table says of eight at once. */
  @Test
  void anEngineDrawsWhatItsDeviceDoes() {
    Results results = Laws.run(Laws.parse(ENGINE));
    double seconds = results.cost().measuredSeconds();
    Results.PoolFigures pool = results.pools().get(0);

    assertThat(pool.computing()).isCloseTo(1, within(1e-3));
    assertThat(pool.engine().running()).isCloseTo(8, within(0.05));
    assertThat(pool.energyJoules() / seconds / 1.2).isCloseTo(180, within(2.0));
  }

  @Test
  void whatIsNeverUsedDrawsIdlePower() {
    Results results = run(LINE + ", service: {time: 1s}").results();
    double seconds = results.cost().measuredSeconds();
    double leastJoules = 3 * 60 * 1.2 * seconds;
    double served = results.pools().get(0).inService().mean();

    // 240 W over 8 slots for each request in service.
    assertThat(results.energy().joules())
        .isCloseTo(leastJoules + served * 30 * 1.2 * seconds, within(leastJoules * 1e-9));
  }
}
