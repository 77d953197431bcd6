package footfall.gatling.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the body of a request. Stateless. */
public final class ChatBody {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 1_024;

  private ChatBody() {}

  /**
   * The body as UTF-8.
   *
   * @param tools names of the tools that are offered
   * @param length of the reply; at most that where the target does not know better
   */
  public static byte[] write(
      Dialect dialect, List<ChatMessage> messages, List<String> tools, ReplyLength length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", dialect.model());
      out.writeArrayFieldStart("messages");
      for (ChatMessage message : messages) {
        write(out, message);
      }
      out.writeEndArray();
      if (!tools.isEmpty()) {
        write(out, tools);
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
      out.writeStringField("content", message.text());
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

  private static void write(JsonGenerator out, List<String> tools) throws IOException {
    out.writeArrayFieldStart("tools");
    for (String tool : tools) {
      out.writeStartObject();
      out.writeStringField("type", "function");
      out.writeObjectFieldStart("function");
      out.writeStringField("name", tool);
      out.writeStringField("description", "The shop's " + tool + ".");
      out.writeObjectFieldStart("parameters");
      out.writeStringField("type", "object");
      out.writeObjectFieldStart("properties");
      out.writeEndObject();
      out.writeEndObject();
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
