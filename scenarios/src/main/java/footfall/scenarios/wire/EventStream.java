package footfall.scenarios.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a stream of server-sent events into the data of each event, whatever the pieces in which
 * it arrives. Comments and other fields are skipped; lines end with LF, CR or CR LF. Not
 * thread-safe.
 */
public final class EventStream {
  private static final String DATA = "data:";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Consumer<String> onData;
  private final int longestEventBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();

  /** Whether the last byte was a CR, so that an LF after it ends no further line. */
  private boolean endedByReturn;

  private boolean begun;

  /**
   * A stream from its beginning.
   *
   * @param onData receives the data of each event
   * @param longestEventBytes bound of the data of one event and of one line, so that a sender
   *     without end does not fill the memory
   */
  public EventStream(Consumer<String> onData, int longestEventBytes) {
    this.onData = onData;
    this.longestEventBytes = longestEventBytes;
  }

  /**
   * Takes the next piece.
   *
   * @throws UncheckedIOException if an event is longer than the bound
   */
  public void feed(byte[] piece) {
    int from = 0;
    for (int i = 0; i < piece.length; i++) {
      boolean secondHalf = piece[i] == '\n' && endedByReturn;
      endedByReturn = piece[i] == '\r';
      if (secondHalf) {
        from = i + 1;
      } else if (piece[i] == '\n' || piece[i] == '\r') {
        line.write(piece, from, i - from);
        from = i + 1;
        endLine();
      }
    }
    line.write(piece, from, piece.length - from);
    if (line.size() > longestEventBytes || data.length() > longestEventBytes) {
      throw new UncheckedIOException(
          new IOException("an event is longer than " + longestEventBytes + " bytes"));
    }
  }

  /** Ends the stream; its last event may lack the empty line. */
  public void end() {
    endLine();
    endLine();
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!begun) {
      begun = true;
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
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
