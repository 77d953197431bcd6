package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Step;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.Satisfaction;
import org.junit.jupiter.api.Test;

class ByTraitTest extends PolicyContract {
  @Override
  String yaml() {
    return "byPriority: {0: large, 1: spare}, otherwise: small";
  }

  @Test
  void goesByIntentLanguageAndPriority() {
    Step found = step(0, 0);
    String byIntent = "byIntent: {find: large}, otherwise: small";
    assertThat(chosen(byIntent, found, 0)).isEqualTo(LARGE);
    assertThat(chosen(byIntent, Step.ONLY, 1)).isEqualTo(SMALL);
    assertThat(chosen("byLanguage: {hindi: large}, otherwise: small", found, 0)).isEqualTo(LARGE);
    assertThat(chosen("byPriority: {0: small, 1: large}", Step.ONLY, 1)).isEqualTo(LARGE);
  }

  private static int chosen(String routing, Step step, int priority) {
    Scenario scenario = scenario(routing);
    return Policies.of(scenario, 0).choose(request(1, 0, 0, step, priority), new Loads(scenario));
  }

  @Test
  void aClassifierErrsAsItsConfusionMatrixSays() {
    Scenario scenario =
        scenario(
            "byPriority: {0: small, 1: large}, classifier: {pool: spare, errorCost: 0,"
                + " confusion: {0: {0: 0.9, 1: 0.1}, 1: {0: 0.3, 1: 0.7}}}");
    RoutingPolicy policy = Policies.of(scenario, 0);
    int[] small = new int[2];
    int requests = 40_000;
    for (int i = 0; i < requests; i++) {
      int priority = i % 2;
      int pool = policy.choose(request(i, 0, 0, Step.ONLY, priority), null);
      small[priority] += pool == SMALL ? 1 : 0;
    }

    assertThat(small[0] / (requests / 2.0)).isCloseTo(0.9, within(0.009));
    assertThat(small[1] / (requests / 2.0)).isCloseTo(0.3, within(0.013));
  }

  @Test
  void aTurnIsTakenForTheSameInAllItsCalls() {
    Scenario scenario =
        scenario(
            "byPriority: {0: small, 1: large}, classifier: {pool: spare, errorCost: 0, accuracy:"
                + " 0.5}");
    RoutingPolicy policy = Policies.of(scenario, 0);
    for (int i = 0; i < 100; i++) {
      int first = policy.choose(request(i, 2, 0, Step.ONLY, 0), null);
      assertThat(policy.choose(request(i, 2, 9, step(1, 0), 0), null)).isEqualTo(first);
    }
  }

  private static Step step(int call, int trait) {
    return new Step(
        call,
        2,
        0,
        true,
        Step.Prefix.NONE,
        0,
        trait,
        trait,
        -1,
        false,
        false,
        Satisfaction.UNKNOWN,
        0,
        Step.UNKNOWN,
        null);
  }
}
