package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetAwareTest extends PolicyContract {
  @Override
  String yaml() {
    return "budgetAware: {prefer: large, otherwise: small, budget: $0.006, per: 10s}";
  }

  /** Large costs $.003 a request, and $.0006 comes in every second. */
  @Test
  void spendsNoMoreThanHasComeIn() {
    RoutingPolicy policy = Policies.of(scenario(), 0);
    assertThat(policy.choose(request(1, 0, 0), null)).isEqualTo(SMALL);
    assertThat(policy.choose(request(1, 0, 5_100_000_000L), null)).isEqualTo(LARGE);
    assertThat(policy.choose(request(1, 0, 5_200_000_000L), null)).isEqualTo(SMALL);

    int paid = 0;
    for (int i = 0; i < 1_000; i++) {
      long now = 6_000_000_000L + i * 100_000_000L;
      paid += policy.choose(request(i, 0, now), null) == LARGE ? 1 : 0;
    }
    assertThat((1 + paid) * 0.003).isBetween(0.0006 * 105.9 - 0.003, 0.0006 * 105.9);
  }

  @Test
  void savesTheBudgetOfOnePeriodAtMost() {
    RoutingPolicy policy = Policies.of(scenario(), 0);
    long later = 1_000_000_000_000L;
    int paid = 0;
    for (int i = 0; i < 10; i++) {
      paid += policy.choose(request(i, 0, later), null) == LARGE ? 1 : 0;
    }

    assertThat(paid).isEqualTo(2);
  }
}
