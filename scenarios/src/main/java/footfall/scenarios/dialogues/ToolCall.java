package footfall.scenarios.dialogues;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tool and its arguments, in the order in which they were given. Numbers are longs, everything
 * else is text.
 */
public record ToolCall(String name, Map<String, Object> arguments) {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");
  private static final Pattern NAME = Pattern.compile("[a-z_]+");

  /** Keeps the order. */
  public ToolCall {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** As a model writes it: {@code search(item=shirt, color=red, max=800)}. */
  public String text() {
    StringBuilder text = new StringBuilder(name).append('(');
    String comma = "";
    for (Map.Entry<String, Object> argument : arguments.entrySet()) {
      text.append(comma).append(argument.getKey()).append('=').append(argument.getValue());
      comma = ", ";
    }
    return text.append(')').toString();
  }

  /** What a model wrote, if it is a call. */
  public static Optional<ToolCall> parse(String written) {
    String text = written.strip();
    int open = text.indexOf('(');
    if (open < 1 || !text.endsWith(")") || !NAME.matcher(text.substring(0, open)).matches()) {
      return Optional.empty();
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    String inner = text.substring(open + 1, text.length() - 1);
    for (String part : inner.isBlank() ? new String[0] : inner.split(", ")) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        return Optional.empty();
      }
      String value = part.substring(equals + 1);
      arguments.put(
          part.substring(0, equals), NUMBER.matcher(value).matches() ? Long.valueOf(value) : value);
    }
    return Optional.of(new ToolCall(text.substring(0, open), arguments));
  }
}
