package footfall.serving.jinja;

import footfall.serving.jinja.Values.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Attributes that values have by themselves: the methods of Python's texts, lists and dicts, as far
 * as they change nothing, and what loops and namespaces know.
 */
final class Methods {
  private static final Set<String> CHANGING =
      Set.of(
          "append",
          "clear",
          "extend",
          "insert",
          "pop",
          "popitem",
          "remove",
          "reverse",
          "setdefault",
          "sort",
          "update");

  private Methods() {}

  /** The attribute; undefined where such values have none of that name. */
  static Object of(Object owner, String name) {
    if (owner instanceof Undefined undefined) {
      throw undefined.used();
    }
    if (owner instanceof Namespace namespace) {
      return namespace.get(name);
    }
    if (owner instanceof Loop loop) {
      return loop.get(name);
    }
    Callable method = null;
    if (owner instanceof String text) {
      method = ofText(text, name);
    } else if (owner instanceof Map<?, ?> map) {
      method = ofDict(map, name);
    } else if (owner instanceof List<?> list) {
      method = ofList(list, name);
    } else if (owner instanceof Tuple tuple && !CHANGING.contains(name)) {
      method = ofList(tuple.parts(), name);
    }
    return method == null ? Undefined.attribute(owner, name) : method;
  }

  private static Callable refused(String name) {
    return (rendering, arguments) -> {
      throw new TemplateException(
          "access to attribute '" + name + "' is unsafe: it changes a value");
    };
  }

  private static Callable ofDict(Map<?, ?> map, String name) {
    if (CHANGING.contains(name)
        && !Set.of("append", "extend", "insert", "remove", "reverse", "sort").contains(name)) {
      return refused(name);
    }
    return switch (name) {
      case "get" ->
          (r, a) -> {
            Object key = a.get(0, "key");
            return map.containsKey(key) ? map.get(key) : a.get(1, "default", null);
          };
      case "items" -> (r, a) -> items(map);
      case "keys", "copy" -> (r, a) -> name.equals("copy") ? map : new ArrayList<>(map.keySet());
      case "values" -> (r, a) -> new ArrayList<>(map.values());
      default -> null;
    };
  }

  static List<Object> items(Map<?, ?> map) {
    List<Object> items = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      List<Object> pair = new ArrayList<>();
      pair.add(entry.getKey());
      pair.add(entry.getValue());
      items.add(new Tuple(pair));
    }
    return items;
  }

  private static Callable ofList(List<?> list, String name) {
    if (CHANGING.contains(name)
        && !name.equals("popitem")
        && !name.equals("setdefault")
        && !name.equals("update")) {
      return refused(name);
    }
    return switch (name) {
      case "copy" -> (r, a) -> list;
      case "count" ->
          (r, a) ->
              list.stream().filter(element -> Values.areEqual(element, a.get(0, "value"))).count();
      case "index" ->
          (r, a) -> {
            for (int i = 0; i < list.size(); i++) {
              if (Values.areEqual(list.get(i), a.get(0, "value"))) {
                return (long) i;
              }
            }
            throw new TemplateException(Values.repr(a.get(0, "value")) + " is not in list");
          };
      default -> null;
    };
  }

  private static Callable ofText(String text, String name) {
    Callable method = reading(text, name);
    if (method != null) {
      return method;
    }
    Callable writing = writing(text, name);
    return writing == null ? null : (r, a) -> made(r, writing.call(r, a));
  }

  private static Object made(Rendering rendering, Object made) {
    if (made instanceof String text) {
      rendering.make(text.length());
    } else if (made instanceof List<?> list) {
      list.forEach(part -> made(rendering, part));
    }
    return made;
  }

  private static Callable reading(String text, String name) {
    return switch (name) {
      case "startswith" -> (r, a) -> isAny(a.get(0, "prefix"), part(text, a)::startsWith);
      case "endswith" -> (r, a) -> isAny(a.get(0, "suffix"), part(text, a)::endsWith);
      case "find" -> (r, a) -> place(text, text.indexOf(a.text(0, "sub"), start(text, a)));
      case "rfind" -> (r, a) -> place(text, text.lastIndexOf(a.text(0, "sub")));
      case "index", "rindex" ->
          (r, a) -> {
            String sub = a.text(0, "sub");
            int at =
                name.equals("index") ? text.indexOf(sub, start(text, a)) : text.lastIndexOf(sub);
            if (at < 0) {
              throw new TemplateException("substring not found");
            }
            return place(text, at);
          };
      case "count" -> (r, a) -> (long) count(text, a.text(0, "sub"));
      case "isdigit", "isdecimal", "isnumeric" -> (r, a) -> all(text, Character::isDigit);
      case "isalpha" -> (r, a) -> all(text, Character::isLetter);
      case "isalnum" -> (r, a) -> all(text, Character::isLetterOrDigit);
      case "isspace" -> (r, a) -> all(text, PythonStrings::isSpace);
      case "isascii" -> (r, a) -> text.chars().allMatch(c -> c < 0x80);
      case "isupper" -> (r, a) -> isCased(text) && text.equals(text.toUpperCase(Locale.ROOT));
      case "islower" -> (r, a) -> isCased(text) && text.equals(text.toLowerCase(Locale.ROOT));
      default -> null;
    };
  }

  private static String part(String text, Arguments arguments) {
    return (String)
        Operators.slice(text, arguments.get(1, "start", null), arguments.get(2, "end", null), null);
  }

  private static int start(String text, Arguments arguments) {
    int start = Math.max(0, arguments.integer(1, "start", 0));
    return start > Values.length(text) ? text.length() + 1 : text.offsetByCodePoints(0, start);
  }

  private static long place(String text, int at) {
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static boolean isAny(Object wanted, java.util.function.Predicate<String> is) {
    for (Object one :
        wanted instanceof Tuple tuple ? tuple.parts() : List.of(wanted == null ? "" : wanted)) {
      if (!(one instanceof String)) {
        throw Values.wrong(one, "first arg must be str or a tuple of str");
      }
      if (is.test((String) one)) {
        return true;
      }
    }
    return false;
  }

  private static boolean all(String text, java.util.function.IntPredicate is) {
    return !text.isEmpty() && text.codePoints().allMatch(is);
  }

  private static boolean isCased(String text) {
    return text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
  }

  static int count(String text, String sub) {
    if (sub.isEmpty()) {
      return Values.length(text) + 1;
    }
    int count = 0;
    for (int at = text.indexOf(sub); at >= 0; at = text.indexOf(sub, at + sub.length())) {
      count++;
    }
    return count;
  }

  private static Callable writing(String text, String name) {
    return switch (name) {
      case "strip" -> (r, a) -> stripped(text, a, true, true);
      case "lstrip" -> (r, a) -> stripped(text, a, true, false);
      case "rstrip" -> (r, a) -> stripped(text, a, false, true);
      case "upper" -> (r, a) -> text.toUpperCase(Locale.ROOT);
      case "lower", "casefold" -> (r, a) -> text.toLowerCase(Locale.ROOT);
      case "title" -> (r, a) -> PythonStrings.title(text);
      case "capitalize" -> (r, a) -> PythonStrings.capitalized(text);
      case "swapcase" -> (r, a) -> swapped(text);
      case "replace" ->
          (r, a) ->
              replaced(r, text, a.text(0, "old"), a.text(1, "new"), a.integer(2, "count", -1));
      case "split" -> (r, a) -> split(text, a.text(0, "sep", null), a.integer(1, "maxsplit", -1));
      case "rsplit" ->
          (r, a) -> splitAtEnd(text, a.text(0, "sep", null), a.integer(1, "maxsplit", -1));
      case "splitlines" -> (r, a) -> lines(text, a.flag(0, "keepends", false));
      case "partition" ->
          (r, a) -> parted(text, text.indexOf(a.text(0, "sep")), a.text(0, "sep"), true);
      case "rpartition" ->
          (r, a) -> parted(text, text.lastIndexOf(a.text(0, "sep")), a.text(0, "sep"), false);
      case "join" ->
          (r, a) -> {
            List<String> parts = new ArrayList<>();
            for (Object part : Values.elements(a.get(0, "iterable"))) {
              if (!(part instanceof String)) {
                throw Values.wrong(
                    part,
                    "sequence item: expected str instance, " + Values.typeName(part) + " found");
              }
              parts.add((String) part);
            }
            return String.join(text, parts);
          };
      case "format" -> (r, a) -> PythonFormat.braces(r, text, a);
      case "removeprefix" ->
          (r, a) ->
              text.startsWith(a.text(0, "prefix"))
                  ? text.substring(a.text(0, "prefix").length())
                  : text;
      case "removesuffix" ->
          (r, a) ->
              text.endsWith(a.text(0, "suffix"))
                  ? text.substring(0, text.length() - a.text(0, "suffix").length())
                  : text;
      case "zfill" -> (r, a) -> zeros(r, text, a.integer(0, "width", 0));
      case "ljust" -> (r, a) -> text + padding(r, text, a);
      case "rjust" -> (r, a) -> padding(r, text, a) + text;
      case "center" -> (r, a) -> PythonFormat.centred(text, padding(r, text, a));
      default -> null;
    };
  }

  private static String stripped(String text, Arguments arguments, boolean start, boolean end) {
    String set = arguments.text(0, "chars", null);
    if (set != null) {
      return PythonStrings.strip(text, set, start, end);
    }
    String stripped = start ? PythonStrings.stripStart(text) : text;
    return end ? PythonStrings.stripEnd(stripped) : stripped;
  }

  private static String swapped(String text) {
    StringBuilder swapped = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                swapped.appendCodePoint(
                    Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c)));
    return swapped.toString();
  }

  static String replaced(Rendering rendering, String text, String old, String with, int most) {
    int times = most < 0 ? count(text, old) : Math.min(most, count(text, old));
    rendering.make((long) times * with.length());
    StringBuilder replaced = new StringBuilder();
    int from = 0;
    for (int i = 0; i < times; i++) {
      int at =
          old.isEmpty() ? (i == 0 ? 0 : text.offsetByCodePoints(from, 1)) : text.indexOf(old, from);
      replaced.append(text, from, at).append(with);
      from = at + old.length();
    }
    return replaced.append(text.substring(from)).toString();
  }

  private static List<Object> split(String text, String separator, int most) {
    List<Object> parts = new ArrayList<>();
    if (separator == null) {
      String left = PythonStrings.stripStart(text);
      while (!left.isEmpty() && parts.size() != most) {
        int end = 0;
        while (end < left.length() && !PythonStrings.isSpace(left.charAt(end))) {
          end++;
        }
        parts.add(left.substring(0, end));
        left = PythonStrings.stripStart(left.substring(end));
      }
      if (!left.isEmpty()) {
        parts.add(left);
      }
      return parts;
    }
    checkSeparator(separator);
    int from = 0;
    int at = text.indexOf(separator);
    while (at >= 0 && parts.size() != most) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static void checkSeparator(String separator) {
    if (separator.isEmpty()) {
      throw new TemplateException("empty separator");
    }
  }

  private static List<Object> splitAtEnd(String text, String separator, int most) {
    if (most < 0) {
      return split(text, separator, most);
    }
    List<Object> parts = new ArrayList<>();
    String left = separator == null ? PythonStrings.stripEnd(text) : text;
    while (parts.size() < most) {
      int at;
      int length = 1;
      if (separator == null) {
        at = left.length() - 1;
        while (at >= 0 && !PythonStrings.isSpace(left.charAt(at))) {
          at--;
        }
      } else {
        checkSeparator(separator);
        at = left.lastIndexOf(separator);
        length = separator.length();
      }
      if (at < 0) {
        break;
      }
      parts.add(0, left.substring(at + length));
      left =
          separator == null ? PythonStrings.stripEnd(left.substring(0, at)) : left.substring(0, at);
    }
    if (separator != null || !left.isEmpty()) {
      parts.add(0, left);
    }
    return parts;
  }

  static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if ("\n\r\13\f\34\35\36\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
        boolean pair = text.startsWith("\r\n", i);
        int next = i + (pair ? 2 : 1);
        lines.add(text.substring(from, keepEnds ? next : i));
        from = next;
        i = next - 1;
      }
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  private static Tuple parted(String text, int at, String separator, boolean first) {
    checkSeparator(separator);
    if (at < 0) {
      return new Tuple(first ? List.of(text, "", "") : List.of("", "", text));
    }
    return new Tuple(
        List.of(text.substring(0, at), separator, text.substring(at + separator.length())));
  }

  private static String zeros(Rendering rendering, String text, int width) {
    String zeros = PythonFormat.fill(rendering, "0", width - Values.length(text));
    boolean signed = text.startsWith("-") || text.startsWith("+");
    return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
  }

  private static String padding(Rendering rendering, String text, Arguments arguments) {
    int missing = arguments.integer(0, "width", 0) - Values.length(text);
    return PythonFormat.fill(rendering, arguments.text(1, "fillchar", " "), missing);
  }
}
