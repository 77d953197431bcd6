package footfall.gatling.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Replies;
import footfall.gatling.wire.StreamedReply;
import footfall.scenarios.conversations.ShopperDraws;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a shopper of a load test, call by call. */
class VirtualUserTest {
  private static final Replies FORCED = new Replies(true, true, 0, false);

  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;

  private VirtualUserFeeder visits(String arrivals, String shoppers) throws IOException {
    return visits(arrivals, shoppers, Share.WHOLE);
  }

  private VirtualUserFeeder visits(String arrivals, String shoppers, Share share)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("visit.yaml"),
            """
            name: visit
            seed: 5
            horizon: 1h
            arrivals: {%s}
            shoppers: {all: {messageTokens: 20, replyTokens: 7, %s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(arrivals, shoppers));
    return new VirtualUserFeeder(
        new ScenarioReader().read(file, List.of()).scenario(),
        Dialect.unknown("model", FORCED),
        FORCED,
        Optional.empty(),
        share);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"poisson: {rate: 100/h}", "closed: {population: 10}", "constant: {rate: 7/h}"})
  void generatorsTogetherBringEveryShopperOnce(String arrivals) throws IOException {
    List<String> alone = shoppers(visits(arrivals, "turns: 1, thinking: 5s"));
    List<String> together = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Share share = Share.parse(number + "/3");
      together.addAll(shoppers(visits(arrivals, "turns: 1, thinking: 5s", share)));
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(alone);
  }

  /** Their numbers, and when they come. */
  private static List<String> shoppers(VirtualUserFeeder feeder) {
    List<String> shoppers = new ArrayList<>();
    for (int i = 0; i < feeder.count(); i++) {
      VirtualUser user = feeder.next();
      shoppers.add(user.call().place().shopper() + " at " + user.dueNanos());
    }
    return shoppers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/3", "4/3", "3", "1/0", "1/2@noon", "-1/2", ""})
  void whatIsNoShareIsRefused(String text) {
    assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(InvalidInputException.class);
  }

  private static StreamedReply reply() {
    StreamedReply answer = new StreamedReply();
    answer.piece(
        "data: {\"choices\": [{\"delta\": {\"content\": \"this one\"}}]}\n\ndata: [DONE]\n\n"
            .getBytes(StandardCharsets.UTF_8),
        0);
    answer.end();
    return answer;
  }

  @Test
  void itSaysItsTurnsWithThinkingBetweenAndIsOver() throws IOException {
    VirtualUser user = visits("constant: {rate: 1/s}", "turns: 3, thinking: 20s").next();
    assertThat(user.arrives()).isTrue();
    assertThat(user.arrives()).isFalse();
    assertThat(user.isBegun()).isFalse();
    long due = user.dueNanos();
    for (int turn = 0; turn < 3; turn++) {
      assertThat(user.dueNanos()).isEqualTo(due);
      VirtualUser.Call call = user.call();
      assertThat(user.isBegun()).isTrue();
      assertThat(call.place().turn()).isEqualTo(turn);
      assertThat(call.inputTokens()).isEqualTo(20);
      assertThat(call.patienceNanos()).isEqualTo(Long.MAX_VALUE);
      assertThat(new String(call.body(), StandardCharsets.UTF_8)).contains("\"max_tokens\":7");
      assertThat(user.answered(reply(), 0, 0, due + SECOND)).isEqualTo(turn == 2);
      due += 21 * SECOND;
    }
    assertThat(user.isOver()).isTrue();
  }

  @Test
  void itComesBackAsAnotherConversationAfterAPause() throws IOException {
    VirtualUser user =
        visits("constant: {rate: 1/s}", "turns: 2, comeBack: {probability: 1, after: 10min}")
            .next();
    VirtualUser.Call first = user.call();
    long key = Streams.entity(Streams.run(5, 0), 0);
    assertThat(first.origin()).contains("key=" + Long.toHexString(key) + ",");
    assertThat(user.unanswered(7 * SECOND)).isTrue();

    assertThat(user.isOver()).isFalse();
    assertThat(user.isBegun()).isFalse();
    assertThat(user.dueNanos()).isEqualTo(607 * SECOND);
    VirtualUser.Call again = user.call();
    long after = ShopperDraws.keyAfterReturn(key, 0);
    assertThat(after).isNotEqualTo(key);
    assertThat(again.origin()).contains("key=" + Long.toHexString(after) + ",");
    assertThat(again.session()).isNotEqualTo(first.session());
    assertThat(again.place().turn()).isZero();
    assertThat(again.place().returned()).isTrue();
  }

  @Test
  void itTriesTheSameTurnAgainBeforeItGivesUp() throws IOException {
    VirtualUser user =
        visits("constant: {rate: 1/s}", "turns: 2, retry: {probability: 1, pause: 3s, max: 2}")
            .next();
    long at = user.dueNanos();
    for (int retry = 0; retry <= 2; retry++) {
      VirtualUser.Call call = user.call();
      assertThat(call.place().retry()).isEqualTo(retry);
      assertThat(call.place().turn()).isZero();
      assertThat(user.dueNanos()).isEqualTo(at + retry * 3 * SECOND);
      assertThat(user.unanswered(user.dueNanos())).isEqualTo(retry == 2);
    }
    assertThat(user.isOver()).isTrue();
  }

  @Test
  void ofAClosedPopulationTheNextOneComesInTheSamePlace() throws IOException {
    VirtualUserFeeder feeder = visits("closed: {population: 10}", "turns: 1, thinking: 20s");
    assertThat(feeder.count()).isEqualTo(10);
    VirtualUser user = feeder.next();
    assertThat(user.dueNanos()).isEqualTo(20 * SECOND);
    assertThat(user.call().place().shopper()).isZero();
    assertThat(user.answered(reply(), 0, 0, 21 * SECOND)).isTrue();
    assertThat(user.isOver()).isFalse();
    assertThat(user.dueNanos()).isEqualTo(41 * SECOND);
    assertThat(user.call().place().shopper()).isEqualTo(10);
  }

  @Test
  void slowAnswersDriveItAway() throws IOException {
    String slow =
        "turns: 9, slowAnswers: {leaving: {2s: 0, 10s: 1}, satisfaction: {2s: 1, 10s: 1}}";
    VirtualUser user = visits("constant: {rate: 1/s}", slow).next();
    user.call();
    assertThat(user.answered(reply(), 0, 0, user.dueNanos() + SECOND)).isFalse();
    user.call();
    assertThat(user.answered(reply(), 0, 0, user.dueNanos() + 11 * SECOND)).isTrue();
    assertThat(user.isOver()).isTrue();
  }

  @Test
  void itKnowsPoolsByTheirNames() throws IOException {
    VirtualUser user = visits("constant: {rate: 1/s}", "turns: 1").next();
    assertThat(user.poolOf("p")).isZero();
    assertThat(user.poolOf("other")).isEqualTo(-1);
  }

  @Test
  void theyComeWhenTheScenarioSays() throws IOException {
    VirtualUserFeeder feeder = visits("constant: {rate: 1/s}", "turns: 1");
    int before = feeder.countBefore(10 * SECOND);
    assertThat(before).isBetween(9, 11);
    assertThat(feeder.countBefore(0)).isLessThanOrEqualTo(1);
    assertThat(feeder.countBefore(7_200 * SECOND)).isEqualTo(feeder.count());
  }
}
