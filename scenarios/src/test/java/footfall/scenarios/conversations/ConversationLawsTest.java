package footfall.scenarios.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.shoppers.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationLawsTest {
  private static final int CONVERSATIONS = 5_000;

  @TempDir private Path folder;
  private Vocabulary vocabulary;
  private Scenario scenario;

  private void shopper(String yaml) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("talk.yaml"),
            """
            name: talk
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {%s}}
            pools: {p: {service: {time: 1s}}}
            routing: {ratio: {p: 1}}
            """
                .formatted(yaml));
    scenario = new ScenarioReader().read(file, List.of()).scenario();
    vocabulary = Vocabulary.of(scenario.shoppers());
  }

  private Conversation conversation(int number, int turns) {
    long key = number * 0x9E3779B97F4A7C15L;
    return new Conversation(scenario.shoppers().get(0), vocabulary, key, turns, false);
  }

  @Test
  void theHistoryIsReadAgainUpToTheLimit() throws IOException {
    shopper(
        "messageTokens: 10, replyTokens: 20, context: {system: 100, history: true, limit: 190}");
    Conversation talk = conversation(1, 5);
    int[] inputs = {110, 140, 170, 190, 190};
    int[] repeated = {0, 130, 160, 180, 180};
    for (int turn = 0; turn < 5; turn++) {
      assertThat(talk.turn()).isEqualTo(turn);
      assertThat(talk.inputTokens()).isEqualTo(inputs[turn]);
      assertThat(talk.outputTokens()).isEqualTo(20);
      assertThat(talk.repeatedTokens()).isEqualTo(repeated[turn]);
      assertThat(talk.answered(0, 3, new Satisfaction(0.5, 0.25, 0))).isFalse();
      assertThat(talk.lastPool()).isZero();
      assertThat(talk.lastWorker()).isEqualTo(3);
    }
    assertThat(talk.satisfaction()).isEqualTo(new Satisfaction(2.5, 1.25, 0));
  }

  @Test
  void toolsAreCalledWithinATurnAndTheirAnswersAreRead() throws IOException {
    shopper(
        "messageTokens: 10, replyTokens: 5, intents: {start: {search: 1}, states: {search:"
            + " {calls: 3, tool: 50ms, toolTokens: 30, next: {search: 1}}}}");
    Conversation talk = conversation(1, 2);
    for (int turn = 0; turn < 2; turn++) {
      int read = 10;
      for (int call = 0; call < 3; call++) {
        assertThat(talk.call()).isEqualTo(call);
        assertThat(talk.plannedCalls()).isEqualTo(3);
        assertThat(talk.inputTokens()).isEqualTo(read);
        assertThat(talk.outputTokens()).isEqualTo(5);
        boolean more = talk.answered(0, 0, new Satisfaction(1, 0, 0));
        assertThat(more).isEqualTo(call < 2);
        if (more) {
          assertThat(talk.toolNanos()).isEqualTo(50_000_000L);
          read += 5 + 30;
        }
      }
    }
    assertThat(talk.satisfaction().points()).isEqualTo(2);
    assertThat(talk.intentIndex()).isZero();
  }

  @Test
  void languagesInflateTokensAndHaveTheirShares() throws IOException {
    shopper(
        "messageTokens: 10, replyTokens: 20,"
            + " languages: {english: {share: 0.6}, hindi: {share: 0.4, inflation: 1.5}}");
    int hindi = 0;
    for (int number = 0; number < CONVERSATIONS; number++) {
      Conversation talk = conversation(number, 1);
      boolean inflated = vocabulary.languages().get(talk.languageIndex()).equals("hindi");
      assertThat(talk.inputTokens()).isEqualTo(inflated ? 15 : 10);
      assertThat(talk.outputTokens()).isEqualTo(inflated ? 30 : 20);
      hindi += inflated ? 1 : 0;
    }
    assertThat(hindi / (double) CONVERSATIONS).isCloseTo(0.4, within(0.028));
  }

  @Test
  void intentsFollowTheirChainAndReasonsTheirShares() throws IOException {
    shopper(
        "messageTokens: 1, replyTokens: 1, intents: {start: {ask: 1}, states: {ask: {next:"
            + " {reject: 0.5, accept: 0.5}}, reject: {reasons: {price: 0.75, style: 0.25}, next:"
            + " {ask: 1}}, accept: {accepts: true}}}");
    int rejections = 0;
    int prices = 0;
    int accepted = 0;
    int ends = 0;
    for (int number = 0; number < CONVERSATIONS; number++) {
      Conversation talk = conversation(number, 30);
      for (int turn = 0; turn < talk.plannedTurns(); turn++) {
        String intent = vocabulary.intents().get(talk.intentIndex());
        talk.inputTokens();
        talk.outputTokens();
        if (intent.equals("reject")) {
          rejections++;
          prices += vocabulary.reasons().get(talk.reasonIndex()).equals("price") ? 1 : 0;
        } else {
          assertThat(talk.reasonIndex()).isEqualTo(Vocabulary.NONE);
        }
        boolean last = turn == talk.plannedTurns() - 1;
        assertThat(talk.accepts()).isEqualTo(last && intent.equals("accept"));
        accepted += talk.accepts() ? 1 : 0;
        talk.answered(0, 0, Satisfaction.NONE);
      }
      ends += talk.plannedTurns() < 30 ? 1 : 0;
    }
    assertThat(prices / (double) rejections).isCloseTo(0.75, within(0.03));
    assertThat(accepted).isGreaterThanOrEqualTo(ends);
    assertThat(ends).isGreaterThan(CONVERSATIONS * 9 / 10);
  }

  @Test
  void aTurnIsTriedAgainAsOftenAsStated() throws IOException {
    shopper("retry: {probability: 0.5, pause: 3s, max: 2}");
    int first = 0;
    int second = 0;
    for (int number = 0; number < CONVERSATIONS; number++) {
      Conversation talk = conversation(number, 1);
      talk.submitted(7);
      if (talk.triesAgain()) {
        first++;
        assertThat(talk.pauseBeforeRetryNanos()).isEqualTo(3_000_000_000L);
        assertThat(talk.retry()).isEqualTo(1);
        talk.submitted(99);
        assertThat(talk.turnNanos()).isEqualTo(7);
        if (talk.triesAgain()) {
          second++;
          talk.pauseBeforeRetryNanos();
          assertThat(talk.triesAgain()).isFalse();
        }
      }
    }
    assertThat(first / (double) CONVERSATIONS).isCloseTo(0.5, within(0.03));
    assertThat(second / (double) first).isCloseTo(0.5, within(0.04));
    shopper("turns: 1");
    assertThat(conversation(1, 1).triesAgain()).isFalse();
  }
}
