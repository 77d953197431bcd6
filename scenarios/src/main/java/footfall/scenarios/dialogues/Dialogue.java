package footfall.scenarios.dialogues;

import java.util.List;

/**
 * A shopper and an assistant, from the first message to the last.
 *
 * @param tools whether the assistant was offered tools
 */
public record Dialogue(DialogueLanguage tongue, boolean tools, List<Message> messages) {
  /** Copies the list. */
  public Dialogue {
    messages = List.copyOf(messages);
  }
}
