package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import footfall.scenarios.Scenario;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Scenario SHOP =
      PolicyContract.parse(
          """
          name: forecast
          horizon: 1h
          arrivals: {poisson: {rate: 1/s}}
          pools:
            slots: {workers: 2, slots: 2, service: {time: 1s}}
            batch:
              workers: 2
              slots: 4
              service:
                perInputToken: 10ms
                batching: {tpot: {affine: {base: 1ms, perRequest: 1ms}}, prefillSlowdown: {1: 1, 4: 4}}
          routing: {ratio: {slots: 0.5, batch: 0.5}}
          """);

  private final Loads loads = new Loads(SHOP);
  private final Forecast forecast = new Forecast(SHOP);
  private final Request request = PolicyContract.request(1, 0, 0); // 10 tokens in, 1,000 out.

  private double seconds(int pool, int inSystem) {
    while (loads.inSystem(pool) < inSystem) {
      loads.sent(pool, 0);
    }
    return forecast.seconds(pool, request, loads);
  }

  @Test
  void whoFindsAFreeSlotIsServedAtOnceAndOthersWaitTheirTurn() {
    assertThat(seconds(0, 0)).isEqualTo(1);
    assertThat(seconds(0, 3)).isEqualTo(1);
    assertThat(seconds(0, 4)).as("one of four slots is free after a quarter").isEqualTo(1.25);
    assertThat(seconds(0, 7)).isEqualTo(2);
  }

  @Test
  void aBatchIsSlowerTheMoreItHolds() {
    assertThat(seconds(1, 0)).as("0.1 s, 1,000 tokens of 2 ms").isCloseTo(2.1, within(1e-9));
    assertThat(seconds(1, 4)).as("three at each worker").isCloseTo(0.3 + 4, within(1e-9));
    assertThat(seconds(1, 8)).as("full, and one waits").isCloseTo(5.4 * 1.125, within(1e-9));
  }

  @Test
  void whereNoWorkerIsThereNobodyIsServed() {
    loads.workersUp(0, 0, 0);
    assertThat(seconds(0, 0)).isInfinite();
    assertThat(loads.isUp(0)).isFalse();
    loads.workersUp(0, 1, 0);
    assertThat(loads.isUp(0)).isTrue();
    assertThat(loads.servers(0)).isEqualTo(2);
    assertThat(seconds(0, 2)).isEqualTo(1.5);
  }
}
