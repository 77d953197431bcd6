package footfall.scenarios.reading.yaml;

import com.fasterxml.jackson.core.JsonPointer;

/** Two spellings of the same place: JSON pointers for the machine, dotted paths for people. */
public final class Paths {
  private Paths() {}

  /** A key as a part of a JSON pointer (RFC 6901). */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** {@code /pools/slm/workers} to {@code pools.slm.workers}. */
  public static String dotted(String pointer) {
    StringBuilder dotted = new StringBuilder();
    for (JsonPointer at = JsonPointer.compile(pointer); !at.matches(); at = at.tail()) {
      dotted.append(dotted.length() == 0 ? "" : ".").append(at.getMatchingProperty());
    }
    return dotted.toString();
  }
}
