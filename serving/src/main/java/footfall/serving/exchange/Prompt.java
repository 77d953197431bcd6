package footfall.serving.exchange;

import footfall.serving.format.ReplyFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a model is to answer. Immutable.
 *
 * @param messages as in the Chat Completions API, but with the content as one text and the
 *     arguments of tool calls as maps; empty where {@code text} is to be continued
 * @param tools as in the Chat Completions API; empty for none
 * @param toolChoice whether the model may, must or must not call a tool
 * @param text to be continued as it is; null for a chat
 * @param format that the reply is to have
 * @param asked the request as it came, for those who pass it on; empty where there was none
 * @param wantsLogprobs whether the probabilities of the reply's tokens are to be told
 * @param embedded texts to make vectors of, instead of a reply; empty where one is wanted
 */
public record Prompt(
    List<Map<String, Object>> messages,
    List<Map<String, Object>> tools,
    ToolChoice toolChoice,
    String text,
    Sampling sampling,
    ReplyFormat format,
    Map<String, Object> asked,
    boolean wantsLogprobs,
    List<String> embedded) {
  /** With a reply. */
  public Prompt(
      List<Map<String, Object>> messages,
      List<Map<String, Object>> tools,
      ToolChoice toolChoice,
      String text,
      Sampling sampling,
      ReplyFormat format,
      Map<String, Object> asked) {
    this(messages, tools, toolChoice, text, sampling, format, asked, false, List.of());
  }

  /** With a reply of any form. */
  public Prompt(
      List<Map<String, Object>> messages,
      List<Map<String, Object>> tools,
      ToolChoice toolChoice,
      String text,
      Sampling sampling,
      Map<String, Object> asked) {
    this(messages, tools, toolChoice, text, sampling, ReplyFormat.TEXT, asked);
  }

  /** Copies the lists. */
  public Prompt {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    asked = Collections.unmodifiableMap(asked);
    embedded = List.copyOf(embedded);
  }

  /** For vectors of texts, and no reply. */
  public static Prompt toEmbed(List<String> texts, Sampling sampling, Map<String, Object> asked) {
    return new Prompt(
        List.of(),
        List.of(),
        ToolChoice.FREE,
        null,
        sampling,
        ReplyFormat.TEXT,
        asked,
        false,
        texts);
  }

  /** The same where no tool is offered. */
  public Prompt withoutTools() {
    return new Prompt(
        messages,
        List.of(),
        ToolChoice.FREE,
        text,
        sampling,
        format,
        asked,
        wantsLogprobs,
        embedded);
  }

  /** The same where the probabilities of the reply's tokens are told. */
  Prompt withLogprobs() {
    Map<String, Object> words = new LinkedHashMap<>(asked);
    words.put("logprobs", true);
    return new Prompt(messages, tools, toolChoice, text, sampling, format, words, true, embedded);
  }

  /** What whoever asks has said last; empty where that is nothing. */
  public String lastSaid() {
    if (text != null) {
      return text;
    }
    for (int i = messages.size() - 1; i >= 0; i--) {
      Map<String, Object> message = messages.get(i);
      if ("user".equals(message.get("role")) && message.get("content") instanceof String said) {
        return said;
      }
    }
    return "";
  }

  /** Whether vectors of texts are wanted, and no reply. */
  public boolean wantsEmbeddings() {
    return !embedded.isEmpty();
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

  /**
   * What the reply must keep to, for models that have no way of their own: the format that was
   * asked for, or the call of a tool where one must be called, {@code {"name": .., "arguments":
   * ..}}.
   *
   * @throws ReplyFormat.UnknownSchemaException if it could not be kept to
   */
  public ReplyFormat constraint() {
    if (!toolChoice.must() || tools.isEmpty()) {
      return format;
    }
    List<Object> calls = new ArrayList<>();
    for (Map<String, Object> tool : tools) {
      if (tool.get("function") instanceof Map<?, ?> function
          && (toolChoice.tool().isEmpty() || toolChoice.tool().equals(function.get("name")))) {
        calls.add(
            Map.of(
                "type",
                "object",
                "properties",
                new TreeMap<>(
                    Map.of(
                        "name", Map.of("const", function.get("name")), "parameters", of(function))),
                "required",
                List.of("name", "parameters")));
      }
    }
    return new ReplyFormat(Map.of("anyOf", calls));
  }

  /** A schema by itself, whose references point into it; of an object, whatever it says. */
  private static Object of(Map<?, ?> function) {
    Map<Object, Object> own = new LinkedHashMap<>();
    own.put("type", "object");
    if (function.get("parameters") instanceof Map<?, ?> parameters) {
      own.putAll(parameters);
    }
    own.put("$id", "parameters");
    return own;
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
