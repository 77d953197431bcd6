package footfall.simulator.logging;

import footfall.scenarios.problems.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is logged and in which form. Settings are those of the environment until {@link #use} is
 * called. Any thread may read.
 */
public record LogSettings(LogLevel level, LogFormat format) {
  /** Variable of the environment for the level. */
  public static final String LEVEL_VARIABLE = "FOOTFALL_LOG";

  /** Variable of the environment for the format. */
  public static final String FORMAT_VARIABLE = "FOOTFALL_LOG_FORMAT";

  private static volatile LogSettings current;

  /**
   * What the environment says: warnings as text where it says nothing.
   *
   * @throws InvalidInputException if it names no level or format
   */
  public static LogSettings ofEnvironment() {
    return new LogSettings(
        named(LEVEL_VARIABLE, LogLevel.class, LogLevel.WARN),
        named(FORMAT_VARIABLE, LogFormat.class, LogFormat.TEXT));
  }

  private static <E extends Enum<E>> E named(String variable, Class<E> type, E otherwise) {
    String text = System.getenv(variable);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text.strip())) {
        return value;
      }
    }
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw InvalidInputException.of(variable + "=" + text, "must be one of " + allowed, "");
  }

  /** From now on everything in this process is logged so. */
  public static void use(LogSettings settings) {
    current = settings;
    LogbackSetup.reconfigure();
  }

  static LogSettings current() {
    LogSettings settings = current;
    return settings == null ? ofEnvironment() : settings;
  }
}
