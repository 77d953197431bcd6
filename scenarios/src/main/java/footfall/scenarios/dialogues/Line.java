package footfall.scenarios.dialogues;

import java.util.Optional;

/**
 * Something that a shopper says.
 *
 * @param intent what is wanted: the name of a tool, {@code chitchat} or {@code accept}
 * @param call the one that an assistant with tools should make of it; empty where it should only
 *     talk
 */
public record Line(String text, String intent, Optional<ToolCall> call) {
  /** Of a line that wants no tool. */
  public static final String CHITCHAT = "chitchat";

  /** Of a line that buys. */
  public static final String ACCEPT = "accept";

  static Line calling(String text, ToolCall call) {
    return new Line(text, call.name(), Optional.of(call));
  }

  static Line talking(String text, String intent) {
    return new Line(text, intent, Optional.empty());
  }
}
