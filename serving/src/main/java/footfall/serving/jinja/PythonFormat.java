package footfall.serving.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values within texts, by {@code %} and by {@code format}. */
final class PythonFormat {
  private static final Pattern PERCENT =
      Pattern.compile("%(?:\\(([^)]*)\\))?([-+ 0#]*)(\\d{1,4})?(?:\\.(\\d{1,3}))?([a-zA-Z%])");
  private static final Pattern SPECIFICATION =
      Pattern.compile("(?:(.)?([<>^=]))?([-+ ])?(0)?(\\d{1,4})?(,)?(?:\\.(\\d{1,3}))?([a-zA-Z%])?");
  private static final int USUAL_DIGITS = 6;

  private PythonFormat() {}

  static String fill(Rendering rendering, String with, int times) {
    int count = Math.max(0, times);
    rendering.make(count);
    return with.repeat(count);
  }

  /** With the padding on both sides; of an odd one Python puts more before the even texts. */
  static String centred(String text, String padding) {
    int width = Values.length(text) + padding.length();
    int before = padding.length() / 2 + (padding.length() & width & 1);
    return padding.substring(0, before) + text + padding.substring(before);
  }

  /**
   * {@code form % values}.
   *
   * @param whole what names are looked up in
   */
  static String percent(String form, List<Object> values, Object whole) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = PERCENT.matcher(form);
    int from = 0;
    int next = 0;
    boolean named = false;
    for (int at = form.indexOf('%'); at >= 0; at = form.indexOf('%', from)) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new TemplateException("incomplete format");
      }
      text.append(form, from, at);
      from = matcher.end();
      if (matcher.group(5).equals("%")) {
        text.append('%');
        continue;
      }
      Object value;
      if (matcher.group(1) != null) {
        named = true;
        value = Operators.item(whole, matcher.group(1));
      } else if (next < values.size()) {
        value = values.get(next++);
      } else {
        throw new TemplateException("not enough arguments for format string");
      }
      text.append(percent(matcher, value));
    }
    boolean isLookedUp =
        whole instanceof Map || whole instanceof List || whole instanceof Undefined;
    if (!named && next < values.size() && !isLookedUp) {
      throw new TemplateException("not all arguments converted during string formatting");
    }
    return text.append(form.substring(from)).toString();
  }

  private static String percent(Matcher matcher, Object value) {
    String flags = matcher.group(2);
    char kind = matcher.group(5).charAt(0);
    int digits = matcher.group(4) == null ? -1 : Integer.parseInt(matcher.group(4));
    String text =
        switch (kind) {
          case 's' -> cut(Values.str(value), digits);
          case 'r' -> cut(Values.repr(value), digits);
          default ->
              number(
                  value,
                  kind,
                  digits,
                  flags.contains("+") ? "+" : flags.contains(" ") ? " " : "",
                  false);
        };
    int width = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    String padding = " ".repeat(Math.max(0, width - Values.length(text)));
    if (flags.contains("-")) {
      return text + padding;
    }
    return flags.contains("0") && kind != 's' ? zeros(text, padding) : padding + text;
  }

  private static String zeros(String text, String padding) {
    int sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
    return text.substring(0, sign) + "0".repeat(padding.length()) + text.substring(sign);
  }

  private static String cut(String text, int length) {
    return length < 0 || length >= Values.length(text)
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  private static String number(Object value, char kind, int digits, String plus, boolean commas) {
    if (!Values.isNumber(value)) {
      throw Values.wrong(
          value, "%" + kind + " format: a number is required, not " + Values.typeName(value));
    }
    double size = Values.number(value);
    String text =
        switch (kind) {
          case 'd', 'i', 'u' -> whole(value).toString();
          case 'x' -> whole(value).toString(16);
          case 'X' -> whole(value).toString(16).toUpperCase(Locale.ROOT);
          case 'o' -> whole(value).toString(8);
          case 'b' -> whole(value).toString(2);
          case 'f', 'F' ->
              Double.isFinite(size)
                  ? new BigDecimal(size)
                      .setScale(digits < 0 ? USUAL_DIGITS : digits, RoundingMode.HALF_EVEN)
                      .toPlainString()
                  : Values.written(size);
          case 'e', 'E' ->
              String.format(Locale.ROOT, "%." + (digits < 0 ? USUAL_DIGITS : digits) + kind, size);
          case 'g', 'G' -> general(size, digits < 0 ? USUAL_DIGITS : Math.max(1, digits));
          default -> throw new TemplateException("unsupported format character '" + kind + "'");
        };
    String grouped = commas ? grouped(text) : text;
    return grouped.startsWith("-") ? grouped : plus.replace("-", "") + grouped;
  }

  private static BigInteger whole(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number).toBigInteger()
        : Values.whole(value);
  }

  private static String general(double size, int digits) {
    if (size == 0 || !Double.isFinite(size)) {
      return size == 0 ? "0" : Values.written(size);
    }
    BigDecimal rounded =
        new BigDecimal(size)
            .round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent >= digits
        ? rounded.movePointLeft(exponent).toPlainString()
            + "e"
            + (exponent < 0 ? "-" : "+")
            + "%02d".formatted(Math.abs(exponent))
        : rounded.toPlainString();
  }

  private static String grouped(String number) {
    int point = number.indexOf('.');
    String whole = point < 0 ? number : number.substring(0, point);
    return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",")
        + (point < 0 ? "" : number.substring(point));
  }

  /** {@code form.format(..)}. */
  static String braces(Rendering rendering, String form, Arguments arguments) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      if ((c == '{' || c == '}') && form.startsWith(String.valueOf(c), i + 1)) {
        text.append(c);
        i++;
      } else if (c == '{') {
        int end = form.indexOf('}', i);
        if (end < 0) {
          throw new TemplateException("expected '}' before end of string");
        }
        String field = form.substring(i + 1, end);
        int colon = field.indexOf(':');
        String name = colon < 0 ? field : field.substring(0, colon);
        Object value = field(name, next, arguments);
        next += name.isEmpty() ? 1 : 0;
        text.append(formatted(rendering, value, colon < 0 ? "" : field.substring(colon + 1)));
        i = end;
      } else if (c == '}') {
        throw new TemplateException("Single '}' encountered in format string");
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static Object field(String name, int next, Arguments arguments) {
    if (name.isEmpty() || name.matches("\\d{1,4}")) {
      int place = name.isEmpty() ? next : Integer.parseInt(name);
      if (place >= arguments.count()) {
        throw new TemplateException("Replacement index " + place + " out of range");
      }
      return arguments.inOrder().get(place);
    }
    if (!arguments.named().containsKey(name)) {
      throw new TemplateException("format() has no argument '" + name + "'");
    }
    return arguments.named().get(name);
  }

  private static String formatted(Rendering rendering, Object value, String specification) {
    if (specification.isEmpty()) {
      return Values.str(value);
    }
    Matcher parts = SPECIFICATION.matcher(specification);
    if (!parts.matches()) {
      throw new TemplateException("Invalid format specifier '" + specification + "'");
    }
    int digits = parts.group(7) == null ? -1 : Integer.parseInt(parts.group(7));
    boolean isText = !Values.isNumber(value);
    String sign = parts.group(3) == null ? "" : parts.group(3);
    String text;
    if (isText) {
      text = cut(Values.str(value), digits);
    } else if (parts.group(8) != null && parts.group(8).equals("%")) {
      text = number(Values.number(value) * 100, 'f', digits, sign, false) + "%";
    } else if (parts.group(8) != null || digits >= 0) {
      char kind = parts.group(8) == null ? 'g' : parts.group(8).charAt(0);
      text = number(value, kind, digits, sign, parts.group(6) != null);
    } else {
      String plain = Values.repr(value);
      text =
          (plain.startsWith("-") ? "" : sign.replace("-", ""))
              + (parts.group(6) == null ? plain : grouped(plain));
    }
    int width = parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5));
    String filler = parts.group(1) == null ? " " : parts.group(1);
    String padding = fill(rendering, filler, width - Values.length(text));
    String side = parts.group(2) == null ? isText ? "<" : ">" : parts.group(2);
    if (side.equals("=") || (parts.group(4) != null && parts.group(2) == null && !isText)) {
      return zeros(text, padding);
    }
    return switch (side) {
      case "<" -> text + padding;
      case "^" ->
          padding.substring(0, padding.length() / 2)
              + text
              + padding.substring(padding.length() / 2);
      default -> padding + text;
    };
  }
}
