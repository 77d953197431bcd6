package footfall.gatling.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat.
 *
 * @param role as in the Chat Completions API
 * @param content as it was given, in place of the text; null for none
 * @param tool name of the tool that the assistant calls with it; null where it calls none
 * @param arguments of that call
 * @param callId of the call that it makes, or that it answers; null for neither
 */
public record ChatMessage(
    String role,
    String text,
    @Nullable JsonNode content,
    @Nullable String tool,
    @Nullable String arguments,
    @Nullable String callId) {
  /** A message without tools. */
  public static ChatMessage of(String role, String text) {
    return new ChatMessage(role, text, null, null, null, null);
  }

  /** A message whose content was given, text or parts. */
  public static ChatMessage given(String role, JsonNode content) {
    return new ChatMessage(role, content.asText(""), content, null, null, null);
  }

  /** The answer of a tool. */
  public static ChatMessage ofTool(String text, String callId) {
    return new ChatMessage("tool", text, null, null, null, callId);
  }

  /** The call of a tool. */
  public static ChatMessage calling(String text, String tool, String arguments, String callId) {
    return new ChatMessage("assistant", text, null, tool, arguments, callId);
  }

  /** About how many bytes a model has to read. */
  public int bytes() {
    int more = tool == null || arguments == null ? 0 : tool.length() + arguments.length();
    String said = content == null || content.isTextual() ? text : content.toString();
    return said.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + more;
  }
}
