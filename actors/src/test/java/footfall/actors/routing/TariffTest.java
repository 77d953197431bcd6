package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step;
import footfall.scenarios.conversations.Satisfaction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TariffTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  private final Tariff tariff =
      new Tariff(
          PolicyContract.parse(
              """
              name: tariff
              horizon: 1h
              arrivals: {poisson: {rate: 1/s}}
              pools:
                gpu: {slots: 4, service: {time: 36s}, cost: {perWorkerHour: $2}}
                api:
                  kind: llm
                  slots: 9
                  service: {time: 1s}
                  cost: {perMillionInputTokens: $50, perMillionOutputTokens: $2, perConversation: $0.008}
              routing: {ratio: {gpu: 0.5, api: 0.5}}
              """));

  private static Request request(int call, int calls) {
    Step step =
        new Step(
            call,
            calls,
            0,
            true,
            Step.Prefix.NONE,
            0,
            -1,
            -1,
            -1,
            false,
            false,
            Satisfaction.UNKNOWN,
            0,
            Step.UNKNOWN,
            null);
    return PolicyContract.request(1, 0, 0, step, 0); // 10 tokens in, 1,000 out, four turns.
  }

  @Test
  void aWorkersHourIsSharedByItsSlots() {
    assertThat(tariff.paid(0, request(0, 1))).isZero();
    assertThat(tariff.cost(0, request(0, 1))).isCloseTo(2 * 0.01 / 4, EXACTLY);
  }

  @Test
  void tokensCostAndTheTurnHasItsPartOfTheConversation() {
    double tokens = 0.0005 + 0.002;
    assertThat(tariff.paid(1, request(0, 1))).isCloseTo(tokens + 0.002, EXACTLY);
    assertThat(tariff.cost(1, request(0, 1))).isCloseTo(tokens + 0.002, EXACTLY);
    assertThat(tariff.paid(1, request(0, 2))).as("the turn goes on").isCloseTo(tokens, EXACTLY);
    assertThat(tariff.paid(1, request(1, 2))).isCloseTo(tokens + 0.002, EXACTLY);
  }
}
