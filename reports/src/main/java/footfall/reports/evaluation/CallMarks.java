package footfall.reports.evaluation;

import footfall.scenarios.dialogues.ToolCall;
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
    boolean right =
        wanted.map(call -> made.stream().anyMatch(other -> isSame(call, other))).orElse(false);
    return new CallMarks(right ? 1 : 0, made.size(), wanted.isPresent() ? 1 : 0);
  }

  private static boolean isSame(ToolCall one, ToolCall other) {
    return one.name().equals(other.name()) && arguments(one).equals(arguments(other));
  }

  private static Map<String, Object> arguments(ToolCall call) {
    Map<String, Object> arguments = new TreeMap<>();
    call.arguments()
        .forEach(
            (name, value) ->
                arguments.put(
                    name,
                    value instanceof Number number
                        ? (Object) number.doubleValue()
                        : String.valueOf(value).strip().toLowerCase(Locale.ROOT)));
    return arguments;
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
