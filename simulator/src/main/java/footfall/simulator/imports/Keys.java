package footfall.simulator.imports;

/** Names that were recorded, as keys of YAML. */
final class Keys {
  private static final String PLAIN = "[A-Za-z][A-Za-z0-9._-]*";
  private static final String RESERVED = "(?i)true|false|yes|no|on|off|null|y|n";

  private Keys() {}

  /** In quotes where it would else be something other than a text. */
  static String of(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", " ");
    return plain.matches(PLAIN) && !plain.matches(RESERVED)
        ? plain
        : "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
