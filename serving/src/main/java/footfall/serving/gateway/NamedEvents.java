package footfall.serving.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.util.ByteString;

/** Events of a stream that have their types as names, until they are sent. Not thread-safe. */
final class NamedEvents {
  private ByteString waiting = ByteString.emptyByteString();

  void add(ObjectNode event) {
    waiting =
        waiting
            .concat(ByteString.fromString("event: " + event.get("type").asText() + "\n"))
            .concat(Events.event(event));
  }

  /** All that were added since the last time. */
  ByteString take() {
    ByteString taken = waiting;
    waiting = ByteString.emptyByteString();
    return taken;
  }
}
