package footfall.serving.jinja;

import footfall.serving.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a template apart, with {@code trim_blocks} and {@code lstrip_blocks} on and the last line
 * end dropped, as Hugging Face's tokenizers set Jinja2. For one template.
 */
final class Lexer {
  private static final Pattern RAW = Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-%\\}\\s*|%\\})");
  private static final Pattern END_OF_RAW =
      Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(\\+%\\}|-%\\}\\s*|%\\}\\n?)");
  private static final Pattern END_OF_COMMENT = Pattern.compile("\\+#\\}|-#\\}\\s*|#\\}\\n?");
  private static final Pattern END_OF_STATEMENT = Pattern.compile("\\+%\\}|-%\\}\\s*|%\\}\\n?");
  private static final Pattern END_OF_OUTPUT = Pattern.compile("-\\}\\}\\s*|\\}\\}");
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![.])\\d+(?:_\\d+)*(?:(?:\\.\\d+(?:_\\d+)*)?[eE][+-]?\\d+(?:_\\d+)*|\\.\\d+(?:_\\d+)*)"
              + "|0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|\\d+(?:_\\d+)*");
  private static final Pattern NAME =
      Pattern.compile("[\\w&&[^\\d]][\\w]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern STRING =
      Pattern.compile("'((?:[^'\\\\]++|\\\\.)*+)'|\"((?:[^\"\\\\]++|\\\\.)*+)\"", Pattern.DOTALL);
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int counted;

  /** Whether what comes next begins a line, for all that the lexer has let through. */
  private boolean startsLine = true;

  private Lexer(String source) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  /**
   * The pieces of a template; the last is its end.
   *
   * @throws TemplateException if something in it has no end, or is not of the language
   */
  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.read();
    return lexer.tokens;
  }

  private void read() {
    while (position < source.length()) {
      int tag = nextTag(position);
      if (tag < 0) {
        data(source.substring(position));
        position = source.length();
        break;
      }
      Matcher raw = RAW.matcher(source).region(tag, source.length());
      char kind = source.charAt(tag + 1);
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      data(beforeTag(source.substring(position, tag), kind, sign));
      if (raw.lookingAt()) {
        raw(raw.end());
        continue;
      }
      position = tag + (sign == '-' || sign == '+' ? 3 : 2);
      startsLine = false;
      if (kind == '#') {
        skipTo(END_OF_COMMENT, "comment");
      } else if (kind == '%') {
        add(Kind.STATEMENT, "");
        code(END_OF_STATEMENT, Kind.STATEMENT_END);
      } else {
        add(Kind.OUTPUT, "");
        code(END_OF_OUTPUT, Kind.OUTPUT_END);
      }
    }
    add(Kind.END, "");
  }

  private int nextTag(int from) {
    for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "%{#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** A dash takes away all space before it; else what indents a statement or comment goes. */
  private String beforeTag(String text, char kind, char sign) {
    if (sign == '-') {
      return PythonStrings.stripEnd(text);
    }
    if (sign == '+' || kind == '{') {
      return text;
    }
    int lineStart = text.lastIndexOf('\n') + 1;
    boolean blank = lineStart > 0 || startsLine;
    for (int i = lineStart; blank && i < text.length(); i++) {
      blank = PythonStrings.isSpace(text.charAt(i));
    }
    return blank ? text.substring(0, lineStart) : text;
  }

  private void raw(int begin) {
    Matcher end = END_OF_RAW.matcher(source);
    if (!end.find(begin)) {
      throw problem("Missing end of raw directive");
    }
    position = begin;
    startsLine = source.charAt(begin - 1) == '\n';
    String sign = end.group(1);
    data(
        beforeTag(
            source.substring(begin, end.start()), '%', sign.isEmpty() ? ' ' : sign.charAt(0)));
    moveTo(end.end());
  }

  private void skipTo(Pattern pattern, String what) {
    Matcher end = pattern.matcher(source);
    if (!end.find(position)) {
      throw problem("Missing end of " + what + " tag");
    }
    moveTo(end.end());
  }

  private void moveTo(int next) {
    startsLine = source.charAt(next - 1) == '\n';
    position = next;
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      add(Kind.DATA, text);
    }
  }

  private void add(Kind kind, String text) {
    for (; counted < position; counted++) {
      line += source.charAt(counted) == '\n' ? 1 : 0;
    }
    tokens.add(new Token(kind, text, line));
  }

  private void code(Pattern endPattern, Kind endKind) {
    StringBuilder open = new StringBuilder(); // Brackets that wait for their other half.
    while (true) {
      skipSpace();
      if (position >= source.length()) {
        throw problem("unexpected end of template");
      }
      Matcher end = at(endPattern);
      if (open.isEmpty() && end.lookingAt()) {
        add(endKind, "");
        moveTo(end.end());
        return;
      }
      token(open);
    }
  }

  private void token(StringBuilder open) {
    Matcher number = at(NUMBER);
    Matcher name = at(NAME);
    Matcher string = at(STRING);
    Matcher operator = at(OPERATOR);
    if (number.lookingAt()) {
      String text = number.group().replace("_", "");
      boolean isWhole = text.matches("\\d+|0[xXbBoO].*");
      take(isWhole ? Kind.INTEGER : Kind.FLOAT, text, number);
    } else if (name.lookingAt()) {
      take(Kind.NAME, name.group(), name);
    } else if (string.lookingAt()) {
      String inner = string.group(1) == null ? string.group(2) : string.group(1);
      take(Kind.STRING, PythonStrings.unescape(inner), string);
    } else if (operator.lookingAt()) {
      balance(operator.group(), open);
      take(Kind.OPERATOR, operator.group(), operator);
    } else {
      throw problem("unexpected char '" + Character.toString(source.codePointAt(position)) + "'");
    }
  }

  private void balance(String operator, StringBuilder open) {
    int opening = "([{".indexOf(operator);
    int closing = ")]}".indexOf(operator);
    if (opening >= 0) {
      open.append(")]}".charAt(opening));
    } else if (closing >= 0) {
      if (open.isEmpty() || open.charAt(open.length() - 1) != operator.charAt(0)) {
        throw problem("unexpected '" + operator + "'");
      }
      open.setLength(open.length() - 1);
    }
  }

  private void take(Kind kind, String text, Matcher matched) {
    add(kind, text);
    position = matched.end();
  }

  private void skipSpace() {
    Matcher space = at(SPACE);
    if (space.lookingAt()) {
      position = space.end();
    }
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(source).region(position, source.length()).useTransparentBounds(true);
  }

  private TemplateException problem(String what) {
    add(Kind.END, "");
    return new TemplateException("line " + line + " of the template: " + what);
  }
}
