package footfall.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final List<String> heard = new ArrayList<>();
  private final EventStream stream = new EventStream(heard::add, 40);

  private void feed(String text) {
    stream.feed(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eventsAreTheSameInWhateverPiecesTheyArrive() {
    String text =
        ": a comment\nevent: x\ndata: one\n\ndata:two\r\ndata: lines\r\n\r\ndata: ₹ 500\n\n";
    for (byte piece : text.getBytes(StandardCharsets.UTF_8)) {
      stream.feed(new byte[] {piece});
    }
    assertThat(heard).containsExactly("one", "two\nlines", "₹ 500");

    heard.clear();
    feed(text);
    assertThat(heard).containsExactly("one", "two\nlines", "₹ 500");
  }

  @Test
  void theLastEventMayLackItsEmptyLine() {
    feed("data: one\n\ndata: two");
    stream.end();
    stream.end();
    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void anEventWithoutEndIsRefusedByItsLineOrByItsLines() {
    feed("x".repeat(40));
    assertThatThrownBy(() -> feed("x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("an event is longer than 40 bytes");

    EventStream lines = new EventStream(heard::add, 40);
    byte[] line = "data: 0123456789\n".getBytes(StandardCharsets.UTF_8);
    lines.feed(line);
    lines.feed(line);
    lines.feed(line);
    assertThatThrownBy(() -> lines.feed(line)).isInstanceOf(UncheckedIOException.class);
  }
}
