package footfall.scenarios.shoppers;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names of everything that shoppers of any class write in, want and object to, each once;
 * elsewhere they go by their index here.
 */
public record Vocabulary(List<String> languages, List<String> intents, List<String> reasons) {
  /** The index of what a request does not have. */
  public static final int NONE = -1;

  /** The words of all classes, in order of their first mention. */
  public static Vocabulary of(List<ShopperClass> classes) {
    return new Vocabulary(
        distinct(classes.stream().flatMap(c -> c.languages().stream()).map(Language::name)),
        distinct(intents(classes).map(Intents.Intent::name)),
        distinct(intents(classes).flatMap(i -> i.reasons().stream()).map(Intents.Reason::name)));
  }

  private static Stream<Intents.Intent> intents(List<ShopperClass> classes) {
    return classes.stream().flatMap(c -> c.intents().stream()).flatMap(i -> i.intents().stream());
  }

  private static List<String> distinct(Stream<String> names) {
    return names.distinct().toList();
  }
}
