package footfall.serving.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.util.ByteString;

/** JSON as bytes, and as events of a stream. */
final class Events {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ByteString DATA = ByteString.fromString("data: ");
  private static final ByteString END = ByteString.fromString("\n\n");

  private Events() {}

  static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** An event without a name. */
  static ByteString event(ObjectNode node) {
    return DATA.concat(ByteString.fromArrayUnsafe(bytes(node))).concat(END);
  }
}
