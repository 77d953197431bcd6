package footfall.actors.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.actors.protocol.Request;
import footfall.actors.protocol.RequestOutcome.Completed;
import footfall.actors.protocol.Step;
import footfall.actors.satisfaction.SatisfactionModel;
import footfall.scenarios.Scenario;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.conversations.Satisfaction;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.ShopperClass;
import footfall.scenarios.shoppers.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
  @TempDir private Path folder;

  private ShopperClass shopper(String yaml) throws IOException {
    return scenario(yaml).shoppers().get(0);
  }

  private static Completed answer(Conversation conversation, long key, Step step) {
    Request request =
        new Request(
            key,
            conversation.turn(),
            conversation.plannedTurns(),
            0,
            0,
            1,
            1,
            0,
            0,
            Long.MAX_VALUE,
            key,
            step,
            null,
            null);
    return new Completed(request, 0, 0, 0, 0, 0, 0);
  }

  private Scenario scenario(String yaml) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: exchange
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {%s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(yaml));
    return new ScenarioReader().read(file, List.of()).scenario();
  }

  private static Conversation conversation(ShopperClass shopper, long key, int turns) {
    return new Conversation(shopper, Vocabulary.of(List.of(shopper)), key, turns, false);
  }

  private static List<Integer> inputs(Conversation conversation, int calls) {
    List<Integer> inputs = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      inputs.add(conversation.inputTokens());
      conversation.outputTokens();
      Step.of(conversation, 0);
      conversation.answered(0, 3, new Satisfaction(0.5, 0, 0));
    }
    return inputs;
  }

  @Test
  void theContextGrowsByAllThatWasSaid() throws IOException {
    ShopperClass shopper =
        shopper("messageTokens: 10, replyTokens: 50, context: {system: 100, history: true}");

    // 100 + 10, then 60 more for every message and its reply.
    assertThat(inputs(conversation(shopper, 1, 9), 4)).containsExactly(110, 170, 230, 290);
  }

  @Test
  void theContextStopsGrowingAtItsLimit() throws IOException {
    ShopperClass shopper =
        shopper("messageTokens: 10, replyTokens: 50, context: {system: 100, limit: 200}");

    assertThat(inputs(conversation(shopper, 1, 9), 4)).containsExactly(110, 170, 200, 200);
  }

  @Test
  void withoutHistoryEveryTurnReadsTheSame() throws IOException {
    ShopperClass shopper =
        shopper("messageTokens: 10, replyTokens: 50, context: {system: 100, history: false}");

    assertThat(inputs(conversation(shopper, 1, 9), 3)).containsExactly(110, 110, 110);
  }

  @Test
  void aToolChainReadsTheReplyAndWhatTheToolReturned() throws IOException {
    ShopperClass shopper =
        shopper(
            "messageTokens: 10, replyTokens: 50, context: {system: 100}, intents: {start: {search:"
                + " 1}, states: {search: {calls: 3, toolTokens: 200, next: {search: 1}}}}");
    Conversation conversation = conversation(shopper, 1, 2);

    // 110; + 50 + 200; + 50 + 200; then the next turn: all of it, its reply and the message.
    assertThat(inputs(conversation, 4)).containsExactly(110, 360, 610, 670);
    assertThat(conversation.turn()).isEqualTo(1);
  }

  @Test
  void whatTheCallBeforeHasReadIsRepeated() throws IOException {
    ShopperClass shopper =
        shopper("messageTokens: 10, replyTokens: 50, context: {system: 100, history: true}");
    Conversation conversation = conversation(shopper, 1, 9);
    conversation.inputTokens();
    conversation.outputTokens();
    assertThat(Step.of(conversation, 0).prefix()).isEqualTo(new Step.Prefix(0, -1, -1, 100, 0));
    conversation.answered(0, 3, new Satisfaction(0.5, 0, 0));
    conversation.inputTokens();
    assertThat(Step.of(conversation, 0).prefix()).isEqualTo(new Step.Prefix(160, 0, 3, 100, 0));
  }

  @Test
  void aLanguageInflatesWhatIsSaidAndNotTheInstructions() throws IOException {
    ShopperClass shopper =
        shopper(
            "messageTokens: 10, replyTokens: 50, context: {system: 100}, languages: {hinglish:"
                + " {share: 1, inflation: 1.4}}");
    Conversation conversation = conversation(shopper, 1, 2);

    assertThat(conversation.inputTokens()).isEqualTo(114);
    assertThat(conversation.outputTokens()).isEqualTo(70);
  }

  @Test
  void aRetrySaysTheSameAgainAndTheLastOneGivesUp() throws IOException {
    ShopperClass shopper =
        shopper(
            "messageTokens: {uniform: {min: 1, max: 1000}}, retry: {probability: 1, pause: 3s, max:"
                + " 2}");
    Conversation conversation = conversation(shopper, 7, 1);
    int input = conversation.inputTokens();
    int output = conversation.outputTokens();
    conversation.submitted(1_000);
    assertThat(Step.of(conversation, 1_000).givesUp()).isFalse();
    for (int retry = 1; retry <= 2; retry++) {
      assertThat(conversation.pauseBeforeRetryNanos()).isEqualTo(3_000_000_000L);
      assertThat(conversation.inputTokens()).isEqualTo(input);
      assertThat(conversation.outputTokens()).isEqualTo(output);
      Step step = Step.of(conversation, 5_000);
      assertThat(step.retry()).isEqualTo(retry);
      assertThat(step.sinceTurnNanos()).isEqualTo(4_000);
      assertThat(step.givesUp()).isEqualTo(retry == 2);
    }
  }

  private static final String CHAIN =
      "turns: 50, intents: {start: {search: 0.7, chat: 0.3}, states: {"
          + "search: {next: {search: 0.5, chat: 0.2, accept: 0.2}},"
          + "chat: {next: {search: 0.6, chat: 0.4}},"
          + "accept: {accepts: true}}}, purchase: {rate: 0.25, revenue: 40}";

  /** Visits of an absorbing chain: {@code n = start (1 - P)^-1}, solved by hand. */
  @Test
  void intentsFollowTheirChainToItsEnd() throws IOException {
    Scenario scenario = scenario(CHAIN);
    ShopperClass shopper = scenario.shoppers().get(0);
    SatisfactionModel satisfactionModel = SatisfactionModel.of(scenario);
    int conversations = 40_000;
    Map<Integer, Double> visits = new TreeMap<>();
    double accepted = 0;
    double bought = 0;
    double turns = 0;
    for (long key = 0; key < conversations; key++) {
      Conversation conversation = conversation(shopper, key, 50);
      turns += conversation.plannedTurns();
      while (conversation.turn() < conversation.plannedTurns()) {
        conversation.inputTokens();
        conversation.outputTokens();
        Step step = Step.of(conversation, 0);
        visits.merge(step.intent(), 1.0 / conversations, Double::sum);
        accepted += step.accepts() ? 1 : 0;
        bought +=
            step.accepts() && satisfactionModel.worth(answer(conversation, key, step)).buys()
                ? 1
                : 0;
        conversation.answered(0, 3, new Satisfaction(0.5, 0, 0));
      }
    }

    // search: s = .7 + .5 s + .6 c; chat: c = .3 + .2 s + .4 c; so s = 10/3, c = 29/18.
    double search = 10.0 / 3;
    double chat = (0.3 + 0.2 * search) / 0.6;
    assertThat(visits.get(0)).isCloseTo(search, within(0.06));
    assertThat(visits.get(1)).isCloseTo(chat, within(0.05));
    assertThat(visits.get(2)).isCloseTo(0.2 * search, within(0.01));
    assertThat(turns / conversations).isCloseTo(search + chat + 0.2 * search, within(0.1));
    assertThat(accepted / conversations).isCloseTo(0.2 * search, within(0.01));
    assertThat(bought / conversations).isCloseTo(0.25 * 0.2 * search, within(0.01));
  }
}
