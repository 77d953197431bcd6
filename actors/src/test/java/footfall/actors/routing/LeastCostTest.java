package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import org.junit.jupiter.api.Test;

class LeastCostTest extends PolicyContract {
  @Override
  String yaml() {
    return "leastCost: [large, small, spare]";
  }

  @Test
  void takesTheCheapestWhereverItIsNamed() {
    assertThat(Policies.of(scenario(), 0).choose(request(1, 0, 0), null)).isEqualTo(SMALL);

    Scenario other = scenario("leastCost: [spare, large, small]");
    assertThat(Policies.of(other, 0).choose(request(1, 0, 0), null)).isEqualTo(SMALL);
  }

  @Test
  void aWorkersTimeCountsAtItsPrice() {
    Tariff tariff = new Tariff(scenario());
    // 1,000 output tokens at $1, $3 and $9 a million; nobody is paid by the hour.
    assertThat(tariff.cost(SMALL, request(1, 0, 0))).isEqualTo(0.001);
    assertThat(tariff.cost(LARGE, request(1, 0, 0))).isEqualTo(0.003);
    assertThat(tariff.paid(SPARE, request(1, 0, 0))).isEqualTo(0.009);
  }
}
