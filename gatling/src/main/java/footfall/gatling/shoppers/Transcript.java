package footfall.gatling.shoppers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.gatling.wire.ChatBody;
import footfall.gatling.wire.ChatMessage;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.StreamedReply;
import footfall.scenarios.conversations.Conversation;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.shoppers.Context;
import footfall.scenarios.shoppers.ShopperClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a conversation so far, as the API wants to have it, and the words for what is
 * said next: as many as the prompt needs to be as long as the scenario says. Not thread-safe.
 */
final class Transcript {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the assistant calls where it was to use a tool and did not. */
  private static final String USUAL_TOOL = "search";

  private static final JsonNode TOOLS =
      ChatBody.tools(List.of("search", "recommend", "compare", "filter", "translate"));

  /** Texts are as long as they should be but for some tokens. */
  private static final double ROUNDING = 24;

  private final VirtualUserFeeder feeder;
  private final ShopperClass shopper;
  private final long key;
  private final List<ChatMessage> earlier = new ArrayList<>();
  private final List<ChatMessage> thisTurn = new ArrayList<>();

  /** Null until the first message. */
  private @Nullable ChatMessage instructions;

  /** What its shopper has to say; null where words are made up. */
  private final Prompts.@Nullable Dialogue dialogue;

  private int toolCalls;

  /**
   * Nothing is said yet.
   *
   * @param turns that it will have
   */
  Transcript(VirtualUserFeeder feeder, ShopperClass shopper, long key, int turns) {
    this.feeder = feeder;
    this.shopper = shopper;
    this.key = key;
    this.dialogue = feeder.prompts().map(prompts -> prompts.of(key, turns)).orElse(null);
  }

  /** The tools that are offered: those of the shop, to shoppers whose turns use any; or null. */
  @Nullable JsonNode tools(Conversation conversation) {
    if (dialogue != null) {
      return dialogue.tools();
    }
    return conversation.plannedCalls() > 1 ? TOOLS : null;
  }

  /** The messages of the next call. */
  List<ChatMessage> prompt(Conversation conversation, int inputTokens) {
    if (conversation.call() == 0) {
      thisTurn.clear();
    }
    if (conversation.retry() > 0 && !thisTurn.isEmpty()) {
      thisTurn.remove(thisTurn.size() - 1); // It is said again.
    }
    Dialect dialect = feeder.dialect();
    List<ChatMessage> prompt = new ArrayList<>();
    if (dialogue == null) {
      shopper.context().ifPresent(context -> addInstructions(context, prompt));
    } else if (dialogue.system() != null) {
      prompt.add(ChatMessage.given("system", dialogue.system()));
    }
    if (shopper.context().map(Context::history).orElse(false)) {
      if (dialogue == null) { // What was really said is as long as it is.
        forgetTheOldest(conversation.repeatedTokens() - tokens(prompt, dialect));
      }
      prompt.addAll(earlier);
    }
    prompt.addAll(thisTurn);
    ChatMessage said = said(conversation, prompt, inputTokens);
    thisTurn.add(said);
    prompt.add(said);
    return prompt;
  }

  /** The next message, long enough for the prompt to have {@code inputTokens}. */
  private ChatMessage said(Conversation conversation, List<ChatMessage> prompt, int inputTokens) {
    if (dialogue != null && conversation.call() == 0) {
      List<JsonNode> turns = dialogue.turns();
      return ChatMessage.given("user", turns.get(conversation.turn() % turns.size()));
    }
    Dialect dialect = feeder.dialect();
    double known = tokens(prompt, dialect) + dialect.tokensPerMessage();
    DialogueLanguage tongue = tongue(conversation);
    long draw =
        Streams.entity(key, Conversation.drawIndex(conversation.turn(), conversation.call(), 0));
    String text = feeder.words().say(tongue, inputTokens - known, dialect, draw);
    return conversation.call() == 0
        ? ChatMessage.of("user", text)
        : ChatMessage.ofTool(text, "call_" + (toolCalls - 1));
  }

  private static boolean isObject(String json) {
    try {
      return JSON.readTree(json).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private void addInstructions(Context context, List<ChatMessage> prompt) {
    if (context.systemTokens() > 0) {
      if (instructions == null) {
        Dialect dialect = feeder.dialect();
        double tokens = context.systemTokens() - dialect.tokensPerMessage();
        instructions =
            ChatMessage.of(
                "system", feeder.words().say(DialogueLanguage.ENGLISH, tokens, dialect, 0));
      }
      prompt.add(instructions);
    }
  }

  /** Of what was said before, no more than the prompt is to have room for. */
  private void forgetTheOldest(double room) {
    Dialect dialect = feeder.dialect();
    double left = room + ROUNDING - tokens(thisTurn, dialect);
    while (!earlier.isEmpty() && tokens(earlier, dialect) > left) {
      do {
        earlier.remove(0);
      } while (!earlier.isEmpty() && !earlier.get(0).role().equals("user"));
    }
  }

  private static double tokens(List<ChatMessage> messages, Dialect dialect) {
    double tokens = 0;
    for (ChatMessage message : messages) {
      tokens += message.bytes() / dialect.bytesPerToken() + dialect.tokensPerMessage();
    }
    return tokens;
  }

  private DialogueLanguage tongue(Conversation conversation) {
    int language = conversation.languageIndex();
    return language < 0
        ? DialogueLanguage.ENGLISH
        : DialogueLanguage.named(feeder.vocabulary().languages().get(language));
  }

  /** The last call was answered so; the conversation does not know it yet. */
  void heard(StreamedReply reply, Conversation conversation) {
    boolean moreCalls = conversation.call() < conversation.plannedCalls() - 1;
    if (moreCalls) {
      String tool = reply.tool() == null ? USUAL_TOOL : reply.tool();
      String arguments = isObject(reply.arguments()) ? reply.arguments() : "{}";
      thisTurn.add(ChatMessage.calling(reply.text(), tool, arguments, "call_" + toolCalls));
      toolCalls++;
    } else if (shopper.context().map(Context::history).orElse(false)) {
      earlier.addAll(thisTurn);
      earlier.add(ChatMessage.of("assistant", reply.text()));
    }
  }
}
