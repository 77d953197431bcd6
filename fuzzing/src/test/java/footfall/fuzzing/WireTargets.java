package footfall.fuzzing;

import footfall.gatling.wire.StreamedReply;
import footfall.scenarios.claims.StatedFigure;
import footfall.scenarios.figures.FigureName;
import footfall.serving.exchange.ToolCallReader;
import footfall.serving.ingress.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** What comes over the wire, but for whole requests. */
final class WireTargets {
  private WireTargets() {}

  /** A streamed reply says the same in whatever pieces it comes. */
  static Target heard() {
    return input -> {
      StreamedReply whole = new StreamedReply();
      whole.piece(input, 1_000);
      whole.end();
      StreamedReply pieces = new StreamedReply();
      int length = 1 + (input.length == 0 ? 0 : input[0] & 7);
      for (int from = 0; from < input.length; from += length) {
        int to = Math.min(input.length, from + length);
        pieces.piece(Arrays.copyOfRange(input, from, to), 1_000);
      }
      pieces.end();
      if (!whole.text().equals(pieces.text())
          || whole.tokens() != pieces.tokens()
          || whole.isDone() != pieces.isDone()
          || !whole.error().equals(pieces.error())) {
        throw new AssertionError("in pieces, it is another reply");
      }
    };
  }

  /** What a model has said, which may be the call of a tool. Nothing of it gets lost. */
  static Target said() {
    return input -> {
      String text = new String(input, StandardCharsets.UTF_8);
      ToolCallReader reader = new ToolCallReader(Set.of("search", "add_to_cart"));
      int half = text.length() / 2;
      String said = reader.add(text.substring(0, half)) + reader.add(text.substring(half));
      if (reader.calls().isEmpty() && !text.contains("<|call|>")) {
        said += reader.rest();
        if (!said.strip().equals(text.strip())) {
          throw new AssertionError("of \"" + text + "\" \"" + said + "\" is left");
        }
      }
    };
  }

  /** Words of one line: a header, and the names of figures. */
  static Target words() {
    return input -> {
      String text = new String(input, StandardCharsets.UTF_8);
      Origin.parse(text);
      FigureName.parse(text);
      try {
        StatedFigure.parse(text);
      } catch (IllegalArgumentException e) {
        return; // As it is promised.
      }
    };
  }
}
