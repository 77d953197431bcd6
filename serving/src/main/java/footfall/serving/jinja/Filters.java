package footfall.serving.jinja;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Filters by their names: those of Jinja2 whose result depends on nothing else. */
final class Filters {
  /** What a filter makes of a value. */
  interface Filter {
    Object apply(Rendering rendering, Object value, Arguments arguments);
  }

  /** What leaves a text alone that is safe already. */
  static final Set<String> ESCAPING = Set.of("e", "escape", "safe");

  private static final Map<String, Filter> FILTERS = new HashMap<>();
  private static final Pattern TAGS = Pattern.compile("(?s)<!--.*?-->|<[^>]*>");

  static {
    FILTERS.put("abs", (r, v, a) -> number("abs", v) < 0 ? Operators.negated(v) : v);
    FILTERS.put("attr", (r, v, a) -> attribute(v, a.text(0, "name")));
    FILTERS.put("capitalize", (r, v, a) -> PythonStrings.capitalized(Values.str(v)));
    FILTERS.put(
        "center",
        (r, v, a) ->
            text(
                r,
                v,
                "center",
                new Arguments(List.of((long) a.integer(0, "width", 80)), Map.of())));
    FILTERS.put("default", (r, v, a) -> otherwise(v, a));
    FILTERS.put("d", FILTERS.get("default"));
    FILTERS.put("escape", (r, v, a) -> Markup.of(v));
    FILTERS.put("e", FILTERS.get("escape"));
    FILTERS.put("forceescape", FILTERS.get("escape"));
    FILTERS.put("float", (r, v, a) -> real(v, a));
    FILTERS.put("format", (r, v, a) -> formatted(v, a));
    FILTERS.put("indent", (r, v, a) -> indented(r, text("indent", v), a));
    FILTERS.put("int", (r, v, a) -> whole(v, a));
    FILTERS.put("length", (r, v, a) -> (long) Values.length(v));
    FILTERS.put("count", FILTERS.get("length"));
    FILTERS.put("lower", (r, v, a) -> Values.str(v).toLowerCase(Locale.ROOT));
    FILTERS.put("upper", (r, v, a) -> Values.str(v).toUpperCase(Locale.ROOT));
    FILTERS.put(
        "replace",
        (r, v, a) ->
            Methods.replaced(
                r,
                Values.str(v),
                Values.str(a.get(0, "old")),
                Values.str(a.get(1, "new")),
                a.integer(2, "count", -1)));
    FILTERS.put("round", (r, v, a) -> rounded(v, a));
    FILTERS.put("safe", (r, v, a) -> new Markup(Values.str(v)));
    FILTERS.put("string", (r, v, a) -> r.made(Values.str(v)));
    FILTERS.put(
        "striptags",
        (r, v, a) ->
            String.join(" ", TAGS.matcher(Values.str(v)).replaceAll("").split("\\s+")).strip());
    FILTERS.put("title", (r, v, a) -> title(Values.str(v)));
    FILTERS.put("tojson", (r, v, a) -> json(r, v, a));
    FILTERS.put("trim", (r, v, a) -> text(r, Values.str(v), "strip", a));
    FILTERS.put("truncate", (r, v, a) -> truncated(text("truncate", v), a));
    FILTERS.put("urlencode", (r, v, a) -> inUrl(v));
    FILTERS.put(
        "wordcount",
        (r, v, a) ->
            Pattern.compile("[\\w]+", Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(Values.str(v))
                .results()
                .count());
    SequenceFilters.addTo(FILTERS);
  }

  private Filters() {}

  /**
   * The filter of that name.
   *
   * @throws TemplateException if there is none
   */
  static Filter named(String name) {
    Filter filter = FILTERS.get(name);
    if (filter == null) {
      throw new TemplateException("No filter named '" + name + "'");
    }
    return filter;
  }

  private static Object text(
      Rendering rendering, Object value, String method, Arguments arguments) {
    return ((Callable) Methods.of(Values.str(value), method)).call(rendering, arguments);
  }

  private static Object attribute(Object owner, String name) {
    return Methods.of(owner, name);
  }

  private static double number(String filter, Object value) {
    if (!Values.isNumber(value)) {
      throw Values.wrong(value, filter + " needs a number, not " + Values.typeName(value));
    }
    return Values.number(value);
  }

  private static String text(String filter, Object value) {
    if (value instanceof String || value instanceof Undefined) {
      return Values.str(value);
    }
    throw new TemplateException(filter + " needs a string, not " + Values.typeName(value));
  }

  private static String inUrl(Object value) {
    if (value instanceof String || Values.isNumber(value) || value == null) {
      return inUrl(Values.str(value), false);
    }
    List<String> pairs = new ArrayList<>();
    for (Object pair :
        value instanceof Map<?, ?> map ? Methods.items(map) : Values.elements(value)) {
      List<Object> parts = Values.elements(pair);
      if (parts.size() != 2) {
        throw new TemplateException("urlencode needs pairs");
      }
      pairs.add(
          inUrl(Values.str(parts.get(0)), true) + "=" + inUrl(Values.str(parts.get(1)), true));
    }
    return String.join("&", pairs);
  }

  /** In the query of a URL space is a plus, and slashes are escaped too. */
  private static String inUrl(String text, boolean inQuery) {
    String encoded =
        URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    return inQuery ? encoded : encoded.replace("+", "%20").replace("%2F", "/");
  }

  private static Object otherwise(Object value, Arguments arguments) {
    boolean isMissing =
        value instanceof Undefined
            || (arguments.flag(1, "boolean", false) && !Values.isTrue(value));
    return isMissing ? arguments.get(0, "default_value", "") : value;
  }

  private static Object real(Object value, Arguments arguments) {
    checkDefined(value);
    if (Values.isNumber(value)) {
      return Values.number(value);
    }
    try {
      return Double.parseDouble(PythonStrings.strip(Values.str(value)));
    } catch (NumberFormatException e) {
      return arguments.get(0, "default", 0.0);
    }
  }

  private static void checkDefined(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.used();
    }
  }

  private static Object whole(Object value, Arguments arguments) {
    checkDefined(value);
    if (value instanceof Double number) {
      return Double.isFinite(number)
          ? (Object) (long) (double) number
          : arguments.get(0, "default", 0L);
    }
    if (Values.isNumber(value)) {
      return Values.integer(value);
    }
    String text = PythonStrings.strip(Values.str(value)).replace("_", "");
    int base = arguments.integer(1, "base", 10);
    try {
      return Long.parseLong(base == 16 ? text.replaceFirst("^0[xX]", "") : text, base);
    } catch (NumberFormatException e) {
      try {
        return (long) Double.parseDouble(text);
      } catch (NumberFormatException none) {
        return arguments.get(0, "default", 0L);
      }
    }
  }

  private static Object formatted(Object value, Arguments arguments) {
    boolean named = !arguments.named().isEmpty();
    if (named && arguments.count() > 0) {
      throw new TemplateException("can't handle positional and keyword arguments at the same time");
    }
    Object whole = named ? new HashMap<Object, Object>(arguments.named()) : null;
    return PythonFormat.percent(Values.str(value), arguments.inOrder(), whole);
  }

  private static String indented(Rendering rendering, String text, Arguments arguments) {
    Object width = arguments.get(0, "width", 4L);
    String indent =
        width instanceof String given
            ? given
            : " ".repeat((int) Math.max(0, Math.min(1_000, Values.integer(width))));
    boolean first = arguments.flag(1, "first", false);
    boolean blank = arguments.flag(2, "blank", false);
    List<Object> lines = Methods.lines(text + "\n", false);
    StringBuilder indented = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      boolean indents = i == 0 ? first : blank || !line.isEmpty();
      rendering.make(line.length() + indent.length());
      indented.append(i == 0 ? "" : "\n").append(indents ? indent : "").append(line);
    }
    return indented.toString();
  }

  private static Object rounded(Object value, Arguments arguments) {
    int digits = arguments.integer(0, "precision", 0);
    String method = arguments.text(1, "method", "common");
    double size = number("round", value);
    if (method.equals("common")) {
      if (!Double.isFinite(size)) {
        return size;
      }
      double rounded =
          new java.math.BigDecimal(size)
              .setScale(digits, java.math.RoundingMode.HALF_EVEN)
              .doubleValue();
      return value instanceof Double ? (Object) rounded : Values.integer((long) rounded);
    }
    double scale = Math.pow(10, digits);
    if (!method.equals("ceil") && !method.equals("floor")) {
      throw new TemplateException("method must be common, ceil or floor");
    }
    return (method.equals("ceil") ? Math.ceil(size * scale) : Math.floor(size * scale)) / scale;
  }

  /** Each word with a large first letter, where words begin after space and some brackets. */
  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean begins = true;
    for (String c : PythonStrings.characters(text)) {
      title.append(begins ? c.toUpperCase(Locale.ROOT) : c.toLowerCase(Locale.ROOT));
      begins = PythonStrings.isSpace(c.codePointAt(0)) || "-({[<".contains(c);
    }
    return title.toString();
  }

  private static String json(Rendering rendering, Object value, Arguments arguments) {
    Object indent = arguments.get(1, "indent", null);
    String step =
        indent == null || indent instanceof String
            ? (String) indent
            : " ".repeat((int) Math.max(0, Math.min(100, Values.integer(indent))));
    String comma = step == null ? ", " : ",";
    String colon = ": ";
    Object separators = arguments.get(2, "separators", null);
    if (separators != null) {
      List<Object> both = Values.elements(separators);
      if (both.size() != 2) {
        throw new TemplateException("separators must be two texts");
      }
      comma = Values.str(both.get(0));
      colon = Values.str(both.get(1));
    }
    return rendering.made(
        PythonJson.dumps(
            value,
            arguments.flag(0, "ensure_ascii", false),
            step,
            comma,
            colon,
            arguments.flag(3, "sort_keys", false)));
  }

  private static String truncated(String text, Arguments arguments) {
    int length = arguments.integer(0, "length", 255);
    boolean kills = arguments.flag(1, "killwords", false);
    String end = arguments.text(2, "end", "...");
    int leeway = arguments.integer(3, "leeway", 5);
    if (Values.length(text) <= length + leeway) {
      return text;
    }
    int keep = length - Values.length(end);
    if (keep < 0) {
      throw new TemplateException("expected length >= " + Values.length(end) + ", got " + length);
    }
    String kept = text.substring(0, text.offsetByCodePoints(0, keep));
    int space = kept.lastIndexOf(' ');
    return (kills || space < 0 ? kept : kept.substring(0, space)) + end;
  }
}
