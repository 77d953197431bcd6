package footfall.reports.evaluation;

import footfall.scenarios.dialogues.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which tool calls of one turn were right. A call is right when its name and all its arguments are
 * those that were wanted, of the same type, letter case and order aside, as in the
 * abstract-syntax-tree match of the Berkeley Function-Calling Leaderboard (Patil et al., 2024).
 * Counts of turns add up, and F1 is that of the sums (micro average).
 *
 * @param right calls that were wanted and made
 * @param made calls
 * @param wanted calls
 */
public record CallMarks(int right, int made, int wanted) {
  /** Of no turns. */
  public static final CallMarks NONE = new CallMarks(0, 0, 0);

  /** Marks one turn. */
  public static CallMarks of(Optional<ToolCall> wanted, List<ToolCall> made) {
    return of(wanted.stream().toList(), made);
  }

  /** Marks one turn in which several calls are wanted, in any order. */
  public static CallMarks of(List<ToolCall> wanted, List<ToolCall> made) {
    List<ToolCall> left = new ArrayList<>(made);
    int right = 0;
    for (ToolCall call : wanted) {
      Optional<ToolCall> same = left.stream().filter(other -> isSame(call, other)).findFirst();
      if (same.isPresent()) {
        left.remove(same.get());
        right++;
      }
    }
    return new CallMarks(right, made.size(), wanted.size());
  }

  /** Whether two calls say the same: tool and arguments, letter case and order aside. */
  public static boolean isSame(ToolCall one, ToolCall other) {
    return one.name().equals(other.name()) && arguments(one).equals(arguments(other));
  }

  private static Map<String, Object> arguments(ToolCall call) {
    Map<String, Object> arguments = new TreeMap<>();
    call.arguments().forEach((name, value) -> arguments.put(name, plain(value)));
    return arguments;
  }

  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((name, inner) -> sorted.put(String.valueOf(name), plain(inner)));
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(CallMarks::plain).toList()
        : String.valueOf(value).strip().toLowerCase(Locale.ROOT);
  }

  /** Whether exactly what was wanted was called, and nothing where nothing was. */
  public boolean isExact() {
    return made == wanted && right == wanted;
  }

  /** Those of both. */
  public CallMarks plus(CallMarks other) {
    return new CallMarks(right + other.right, made + other.made, wanted + other.wanted);
  }

  /** Harmonic mean of precision and recall; NaN where nothing was wanted or made. */
  public double f1() {
    return made + wanted == 0 ? Double.NaN : 2.0 * right / (made + wanted);
  }
}
