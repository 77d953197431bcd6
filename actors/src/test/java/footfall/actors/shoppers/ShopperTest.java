package footfall.actors.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.actors.protocol.Clock;
import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.RequestOutcome.Rejected;
import footfall.actors.protocol.RouterCommand;
import footfall.actors.protocol.ShopperCommand;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.reports.recording.Census.OpenShopper;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.conversations.ShopperPopulation;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a shopper, message by message. */
class ShopperTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long RUN = 99;

  @TempDir private Path folder;

  private final TestInbox<RouterCommand> router = TestInbox.create();
  private final TestInbox<ShopperGroup.Command> group = TestInbox.create();
  private BehaviorTestKit<ShopperCommand> shopper;
  private long now;

  /** Moves on to when a message is due, and hands it over. */
  private final Clock clock =
      new Clock() {
        @Override
        public long nowNanos() {
          return now;
        }

        @Override
        public <M> void tellAfter(long delayNanos, ActorRef<? super M> target, M message) {
          now += delayNanos;
          target.tell(message);
        }

        @Override
        public <M> void tellLast(ActorRef<? super M> target, M message) {
          target.tell(message);
        }
      };

  private void start(String arrivals, String shoppers) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("shopper.yaml"),
            """
            name: shopper
            horizon: 1h
            arrivals: {%s}
            shoppers: {all: {%s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(arrivals, shoppers));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    ShopperPopulation whole = ShopperPopulation.of(scenario, 0, false);
    ShopperWorld world =
        new ShopperWorld(
            clock,
            new ShopperPopulation(
                RUN,
                whole.classes(),
                whole.vocabulary(),
                whole.closed(),
                whole.cohorts(),
                whole.replay(),
                false),
            SatisfactionModel.of(scenario),
            router.getRef());
    shopper = BehaviorTestKit.create(Shopper.create(world, group.getRef()));
  }

  private Request asked() {
    return (Request) router.receiveMessage();
  }

  private void tell(RequestOutcome outcome) {
    shopper.run((ShopperCommand) outcome);
  }

  private void answer(Request request) {
    tell(new Completed(request, 0, 0, 0, now, now, now));
  }

  private void turnAway(Request request) {
    tell(new Rejected(request, 0, now));
  }

  @Test
  void itSaysItsTurnsWithThinkingBetweenAndLeavesItsSeat() throws IOException {
    start("poisson: {rate: 1/s}", "turns: 3, thinking: 20s, messageTokens: 5, replyTokens: 7");
    shopper.run(new Shopper.Begin(4));
    for (int turn = 0; turn < 3; turn++) {
      Request request = asked();
      assertThat(request.turn()).isEqualTo(turn);
      assertThat(request.submittedNanos()).isEqualTo(turn * 20 * SECOND);
      assertThat(request.shopperKey()).isEqualTo(Streams.entity(RUN, 4));
      assertThat(request.inputTokens()).isEqualTo(5);
      assertThat(request.outputTokens()).isEqualTo(7);
      assertThat(group.hasMessages()).isFalse();
      answer(request);
    }
    assertThat(group.receiveMessage()).isEqualTo(new ShopperGroup.SeatFree(shopper.getRef()));
    assertThat(router.hasMessages()).isFalse();
  }

  @Test
  void itComesBackAsAnotherConversationAfterAPause() throws IOException {
    start("poisson: {rate: 1/s}", "turns: 2, comeBack: {probability: 1, after: 10min}");
    shopper.run(new Shopper.Begin(4));
    Request first = asked();
    turnAway(first);

    Request again = asked();
    assertThat(again.shopper()).isEqualTo(4);
    assertThat(again.turn()).isZero();
    assertThat(again.submittedNanos()).isEqualTo(600 * SECOND);
    assertThat(again.conversationNanos()).isEqualTo(600 * SECOND);
    assertThat(again.step().returned()).isTrue();
    assertThat(again.shopperKey())
        .isNotEqualTo(first.shopperKey())
        .isEqualTo(ShopperDraws.keyAfterReturn(first.shopperKey(), 4));
    turnAway(again);
    assertThat(asked().shopperKey()).isNotIn(first.shopperKey(), again.shopperKey());
  }

  @Test
  void itTriesTheSameTurnAgainBeforeItGivesUp() throws IOException {
    start("poisson: {rate: 1/s}", "turns: 2, retry: {probability: 1, pause: 3s, max: 2}");
    shopper.run(new Shopper.Begin(4));
    for (int retry = 0; retry <= 2; retry++) {
      Request request = asked();
      assertThat(request.step().retry()).isEqualTo(retry);
      assertThat(request.submittedNanos()).isEqualTo(retry * 3 * SECOND);
      assertThat(request.turn()).isZero();
      turnAway(request);
    }
    assertThat(group.receiveMessage()).isInstanceOf(ShopperGroup.SeatFree.class);
  }

  @Test
  void ofAClosedPopulationTheNextOneThinksAndBeginsInTheSameSeat() throws IOException {
    start("closed: {population: 10}", "turns: 1, thinking: 20s");
    shopper.run(new Shopper.ThinkThenBegin(3));
    Request first = asked();
    assertThat(first.submittedNanos()).isEqualTo(20 * SECOND);
    answer(first);
    Request next = asked();
    assertThat(next.shopper()).isEqualTo(13);
    assertThat(next.submittedNanos()).isEqualTo(40 * SECOND);
    assertThat(next.shopperKey()).isEqualTo(Streams.entity(RUN, 13));
    assertThat(group.hasMessages()).isFalse();
  }

  @Test
  void itSaysWhatItIsDoing() throws IOException {
    start("poisson: {rate: 1/s}", "turns: 2, thinking: 20s");
    shopper.run(Shopper.StateYourself.INSTANCE);
    assertThat(group.receiveMessage()).isEqualTo(new ShopperGroup.SeatStated(null));
    shopper.run(new Shopper.Begin(4));
    shopper.run(Shopper.StateYourself.INSTANCE);
    OpenShopper waits = ((ShopperGroup.SeatStated) group.receiveMessage()).open();
    assertThat(waits.submittedNanos()).isNotNegative();
    assertThat(waits.turnNanos()).isEqualTo(waits.beganNanos());
    answer(asked());
    now -= SECOND; // The clock of this test hands over the next request at once.
    shopper.run(Shopper.StateYourself.INSTANCE);
    assertThat(group.receiveMessage())
        .isEqualTo(new ShopperGroup.SeatStated(new OpenShopper(0, waits.beganNanos(), -1, -1)));
  }
}
