package footfall.serving.exchange;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model is to answer. Immutable.
 *
 * @param messages as in the Chat Completions API, but with the content as one text and the
 *     arguments of tool calls as maps; empty where {@code text} is to be continued
 * @param tools as in the Chat Completions API; empty for none
 * @param toolChoice whether the model may, must or must not call a tool
 * @param text to be continued as it is; null for a chat
 * @param asked the request as it came, for those who pass it on; empty where there was none
 */
public record Prompt(
    List<Map<String, Object>> messages,
    List<Map<String, Object>> tools,
    ToolChoice toolChoice,
    String text,
    Sampling sampling,
    Map<String, Object> asked) {
  /** Copies the lists. */
  public Prompt {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    asked = Collections.unmodifiableMap(asked);
  }

  /** Names of the tools. */
  public Set<String> toolNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Map<String, Object> tool : tools) {
      if (tool.get("function") instanceof Map<?, ?> function
          && function.get("name") instanceof String name) {
        names.add(name);
      }
    }
    return names;
  }

  /** How long all that is to be read is. */
  public long characters() {
    long characters = text == null ? 0 : text.length();
    for (Map<String, Object> message : messages) {
      characters += message.get("content") instanceof String said ? said.length() : 0;
    }
    return characters;
  }

  /**
   * Whether a tool is called.
   *
   * @param tool the one that must be; empty for any
   */
  public record ToolChoice(boolean must, String tool) {
    /** As the model likes. */
    public static final ToolChoice FREE = new ToolChoice(false, "");
  }

  /** The model has no way of reading this. */
  public static final class NotUnderstoodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is told to the client. */
    public NotUnderstoodException(String message) {
      super(message);
    }
  }
}
