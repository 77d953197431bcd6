package footfall.gatling.wire;

import org.jspecify.annotations.Nullable;

/**
 * One message of a chat.
 *
 * @param role as in the Chat Completions API
 * @param tool name of the tool that the assistant calls with it; null where it calls none
 * @param arguments of that call
 * @param callId of the call that it makes, or that it answers; null for neither
 */
public record ChatMessage(
    String role,
    String text,
    @Nullable String tool,
    @Nullable String arguments,
    @Nullable String callId) {
  /** A message without tools. */
  public static ChatMessage of(String role, String text) {
    return new ChatMessage(role, text, null, null, null);
  }

  /** About how many bytes a model has to read. */
  public int bytes() {
    int more = tool == null || arguments == null ? 0 : tool.length() + arguments.length();
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + more;
  }
}
