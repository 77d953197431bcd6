package footfall.actors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.PoolCommand;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.Step;
import footfall.actors.protocol.SupervisorCommand;
import footfall.actors.routing.Router;
import footfall.scenarios.Scenario;
import footfall.scenarios.randomness.Streams;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final ManualClock clock = new ManualClock();
  private final TestInbox<SupervisorCommand> supervisor = TestInbox.create();
  private final TestInbox<PoolCommand> slm = TestInbox.create();
  private final TestInbox<PoolCommand> llm = TestInbox.create();

  private BehaviorTestKit<RouterCommand> router(Scenario scenario) {
    BehaviorTestKit<RouterCommand> router =
        BehaviorTestKit.create(Router.create(clock, scenario, 0, supervisor.getRef()));
    router.run(new RouterCommand.UsePools(List.of(slm.getRef(), llm.getRef())));
    return router;
  }

  private static Request request(long shopper, int number) {
    long key = Streams.entity(1, shopper);
    return new Request(
        shopper, number, 9, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, key, Step.ONLY, null, null);
  }

  @Test
  void theShareOfAFixedRatioIsWithinItsBinomialBound() {
    BehaviorTestKit<RouterCommand> router = router(Scenarios.firstRun());
    int requests = 20_000;
    for (int shopper = 0; shopper < requests; shopper++) {
      router.run(request(shopper, 0));
    }

    double share = slm.getAllReceived().size() / (double) requests;
    assertThat(share).isCloseTo(0.8, within(4 * Math.sqrt(0.8 * 0.2 / requests)));
  }

  @Test
  void aConversationStaysWhereItBeganWhenRoutedAsAWhole() {
    BehaviorTestKit<RouterCommand> router = router(Scenarios.firstRun("routing.per=conversation"));
    for (int number = 0; number < 9; number++) {
      router.run(request(3, number));
    }

    assertThat(List.of(slm.getAllReceived().size(), llm.getAllReceived().size()))
        .containsExactlyInAnyOrder(0, 9);
  }

  @Test
  void leastLoadedComparesTurnsPerSlotAndForgetsWhatHasLeft() {
    Scenario scenario =
        Scenarios.parse(
            """
            name: least-loaded
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: {service: {time: 1s}}, llm: {slots: 2, service: {time: 1s}}}
            routing: {leastLoaded: [slm, llm]}
            """);
    BehaviorTestKit<RouterCommand> router = router(scenario);
    for (int shopper = 0; shopper < 3; shopper++) {
      router.run(request(shopper, 0));
    }
    assertThat(Map.of("slm", slm.getAllReceived().size(), "llm", llm.getAllReceived().size()))
        .isEqualTo(Map.of("slm", 1, "llm", 2));

    router.run(new RouterCommand.RequestLeft(1));
    router.run(request(4, 0));
    assertThat(llm.getAllReceived()).hasSize(1);
  }
}
