package footfall.scenarios.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopperLifecycleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Satisfaction UNKNOWN = Satisfaction.UNKNOWN;

  @TempDir private Path folder;

  private ShopperLifecycle shopper(String arrivals, String shopper, boolean followed)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("life.yaml"),
            """
            name: life
            horizon: 1h
            arrivals: %s
            shoppers: {all: {%s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(arrivals, shopper));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    ShopperLifecycle life = new ShopperLifecycle(ShopperPopulation.of(scenario, 0, followed));
    life.become(4);
    return life;
  }

  private static final String OPEN = "{poisson: {rate: 1/s}}";

  @Test
  void aPlainShopperSaysItsTurnsAndLeaves() throws IOException {
    ShopperLifecycle life =
        shopper(OPEN, "turns: 2, thinking: 20s, messageTokens: 5, replyTokens: 7", false);
    assertThat(life.isFollowed()).isFalse();
    assertThat(life.hasBegun()).isFalse();
    life.submitted(3 * SECOND);
    assertThat(life.inputTokens()).isEqualTo(5);
    assertThat(life.outputTokens()).isEqualTo(7);
    assertThat(life.patienceNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(life.answered(0, 0, UNKNOWN)).as("one call a turn").isFalse();
    assertThat(life.hasSaidAll()).isFalse();
    assertThat(life.thinkingNanos(0)).isEqualTo(20 * SECOND);
    life.submitted(30 * SECOND);
    assertThat(life.beganNanos()).isEqualTo(3 * SECOND);
    assertThat(life.turn()).isEqualTo(1);
    assertThat(life.triesAgain() || life.comesBack()).isFalse();
    assertThat(life.answered(0, 0, UNKNOWN)).isFalse();
    assertThat(life.hasSaidAll()).isTrue();
    assertThat(life.end()).isFalse();
    assertThat(life.isGone()).isTrue();
  }

  @Test
  void aPlaceOfAClosedPopulationIsTakenByTheNextOne() throws IOException {
    ShopperLifecycle life = shopper("{closed: {population: 10}}", "turns: 1, thinking: 5s", true);
    long key = life.key();
    life.submitted(SECOND);
    life.answered(0, 0, UNKNOWN);
    assertThat(life.end()).isTrue();
    assertThat(life.shopper()).isEqualTo(14);
    assertThat(life.key()).isNotEqualTo(key);
    assertThat(life.turn()).isZero();
    assertThat(life.hasBegun()).isFalse();
    assertThat(life.isGone()).isFalse();
  }

  @Test
  void itTriesAgainThenComesBackAsAnotherConversation() throws IOException {
    ShopperLifecycle life =
        shopper(
            OPEN,
            "turns: 3, retry: {probability: 1, pause: 2s, max: 2},"
                + " comeBack: {probability: 1, after: 10min}",
            false);
    long key = life.key();
    assertThat(life.isFollowed()).as("more counts than the turn").isTrue();
    life.submitted(0);
    for (int retry = 1; retry <= 2; retry++) {
      assertThat(life.triesAgain()).isTrue();
      assertThat(life.tryAgain()).isEqualTo(2 * SECOND);
      life.submitted(retry * 3 * SECOND);
      assertThat(life.conversation().turnNanos()).as("the turn began before").isZero();
    }
    assertThat(life.triesAgain()).isFalse();
    assertThat(life.comesBack()).isTrue();
    assertThat(life.comeBack()).isEqualTo(600 * SECOND);
    assertThat(life.key()).isEqualTo(ShopperDraws.keyAfterReturn(key, 4));
    assertThat(life.conversation().hasReturned()).isTrue();
    assertThat(life.hasBegun()).isFalse();
    assertThat(life.shopper()).isEqualTo(4);
  }

  @Test
  void itLeavesAfterAnAnswerThatTookTooLong() throws IOException {
    ShopperLifecycle life =
        shopper(
            OPEN,
            "turns: 2, slowAnswers: {leaving: {10s: 0, 11s: 1}, satisfaction: {10s: 1, 11s: 1}}",
            true);
    life.submitted(SECOND);
    life.answered(0, 0, UNKNOWN);
    assertThat(life.leavesAfter(11 * SECOND)).isFalse();
    assertThat(life.leavesAfter(12 * SECOND)).isTrue();
    life.submitted(20 * SECOND);
    life.answered(0, 0, UNKNOWN);
    assertThat(life.leavesAfter(90 * SECOND)).as("all is said").isFalse();
  }
}
