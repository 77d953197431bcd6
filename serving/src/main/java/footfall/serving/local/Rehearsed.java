package footfall.serving.local;

import footfall.actors.protocol.Request;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.dialogues.Message;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What shoppers of a rehearsal say: words of the shop, as many tokens as the scenario has drawn for
 * the request. Immutable; any thread may ask.
 */
public final class Rehearsed {
  private final Vocabulary vocabulary;

  /** In the languages of these shoppers. */
  public Rehearsed(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * As many tokens as the request has to be read, one at least.
   *
   * @param coder tokens of a text
   */
  public int[] tokens(Request request, Function<String, int[]> coder) {
    DialogueLanguage tongue =
        request.language() == Vocabulary.NONE
            ? DialogueLanguage.ENGLISH
            : DialogueLanguage.named(vocabulary.languages().get(request.language()));
    Dialogues dialogues = new Dialogues(request.shopperKey(), Part.TRAINING, 0);
    int[] tokens = new int[Math.max(1, request.inputTokens())];
    int filled = 0;
    for (long number = request.drawIndex(); filled < tokens.length; number++) {
      String words =
          dialogues.get(number, tongue).messages().stream()
              .map(Message::text)
              .collect(Collectors.joining("\n"));
      for (int token : coder.apply(words)) {
        if (filled < tokens.length) {
          tokens[filled++] = token;
        }
      }
    }
    return tokens;
  }
}
