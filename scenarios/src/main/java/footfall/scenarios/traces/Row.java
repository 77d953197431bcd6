package footfall.scenarios.traces;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line says of a request, as it is written there; filled again for each. */
final class Row {
  private static final int LONGEST_LABEL = 64;

  private final Map<Field, String> texts = new EnumMap<>(Field.class);
  private final Map<String, String> labels = new LinkedHashMap<>();
  private int @Nullable [] hashes;

  void clear() {
    texts.clear();
    labels.clear();
    hashes = null;
  }

  /** The value of a column that means nothing here. */
  void putLabel(String name, String text) {
    if (text.length() <= LONGEST_LABEL) {
      labels.put(name, text);
    }
  }

  Map<String, String> labels() {
    return labels;
  }

  /** The first of several columns of the same meaning counts. */
  void put(Field field, String text) {
    texts.putIfAbsent(field, text);
  }

  void putHashes(int[] ids) {
    hashes = ids;
  }

  /** Null where the line does not say. */
  @Nullable String get(Field field) {
    return texts.get(field);
  }

  int @Nullable [] hashes() {
    return hashes;
  }
}
