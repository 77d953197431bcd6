package footfall.scenarios.sizing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that can be decided, with all that can be chosen, in the order of the scenario.
 *
 * @param name as tables show it
 * @param pools that it is about, where it is about nothing else; none otherwise
 */
public record Decision(String name, List<Choice> choices, List<String> pools) {
  private static final Pattern WORKERS = Pattern.compile("pools\\.(.+)\\.workers");

  /**
   * One thing that can be chosen.
   *
   * @param label as tables show it
   * @param settings values by path
   */
  public record Choice(String label, Map<String, String> settings) {}

  /** Copies the lists. */
  public Decision {
    choices = List.copyOf(choices);
    pools = List.copyOf(pools);
  }

  /** The pool whose number of workers is decided, and nothing besides; empty where it is not so. */
  public Optional<String> workersOf() {
    String pool = null;
    for (Choice choice : choices) {
      if (choice.settings().size() != 1) {
        return Optional.empty();
      }
      Matcher path = WORKERS.matcher(choice.settings().keySet().iterator().next());
      if (!path.matches() || !choice.label().matches("[0-9]{1,9}")) {
        return Optional.empty();
      }
      pool = path.group(1);
    }
    return Optional.ofNullable(pool);
  }
}
