package footfall.gatling.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of server-sent events into the data of each, whatever the pieces in which it comes.
 * Comments and other fields are skipped; lines end with LF or CR LF. Not thread-safe.
 */
final class EventStream {
  private static final String DATA = "data:";

  private final Consumer<String> onData;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();

  /**
   * A stream from its beginning.
   *
   * @param onData told the data of each event
   */
  EventStream(Consumer<String> onData) {
    this.onData = onData;
  }

  /** The next piece. */
  void feed(byte[] piece) {
    int from = 0;
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == '\n') {
        line.write(piece, from, i - from);
        from = i + 1;
        endLine();
      }
    }
    line.write(piece, from, piece.length - from);
  }

  /** The stream is over: its last event may lack the empty line. */
  void end() {
    endLine();
    endLine();
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty()) {
      if (data.length() > 0) {
        String event = data.toString();
        data.setLength(0);
        onData.accept(event);
      }
    } else if (text.startsWith(DATA)) {
      data.append(data.length() > 0 ? "\n" : "").append(text.substring(DATA.length()).strip());
    }
  }
}
