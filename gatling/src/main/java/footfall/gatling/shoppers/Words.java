package footfall.gatling.shoppers;

import footfall.gatling.wire.Dialect;
import footfall.scenarios.dialogues.DialogueLanguage;
import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Message;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What shoppers say: sentences of made-up dialogues in their tongue, cut to as many tokens as the
 * scenario asks for. Immutable, so any thread may ask.
 */
public final class Words {
  private static final int SENTENCES = 400;
  private static final long SEED = 1;

  private final Map<DialogueLanguage, String> texts = new EnumMap<>(DialogueLanguage.class);

  private final Map<DialogueLanguage, Double> bytesPerLetter =
      new EnumMap<>(DialogueLanguage.class);

  /** Words in all tongues. */
  public Words() {
    for (DialogueLanguage tongue : DialogueLanguage.values()) {
      Dialogues dialogues = new Dialogues(SEED, Dialogues.Part.TRAINING, 0);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < SENTENCES; i++) {
        for (Message message : dialogues.get(i, tongue).messages()) {
          if (message.role() == Message.Role.SHOPPER) {
            text.append(message.text()).append(". ");
          }
        }
      }
      texts.put(tongue, text.toString());
      double bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
      bytesPerLetter.put(tongue, bytes / text.length());
    }
  }

  /**
   * A text of about so many tokens, at least a letter.
   *
   * @param key the same for the same text
   */
  public String say(DialogueLanguage tongue, double tokens, Dialect dialect, long key) {
    String all = Objects.requireNonNull(texts.get(tongue));
    double perLetter = Objects.requireNonNull(bytesPerLetter.get(tongue));
    int letters = (int) Math.max(1, Math.round(tokens * dialect.bytesPerToken() / perLetter));
    int from = (int) Math.floorMod(key, (long) all.length());
    int start = from == 0 ? 0 : all.indexOf(' ', from - 1) + 1;
    StringBuilder said = new StringBuilder(letters);
    int at = start % all.length();
    while (said.length() < letters) {
      int end = Math.min(all.length(), at + letters - said.length());
      said.append(all, at, end);
      at = end % all.length();
    }
    return said.toString();
  }
}
