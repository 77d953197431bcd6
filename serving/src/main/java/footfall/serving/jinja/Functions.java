package footfall.serving.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that every template has: those of Jinja2, and those that Hugging Face adds. */
final class Functions {
  private static final long LONGEST_RANGE = 100_000;

  private Functions() {}

  /** A scope with all of them. */
  static Scope scope() {
    Scope scope = new Scope(null);
    scope.set("range", (Callable) Functions::range);
    scope.set("dict", (Callable) (r, a) -> dict(a));
    scope.set("namespace", (Callable) (r, a) -> new Namespace(dict(a)));
    scope.set("joiner", (Callable) (r, a) -> joiner(a.text(0, "sep", ", ")));
    scope.set("cycler", (Callable) (r, a) -> cycler(a.inOrder()));
    scope.set(
        "raise_exception",
        (Callable)
            (r, a) -> {
              throw new TemplateException(Values.str(a.get(0, "message", "")));
            });
    scope.set("strftime_now", (Callable) (r, a) -> date(r.now(), a.text(0, "format")));
    return scope;
  }

  private static Object range(Rendering rendering, Arguments arguments) {
    List<Object> given = arguments.inOrder();
    if (given.isEmpty() || given.size() > 3) {
      throw new TemplateException("range takes 1 to 3 numbers");
    }
    long from = given.size() == 1 ? 0 : Values.integer(given.get(0));
    long to = Values.integer(given.get(given.size() == 1 ? 0 : 1));
    long step = given.size() == 3 ? Values.integer(given.get(2)) : 1;
    if (step == 0) {
      throw new TemplateException("range() arg 3 must not be zero");
    }
    double count = Math.ceil(((double) to - from) / step);
    if (count > LONGEST_RANGE) {
      throw new TemplateException("a range is longer than " + LONGEST_RANGE);
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      numbers.add(from + i * step);
    }
    rendering.make(numbers.size());
    return numbers;
  }

  private static Map<Object, Object> dict(Arguments arguments) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    if (arguments.count() > 0) {
      Object given = arguments.inOrder().get(0);
      if (given instanceof Map<?, ?> map) {
        dict.putAll(map);
      } else {
        for (Object pair : Values.elements(given)) {
          List<Object> parts = Values.elements(pair);
          if (parts.size() != 2) {
            throw new TemplateException("dict needs pairs");
          }
          dict.put(parts.get(0), parts.get(1));
        }
      }
    }
    dict.putAll(arguments.named());
    return dict;
  }

  private static Callable joiner(String separator) {
    boolean[] used = new boolean[1];
    return (rendering, arguments) -> {
      String now = used[0] ? separator : "";
      used[0] = true;
      return now;
    };
  }

  private static Namespace cycler(List<Object> items) {
    if (items.isEmpty()) {
      throw new TemplateException("at least one item has to be provided");
    }
    Namespace cycler = new Namespace(Map.of());
    int[] place = new int[1];
    cycler.set("current", items.get(0));
    cycler.set(
        "next",
        (Callable)
            (rendering, arguments) -> {
              Object item = items.get(place[0]);
              place[0] = (place[0] + 1) % items.size();
              cycler.set("current", items.get(place[0]));
              return item;
            });
    cycler.set(
        "reset",
        (Callable)
            (rendering, arguments) -> {
              place[0] = 0;
              cycler.set("current", items.get(0));
              return null;
            });
    return cycler;
  }

  /** As {@code strftime} in the C locale. */
  static String date(LocalDateTime now, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      boolean plain = format.charAt(i + 1) == '-' && i + 2 < format.length();
      i += plain ? 2 : 1;
      String part = part(now, format.charAt(i));
      text.append(plain ? part.replaceFirst("^0+(?=.)", "") : part);
    }
    return text.toString();
  }

  private static String part(LocalDateTime now, char what) {
    return switch (what) {
      case 'a' -> formatted(now, "EEE");
      case 'A' -> formatted(now, "EEEE");
      case 'b', 'h' -> formatted(now, "MMM");
      case 'B' -> formatted(now, "MMMM");
      case 'c' ->
          date(now, "%a %b ") + "%2d".formatted(now.getDayOfMonth()) + date(now, " %H:%M:%S %Y");
      case 'd' -> formatted(now, "dd");
      case 'D', 'x' -> date(now, "%m/%d/%y");
      case 'e' -> "%2d".formatted(now.getDayOfMonth());
      case 'f' -> formatted(now, "SSSSSS");
      case 'F' -> date(now, "%Y-%m-%d");
      case 'H' -> formatted(now, "HH");
      case 'I' -> formatted(now, "hh");
      case 'j' -> formatted(now, "DDD");
      case 'm' -> formatted(now, "MM");
      case 'M' -> formatted(now, "mm");
      case 'n' -> "\n";
      case 'p' -> now.get(ChronoField.AMPM_OF_DAY) == 0 ? "AM" : "PM";
      case 'R' -> date(now, "%H:%M");
      case 'S' -> formatted(now, "ss");
      case 't' -> "\t";
      case 'T', 'X' -> date(now, "%H:%M:%S");
      case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
      case 'y' -> formatted(now, "yy");
      case 'Y' -> formatted(now, "yyyy");
      case 'z', 'Z' -> ""; // The date has no zone.
      case '%' -> "%";
      default -> "%" + what;
    };
  }

  private static String formatted(LocalDateTime now, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
  }
}
