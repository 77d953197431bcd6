package footfall.simulator.commandline;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Options from the environment: {@code FOOTFALL_SEED} for {@code --seed}. Empty means not set. */
final class Environment {
  private static final Set<String> YES = Set.of("1", "true", "yes", "on");

  private Environment() {}

  static String name(String option) {
    return "FOOTFALL_" + option.toUpperCase(Locale.ROOT);
  }

  static Optional<String> get(String option) {
    return Optional.ofNullable(System.getenv(name(option))).filter(value -> !value.isBlank());
  }

  static boolean isSet(String option) {
    return get(option).filter(value -> YES.contains(value.toLowerCase(Locale.ROOT))).isPresent();
  }
}
