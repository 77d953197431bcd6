package footfall.serving.format;

import java.util.Collections;
import java.util.Map;

/**
 * What form a reply is to have. Immutable.
 *
 * @param schema that its JSON is to keep to; null for any text
 */
public record ReplyFormat(Map<String, Object> schema) {
  /** As the model likes. */
  public static final ReplyFormat TEXT = new ReplyFormat(null);

  /** Any JSON object. */
  public static final ReplyFormat OBJECT = new ReplyFormat(Map.of("type", "object"));

  /** Keeps the map from changes. */
  public ReplyFormat {
    schema = schema == null ? null : Collections.unmodifiableMap(schema);
  }

  /** Whether any text will do. */
  public boolean isText() {
    return schema == null;
  }

  /**
   * The texts that keep to it.
   *
   * @throws UnknownSchemaException if the schema uses something that is not supported
   */
  public Grammar grammar() {
    return JsonSchema.grammar(schema);
  }

  /** The schema says something that could not be kept to. */
  public static final class UnknownSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String message) {
      super(message, null, false, false);
    }
  }
}
