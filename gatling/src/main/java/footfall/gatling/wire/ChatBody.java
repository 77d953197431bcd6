package footfall.gatling.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the body of a request. Stateless. */
public final class ChatBody {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();
  private static final int USUAL_BYTES = 1_024;

  private ChatBody() {}

  /**
   * The body as UTF-8.
   *
   * @param tools that are offered, as the API has them; null for none
   * @param length of the reply; at most that where the target does not know better
   */
  public static byte[] write(
      Dialect dialect, List<ChatMessage> messages, @Nullable JsonNode tools, ReplyLength length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", dialect.model());
      out.writeArrayFieldStart("messages");
      for (ChatMessage message : messages) {
        write(out, message);
      }
      out.writeEndArray();
      if (tools != null) {
        out.writeFieldName("tools");
        out.writeTree(tools);
      }
      out.writeBooleanField("stream", dialect.streams());
      if (dialect.usage()) {
        out.writeObjectFieldStart("stream_options");
        out.writeBooleanField("include_usage", true);
        out.writeEndObject();
      }
      if (length.most() > 0) {
        out.writeNumberField(dialect.tokenLimit(), length.most());
      }
      if (dialect.endless() && length.exact()) {
        out.writeBooleanField("ignore_eos", true);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, ChatMessage message) throws IOException {
    out.writeStartObject();
    out.writeStringField("role", message.role());
    if (message.tool() == null) {
      if (message.content() == null) {
        out.writeStringField("content", message.text());
      } else {
        out.writeFieldName("content");
        out.writeTree(message.content());
      }
      if (message.callId() != null) {
        out.writeStringField("tool_call_id", message.callId());
      }
    } else {
      if (message.text().isEmpty()) {
        out.writeNullField("content");
      } else {
        out.writeStringField("content", message.text());
      }
      out.writeArrayFieldStart("tool_calls");
      out.writeStartObject();
      out.writeStringField("id", message.callId());
      out.writeStringField("type", "function");
      out.writeObjectFieldStart("function");
      out.writeStringField("name", message.tool());
      out.writeStringField("arguments", message.arguments());
      out.writeEndObject();
      out.writeEndObject();
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** Tools of the shop by these names, without arguments. */
  public static JsonNode tools(List<String> names) {
    ArrayNode tools = new ObjectMapper().createArrayNode();
    for (String name : names) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", name).put("description", "The shop's " + name + ".");
      function.putObject("parameters").put("type", "object").putObject("properties");
    }
    return tools;
  }
}
