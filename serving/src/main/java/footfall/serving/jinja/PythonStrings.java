package footfall.serving.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts as Python has them: of code points, and with its idea of space. */
final class PythonStrings {
  private static final int HEXADECIMAL = 16;
  private static final int OCTAL = 8;

  private PythonStrings() {}

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  static String strip(String text) {
    return stripStart(stripEnd(text));
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  static String stripStart(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** Without characters of that set at its ends. */
  static String strip(String text, String set, boolean atStart, boolean atEnd) {
    List<String> all = characters(text);
    int start = 0;
    int end = all.size();
    while (atStart && start < end && set.contains(all.get(start))) {
      start++;
    }
    while (atEnd && end > start && set.contains(all.get(end - 1))) {
      end--;
    }
    return String.join("", all.subList(start, end));
  }

  static List<String> characters(String text) {
    List<String> characters = new ArrayList<>(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      characters.add(Character.toString(text.codePointAt(i)));
    }
    return characters;
  }

  static String character(String text, int place) {
    return Character.toString(text.codePointAt(text.offsetByCodePoints(0, place)));
  }

  /** By code points; Java's own order is that of UTF-16. */
  static int compare(String a, String b) {
    int i = 0;
    int shorter = Math.min(a.length(), b.length());
    while (i < shorter && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == shorter) {
      return Integer.compare(a.length(), b.length());
    }
    int start = i > 0 && Character.isLowSurrogate(a.charAt(i)) ? i - 1 : i;
    return Integer.compare(a.codePointAt(start), b.codePointAt(start));
  }

  /** What stands for a character in the source of a string. */
  static String unescape(String source) {
    if (source.indexOf('\\') < 0) {
      return source;
    }
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i++);
      if (c != '\\' || i == source.length()) {
        text.append(c);
        continue;
      }
      char what = source.charAt(i++);
      int plain = "ntrbfav\\'\"\n".indexOf(what);
      if (plain >= 0) {
        text.append(
            new String[] {"\n", "\t", "\r", "\b", "\f", "\7", "\13", "\\", "'", "\"", ""}[plain]);
      } else if (what == 'x' || what == 'u' || what == 'U') {
        i = character(source, i, what == 'x' ? 2 : what == 'u' ? 4 : 8, text);
      } else if (what == 'N') {
        throw new TemplateException("characters by their names, \\\\N{..}, are not known");
      } else if (what >= '0' && what < '8') {
        int end = i;
        while (end < source.length()
            && end < i + 2
            && "01234567".indexOf(source.charAt(end)) >= 0) {
          end++;
        }
        text.append((char) Integer.parseInt(source.substring(i - 1, end), OCTAL));
        i = end;
      } else {
        text.append('\\').append(what);
      }
    }
    return text.toString();
  }

  private static int character(String source, int from, int digits, StringBuilder text) {
    try {
      int end = from + digits;
      text.appendCodePoint(Integer.parseInt(source.substring(from, end), HEXADECIMAL));
      return end;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new TemplateException(
          "a character of a string is written wrongly: \\" + source.substring(from - 1));
    }
  }

  /** As {@code repr()} writes it. */
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    text.codePoints()
        .forEach(
            c -> {
              if (c == quote || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (c == '\r') {
                quoted.append("\\r");
              } else if (c == '\t') {
                quoted.append("\\t");
              } else if (isPrintable(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(
                    (c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
              }
            });
    return quoted.append(quote).toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Each word with a large first letter, the rest small. */
  static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (String c : characters(text)) {
      boolean isLetter = Character.isLetter(c.codePointAt(0));
      title.append(isLetter && !inWord ? c.toUpperCase(Locale.ROOT) : c.toLowerCase(Locale.ROOT));
      inWord = isLetter;
    }
    return title.toString();
  }

  static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    String rest = text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    if (Character.toTitleCase(first) != first) {
      return Character.toString(Character.toTitleCase(first)) + rest;
    }
    String large = Character.toString(first).toUpperCase(Locale.ROOT); // Of some several letters.
    int begin = large.offsetByCodePoints(0, 1);
    return large.substring(0, begin) + large.substring(begin).toLowerCase(Locale.ROOT) + rest;
  }
}
