package footfall.scenarios;

import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.shoppers.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Where shoppers write in a language of which a model's quality says nothing, so that the figures
 * of any language stand for it.
 */
public final class UnstatedLanguages {
  /** What quality is stated in where nothing is said. */
  private static final String USUAL = "english";

  private UnstatedLanguages() {}

  /** A sentence for each pool, and for each language that a pool states and nobody writes in. */
  public static List<String> of(Scenario scenario) {
    List<String> spoken = Vocabulary.of(scenario.shoppers()).languages();
    List<String> found = new ArrayList<>();
    for (PoolSpec pool : scenario.pools()) {
      if (!pool.quality().isStated() || spoken.isEmpty()) {
        continue;
      }
      List<String> stated = List.copyOf(pool.quality().byLanguage().keySet());
      List<String> unstated =
          spoken.stream().filter(l -> !stated.contains(l) && !l.equals(USUAL)).toList();
      if (!unstated.isEmpty()) {
        List<String> unspoken = stated.stream().filter(l -> !spoken.contains(l)).toList();
        found.add(
            "pool "
                + pool.name()
                + " states no quality in "
                + String.join(", ", unstated)
                + ", so its quality in general is taken"
                + (unspoken.isEmpty()
                    ? ""
                    : " (it states " + String.join(", ", unspoken) + ", which nobody writes)"));
      }
    }
    return found;
  }
}
