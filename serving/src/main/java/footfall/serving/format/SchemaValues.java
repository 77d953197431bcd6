package footfall.serving.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which values, and values of which types, keep to a part of a JSON schema. */
final class SchemaValues {
  private SchemaValues() {}

  /** The only values that keep to it; empty where they are not listed. */
  static List<Object> listed(Map<?, ?> map) {
    return map.containsKey("const") || map.containsKey("enum") ? required(map) : List.of();
  }

  /**
   * The values of an enum or a const that keep to what stands beside it.
   *
   * @throws ReplyFormat.UnknownSchemaException if there are none
   */
  static List<Object> required(Map<?, ?> map) {
    List<Object> values = new ArrayList<>();
    if (map.containsKey("enum")) {
      if (!(map.get("enum") instanceof List<?> listed)) {
        throw JsonSchema.refused("enum must be a list");
      }
      values.addAll(listed);
    }
    if (map.containsKey("const")) {
      Object only = map.get("const");
      boolean fits = !map.containsKey("enum") || values.contains(only);
      values.clear();
      if (fits) {
        values.add(only);
      }
    }
    if (map.get("type") != null) {
      Object type = map.get("type");
      List<?> types = type instanceof List<?> several ? several : List.of(type);
      values.removeIf(value -> types.stream().noneMatch(one -> isOf(value, one)));
    }
    if (values.isEmpty()) {
      throw JsonSchema.refused("no value keeps to " + JsonSchema.json(map));
    }
    return values;
  }

  private static boolean isOf(Object value, Object type) {
    return typeOf(value).equals(type)
        || value instanceof Number number
            && "integer".equals(type)
            && number.doubleValue() == Math.rint(number.doubleValue());
  }

  private static String typeOf(Object value) {
    return value == null
        ? "null"
        : value instanceof Boolean
            ? "boolean"
            : value instanceof Number
                ? "number"
                : value instanceof String ? "string" : value instanceof List ? "array" : "object";
  }

  /** Types that its values can have; integers are numbers. */
  static Set<String> types(Map<?, ?> map, List<Object> values) {
    if (!values.isEmpty()) {
      return values.stream().map(SchemaValues::typeOf).collect(Collectors.toSet());
    }
    Object type = map.get("type");
    if (type == null) {
      return map.containsKey("properties")
          ? Set.of("object")
          : Set.of("object", "array", "string", "number", "boolean", "null");
    }
    List<?> types = type instanceof List<?> several ? several : List.of(type);
    return types.stream()
        .map(one -> "integer".equals(one) ? "number" : String.valueOf(one))
        .collect(Collectors.toSet());
  }
}
