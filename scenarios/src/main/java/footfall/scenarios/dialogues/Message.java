package footfall.scenarios.dialogues;

import java.util.Optional;

/**
 * One message of a dialogue.
 *
 * @param text what is said; for a call its {@link ToolCall#text}, for a tool what it found
 * @param pick for an assistant's reply that recommends a product, that product
 */
public record Message(Role role, String text, Optional<String> pick) {
  /** Who speaks. */
  public enum Role {
    SHOPPER,
    /** The assistant says something to the shopper. */
    REPLY,
    /** The assistant calls a tool. */
    CALL,
    /** What the tool found. */
    RESULT;

    /** Whether the assistant speaks. */
    public boolean isAssistant() {
      return this == REPLY || this == CALL;
    }
  }

  /** A message that recommends nothing. */
  public static Message of(Role role, String text) {
    return new Message(role, text, Optional.empty());
  }
}
