package footfall.serving.jinja;

import footfall.serving.jinja.Filters.Filter;
import footfall.serving.jinja.Values.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The filters of lists. */
final class SequenceFilters {
  private static final int MOST_PARTS = 100_000;

  private SequenceFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("batch", (r, v, a) -> new Generator(batches(r, v, a)));
    filters.put("dictsort", (r, v, a) -> dictSorted(v, a));
    filters.put("first", (r, v, a) -> end(v, true));
    filters.put("last", (r, v, a) -> end(v, false));
    filters.put("groupby", (r, v, a) -> grouped(v, a));
    filters.put("items", (r, v, a) -> v instanceof Map<?, ?> map ? Methods.items(map) : noItems(v));
    filters.put("join", (r, v, a) -> joined(r, v, a));
    filters.put("list", (r, v, a) -> made(r, Values.elements(v)));
    filters.put("map", (r, v, a) -> new Generator(made(r, mapped(r, v, a))));
    filters.put("max", (r, v, a) -> extreme(v, a, 1));
    filters.put("min", (r, v, a) -> extreme(v, a, -1));
    filters.put("reverse", (r, v, a) -> reversed(v));
    filters.put("select", (r, v, a) -> new Generator(chosen(r, v, a, true, false)));
    filters.put("reject", (r, v, a) -> new Generator(chosen(r, v, a, false, false)));
    filters.put("selectattr", (r, v, a) -> new Generator(chosen(r, v, a, true, true)));
    filters.put("rejectattr", (r, v, a) -> new Generator(chosen(r, v, a, false, true)));
    filters.put("slice", (r, v, a) -> new Generator(slices(v, a)));
    filters.put("sort", (r, v, a) -> sorted(v, a));
    filters.put("sum", (r, v, a) -> sum(r, v, a));
    filters.put("unique", (r, v, a) -> new Generator(unique(v, a)));
  }

  private static List<Object> made(Rendering rendering, List<Object> list) {
    rendering.make(list.size());
    return list;
  }

  private static Object noItems(Object value) {
    if (value instanceof Undefined) {
      return List.of();
    }
    throw new TemplateException("Can only get item pairs from a mapping.");
  }

  /** What an attribute's name, such as {@code function.name}, finds in an element. */
  private static UnaryOperator<Object> attribute(Object name, Object otherwise) {
    if (name == null) {
      return element -> element;
    }
    return element -> {
      Object found = element;
      for (String part : Values.str(name).split("\\.")) {
        Object place = part.matches("\\d{1,9}") ? (Object) Long.parseLong(part) : part;
        found = Operators.item(found, place);
        if (found instanceof Undefined && otherwise != null) {
          return otherwise;
        }
      }
      return found;
    };
  }

  private static Object folded(Object value, boolean caseMatters) {
    return value instanceof String text && !caseMatters ? text.toLowerCase(Locale.ROOT) : value;
  }

  private static List<Object> batches(Rendering rendering, Object value, Arguments arguments) {
    int size = Math.max(1, arguments.integer(0, "linecount", 1));
    Object filler = arguments.get(1, "fill_with", null);
    List<Object> all = Values.elements(value);
    List<Object> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      List<Object> batch = new ArrayList<>(all.subList(from, Math.min(all.size(), from + size)));
      rendering.make(filler == null ? 0 : size);
      while (filler != null && batch.size() < size) {
        batch.add(filler);
      }
      batches.add(batch);
    }
    return batches;
  }

  private static List<Object> slices(Object value, Arguments arguments) {
    int count = Math.min(MOST_PARTS, Math.max(1, arguments.integer(0, "slices", 1)));
    Object filler = arguments.get(1, "fill_with", null);
    List<Object> all = Values.elements(value);
    List<Object> slices = new ArrayList<>();
    int size = all.size() / count;
    int longer = all.size() % count;
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = from + size + (i < longer ? 1 : 0);
      List<Object> slice = new ArrayList<>(all.subList(from, to));
      if (filler != null && i >= longer && longer > 0) {
        slice.add(filler);
      }
      slices.add(slice);
      from = to;
    }
    return slices;
  }

  private static List<Object> dictSorted(Object value, Arguments arguments) {
    if (!(value instanceof Map<?, ?> map)) {
      throw Values.wrong(value, "dictsort needs a dict, not " + Values.typeName(value));
    }
    boolean caseMatters = arguments.flag(0, "case_sensitive", false);
    int by = arguments.text(1, "by", "key").equals("value") ? 1 : 0;
    List<Object> items = Methods.items(map);
    items.sort(
        order(
            item -> folded(((Tuple) item).parts().get(by), caseMatters),
            arguments.flag(2, "reverse", false)));
    return items;
  }

  private static Comparator<Object> order(UnaryOperator<Object> key, boolean reverse) {
    return reverse
        ? (a, b) -> Values.compare(key.apply(b), key.apply(a))
        : (a, b) -> Values.compare(key.apply(a), key.apply(b));
  }

  private static List<Object> sorted(Object value, Arguments arguments) {
    boolean caseMatters = arguments.flag(1, "case_sensitive", false);
    List<Object> all = new ArrayList<>(Values.elements(value));
    Object names = arguments.get(2, "attribute", null);
    UnaryOperator<Object> key = attribute(names, null);
    if (names instanceof String several && several.contains(",")) {
      key =
          element -> {
            List<Object> keys = new ArrayList<>();
            for (String name : several.split(",")) {
              keys.add(folded(attribute(name, null).apply(element), caseMatters));
            }
            return keys;
          };
    }
    UnaryOperator<Object> whole = key;
    all.sort(order(e -> folded(whole.apply(e), caseMatters), arguments.flag(0, "reverse", false)));
    return all;
  }

  private static Object end(Object value, boolean first) {
    if (value instanceof Generator generator && first) {
      return generator.next();
    }
    checkReversible(value, first);
    List<Object> all = Values.elements(value);
    if (all.isEmpty()) {
      return new Undefined("No " + (first ? "first" : "last") + " item, sequence was empty.");
    }
    return all.get(first ? 0 : all.size() - 1);
  }

  private static List<Object> grouped(Object value, Arguments arguments) {
    boolean caseMatters = arguments.flag(2, "case_sensitive", false);
    UnaryOperator<Object> key =
        attribute(arguments.get(0, "attribute"), arguments.get(1, "default", null));
    List<Object> all = new ArrayList<>(Values.elements(value));
    all.sort(order(element -> folded(key.apply(element), caseMatters), false));
    List<Object> groups = new ArrayList<>();
    List<Object> members = List.of();
    Object last = null;
    for (Object element : all) {
      Object of = folded(key.apply(element), caseMatters);
      if (groups.isEmpty() || !Values.areEqual(of, last)) {
        members = new ArrayList<>();
        List<Object> pair = new ArrayList<>();
        pair.add(key.apply(element));
        pair.add(members);
        groups.add(new Tuple(pair));
        last = of;
      }
      members.add(element);
    }
    return groups;
  }

  private static String joined(Rendering rendering, Object value, Arguments arguments) {
    String between = Values.str(arguments.get(0, "d", ""));
    UnaryOperator<Object> part = attribute(arguments.get(1, "attribute", null), null);
    StringBuilder text = new StringBuilder();
    String separator = "";
    for (Object element : Values.elements(value)) {
      String written = Values.str(part.apply(element));
      rendering.make((long) separator.length() + written.length());
      text.append(separator).append(written);
      separator = between;
    }
    return text.toString();
  }

  private static List<Object> mapped(Rendering rendering, Object value, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    if (!Values.isTrue(value)) {
      return mapped; // None too has nothing to map.
    }
    if (arguments.named().containsKey("attribute")) {
      UnaryOperator<Object> part =
          attribute(arguments.named().get("attribute"), arguments.named().get("default"));
      Values.elements(value).forEach(element -> mapped.add(part.apply(element)));
      return mapped;
    }
    Filter filter = Filters.named(arguments.text(0, "filter"));
    for (Object element : Values.elements(value)) {
      rendering.step();
      mapped.add(filter.apply(rendering, element, arguments.from(1)));
    }
    return mapped;
  }

  private static Object extreme(Object value, Arguments arguments, int sign) {
    boolean caseMatters = arguments.flag(0, "case_sensitive", false);
    UnaryOperator<Object> key = attribute(arguments.get(1, "attribute", null), null);
    Object best = new Undefined("No aggregated item, sequence was empty.");
    boolean any = false;
    for (Object element : Values.elements(value)) {
      boolean better =
          !any
              || sign
                      * Values.compare(
                          folded(key.apply(element), caseMatters),
                          folded(key.apply(best), caseMatters))
                  > 0;
      best = better ? element : best;
      any = true;
    }
    return best;
  }

  private static void checkReversible(Object value, boolean first) {
    if (value instanceof Generator && !first) {
      throw new TemplateException("'generator' object is not reversible");
    }
  }

  private static Object reversed(Object value) {
    List<Object> all = new ArrayList<>(Values.elements(value));
    Collections.reverse(all);
    if (value instanceof String) {
      StringBuilder text = new StringBuilder();
      all.forEach(text::append);
      return text.toString();
    }
    return new Generator(all);
  }

  private static List<Object> chosen(
      Rendering rendering, Object value, Arguments arguments, boolean wanted, boolean byAttribute) {
    UnaryOperator<Object> part =
        byAttribute ? attribute(arguments.get(0, "attr"), null) : element -> element;
    int test = byAttribute ? 1 : 0;
    List<Object> chosen = new ArrayList<>();
    if (!Values.isTrue(value)) {
      return chosen; // None too has nothing to choose from.
    }
    for (Object element : Values.elements(value)) {
      rendering.step();
      Object tested = part.apply(element);
      boolean holds =
          arguments.count() <= test
              ? Values.isTrue(tested)
              : Tests.named(arguments.text(test, "test"))
                  .holds(rendering, tested, arguments.from(test + 1));
      if (holds == wanted) {
        chosen.add(element);
      }
    }
    return made(rendering, chosen);
  }

  private static Object sum(Rendering rendering, Object value, Arguments arguments) {
    UnaryOperator<Object> part = attribute(arguments.get(0, "attribute", null), null);
    Object sum = arguments.get(1, "start", 0L);
    for (Object element : Values.elements(value)) {
      sum = Operators.apply(rendering, "+", sum, part.apply(element));
    }
    return sum;
  }

  private static List<Object> unique(Object value, Arguments arguments) {
    boolean caseMatters = arguments.flag(0, "case_sensitive", false);
    UnaryOperator<Object> key = attribute(arguments.get(1, "attribute", null), null);
    List<Object> unique = new ArrayList<>();
    List<Object> seen = new ArrayList<>();
    for (Object element : Values.elements(value)) {
      Object of = folded(key.apply(element), caseMatters);
      if (!Values.contains(seen, of)) {
        seen.add(of);
        unique.add(element);
      }
    }
    return unique;
  }
}
