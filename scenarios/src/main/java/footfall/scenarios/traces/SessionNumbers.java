package footfall.scenarios.traces;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each session of a trace a number, in the order in which they begin. */
final class SessionNumbers {
  private final Map<String, Integer> known = new HashMap<>();
  private int[] numbers = new int[1024];
  private int size;
  private int sessions;
  private boolean areStated;

  /**
   * Takes the session of the next request.
   *
   * @param name null where none is stated: the request stands alone
   * @param parent a chat that this one goes on from; null, or a negative number, for none
   */
  void add(@Nullable String name, @Nullable String parent) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    Integer number = parent == null || parent.startsWith("-") ? null : known.get(parent);
    if (number == null && name != null && parent == null) {
      number = known.get(name);
    }
    areStated |= name != null;
    if (number == null) {
      number = sessions++;
    }
    if (name != null) {
      known.put(name, number);
    }
    numbers[size++] = number;
  }

  /** Of every request; none where no session is stated. */
  int[] all() {
    return areStated ? Arrays.copyOf(numbers, size) : new int[0];
  }
}
