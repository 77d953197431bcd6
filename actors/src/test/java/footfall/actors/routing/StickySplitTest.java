package footfall.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.Step;
import org.junit.jupiter.api.Test;

class StickySplitTest extends PolicyContract {
  @Override
  String yaml() {
    return "split: {shares: {small: 0.5, large: 0.25, spare: 0.25}}";
  }

  @Test
  void aShopperStaysWhateverItSaysAndHoweverOftenItComesBack() {
    RoutingPolicy policy = Policies.of(scenario(), 5);
    for (long shopper = 0; shopper < 200; shopper++) {
      int first = policy.choose(request(shopper, 0, 0), null);
      for (int turn = 1; turn < 4; turn++) {
        Request said = request(shopper, turn, turn);
        Request returned =
            new Request(
                shopper,
                turn,
                4,
                0,
                0,
                1,
                1,
                0,
                0,
                Long.MAX_VALUE,
                999 + turn,
                Step.ONLY,
                null,
                null);
        assertThat(policy.choose(said, null)).isEqualTo(first);
        assertThat(policy.choose(returned, null)).isEqualTo(first);
      }
    }
  }

  @Test
  void anotherReplicationSplitsOtherwise() {
    RoutingPolicy one = Policies.of(scenario(), 5);
    RoutingPolicy other = Policies.of(scenario(), 6);
    int same = 0;
    for (long shopper = 0; shopper < 1_000; shopper++) {
      Request request = request(shopper, 0, 0);
      same += one.choose(request, null) == other.choose(request, null) ? 1 : 0;
    }

    assertThat(same).isBetween(300, 450); // .5^2 + 2 x .25^2 = .375
  }
}
