package footfall.serving.format;

import static footfall.serving.format.Grammar.character;
import static footfall.serving.format.Grammar.either;
import static footfall.serving.format.Grammar.many;
import static footfall.serving.format.Grammar.maybe;
import static footfall.serving.format.Grammar.sequence;
import static footfall.serving.format.Grammar.text;
import static footfall.serving.format.Grammar.times;

import footfall.serving.format.ReplyFormat.UnknownSchemaException;

/** The formats of texts that JSON Schema knows by name, as far as they can be kept to. */
final class StringFormats {
  private static final Grammar DIGIT = character(c -> c >= '0' && c <= '9', "0");
  private static final Grammar LETTER =
      character(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9', "a");
  private static final Grammar HEX =
      character(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f', "a");

  private static final Grammar DATE =
      sequence(
              text("20"),
              times(DIGIT, 2, 2),
              text("-"),
              either(
                  sequence(text("0"), character(c -> c >= '1' && c <= '9', "1")),
                  sequence(text("1"), character(c -> c >= '0' && c <= '2', "1"))),
              text("-"),
              either(
                  sequence(text("0"), character(c -> c >= '1' && c <= '9', "1")),
                  sequence(text("1"), DIGIT),
                  sequence(text("2"), character(c -> c >= '0' && c <= '8', "1"))))
          .like("2026-03-09");

  private static final Grammar TIME =
      sequence(
              either(
                  sequence(character(c -> c == '0' || c == '1', "0"), DIGIT),
                  sequence(text("2"), character(c -> c >= '0' && c <= '3', "0"))),
              sixty(),
              sixty(),
              text("Z"))
          .like("07:05:04Z");

  private StringFormats() {}

  private static Grammar sixty() {
    return sequence(text(":"), character(c -> c >= '0' && c <= '5', "0"), DIGIT);
  }

  /**
   * The texts of a format.
   *
   * @throws UnknownSchemaException if it is not supported
   */
  static Grammar of(String format) {
    return switch (format) {
      case "date" -> DATE;
      case "time" -> TIME;
      case "date-time" -> sequence(DATE, text("T"), TIME);
      case "uuid" -> uuid();
      case "email" ->
          sequence(name(), text("@"), name(), text("."), times(LETTER, 2, 10))
              .like("a@shop.example");
      case "uri", "url" ->
          sequence(text("https://"), name(), maybe(sequence(text("."), name())), path())
              .like("https://shop.example/a");
      default ->
          throw new UnknownSchemaException("the format " + format + " of a text is not supported");
    };
  }

  private static Grammar name() {
    return sequence(LETTER, times(LETTER, 0, 30));
  }

  private static Grammar path() {
    return many(sequence(text("/"), name()));
  }

  private static Grammar uuid() {
    Grammar four = times(HEX, 4, 4);
    return sequence(
            times(HEX, 8, 8),
            text("-"),
            four,
            text("-4"),
            times(HEX, 3, 3),
            text("-"),
            character(c -> "89ab".indexOf(c) >= 0, "a"),
            times(HEX, 3, 3),
            text("-"),
            times(HEX, 12, 12))
        .like("0b8f6d2e-6f5a-4c1e-9a3d-2f7c9d1e4b6a");
  }
}
