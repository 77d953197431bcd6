package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.results.Results;
import footfall.reports.results.Results.PoolFigures;
import footfall.scenarios.problems.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What electricity costs and emits, and what a vendor is assumed to draw: by hand. */
class ElectricityTest {
  private static Results run(String pools) {
    return Laws.run(
        Laws.parse(
            """
            name: electricity
            replications: 3
            horizon: 4h
            drain: true
            month: steady
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 50}}
            pools: {%s}
            routing: {ratio: {p: 1}}
            """
                .formatted(pools)));
  }

  /** Two workers of 100 W idle; 50 W more for each request in service. */
  @Test
  void electricityIsPaidBesideTheHours() {
    PoolFigures pool =
        run("p: {workers: 2, slots: 4, service: {time: 1s}, cost: {perWorkerHour: $1, perKilowattHour: $0.30},"
                + " power: {idle: 100W, busy: 300W, pue: 1.5}}")
            .pools()
            .get(0);

    double idle = 2 * 0.1 * 1.5 * 4 * 0.30;
    double working = pool.inService().mean() * 0.05 * 1.5 * 4 * 0.30;
    assertThat(pool.cost()).isCloseTo(2 * 4 + idle + working, within(1e-9));
  }

  /** The second and the fourth hour are dirty, and the load is the same in all. */
  @Test
  void theGridOfEachHourCounts() {
    String pool =
        "p: {workers: 1, slots: 4, service: {time: 1s}, power: {idle: 100W, busy: 300W, %s}}";
    Results.EnergyFigures changing = run(pool.formatted("gramsByHour: [0, 800]")).energy();
    Results.EnergyFigures steady = run(pool.formatted("gramsPerKilowattHour: 800")).energy();

    assertThat(steady.gramsCo2e()).isCloseTo(steady.joules() / 3.6e6 * 800, within(1e-6));
    assertThat(changing.gramsCo2e()).isCloseTo(steady.gramsCo2e() / 2, withinPercentage(2));
    assertThat(changing.joules()).isEqualTo(steady.joules());
  }

  /** Epoch AI's 100 billion parameters: 2 x 1e11 / (989e12 x .1) x 1050 W is 2.12 J a token. */
  @Test
  void aVendorsEnergyIsAssumedByTheSizeOfItsModel() {
    Results results =
        run(
            "p: {kind: llm, slots: 99, service: {time: 1s}, cost: {perMillionOutputTokens: $1},"
                + " energy: {activeParameters: 100B, pue: 1, source: an estimate}}");

    double output = 2e11 / (989e12 * 0.1) * 1_050;
    double request = 50 * output + 100 * output / 4;
    assertThat(output).isCloseTo(2.123, within(1e-3));
    assertThat(results.energy().joulesPerRequest()).isCloseTo(request, within(1e-6));
    assertThat(results.energy().coverage()).isEqualTo(1);
    assertThat(results.energy().unknown()).isEmpty();
    assertThat(results.energy().assumed()).containsEntry("p", "an estimate");
    assertThat(results.answer()).contains("the energy of p is assumed (an estimate)");
  }

  @Test
  void aDevicesWattsAreDrawnFromAnotherGrid() {
    String pool =
        "p: {hardware: gpu-l4, service: {time: 1s}, power: {pue: 1.1, gramsPerKilowattHour: 10}}";
    Results.EnergyFigures energy = run(pool).energy();

    assertThat(energy.gramsCo2e()).isCloseTo(energy.joules() / 3.6e6 * 10, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cost: {perKilowattHour: $1}|nothing is known of what the pool draws",
        "power: {pue: 1.1}|idle and busy are missing",
        "power: {idle: 10W}|idle and busy are stated together",
        "energy: {source: x}|states either activeParameters or joulesPerOutputToken",
        "energy: {activeParameters: 9B, source: x}, power: {idle: 1W, busy: 2W}|is for the tokens of a vendor",
        "power: {idle: 1W, busy: 2W, gramsByHour: [1], gramsPerKilowattHour: 1}|say the same differently",
      })
  void whatDoesNotFitTogetherIsRefused(String stated, String rule) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> run("p: {service: {time: 1s}, " + stated + "}"));

    assertThat(refused.problems().get(0).rule()).contains(rule);
  }
}
