package footfall.serving.format;

import static footfall.serving.format.Grammar.character;
import static footfall.serving.format.Grammar.either;
import static footfall.serving.format.Grammar.many;
import static footfall.serving.format.Grammar.maybe;
import static footfall.serving.format.Grammar.sequence;
import static footfall.serving.format.Grammar.text;
import static footfall.serving.format.Grammar.times;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.serving.format.ReplyFormat.UnknownSchemaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON texts that keep to a JSON schema: objects with their properties in the order of the
 * schema, one space at most between parts. What of JSON Schema cannot be kept to is refused.
 */
final class JsonSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What only describes. */
  private static final Set<String> WORDS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$defs",
          "definitions",
          "name",
          "strict",
          "additionalProperties",
          "unevaluatedProperties",
          "propertyOrdering");

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "properties",
          "required",
          "items",
          "enum",
          "const",
          "anyOf",
          "oneOf",
          "allOf",
          "$ref",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "format",
          "nullable");

  private static final int MOST_UNROLLED = 256;
  private static final int MOST_VALUES = 1_000;
  private static final int MOST_DIGITS = 15;
  private static final double BEYOND_DIGITS = 999_999_999_999_999.0;
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 500;

  private static final Grammar DIGIT = character(c -> c >= '0' && c <= '9', "0");
  private static final Grammar SPACE = maybe(text(" "));
  private static final Grammar COMMA = sequence(text(","), SPACE);
  private static final Grammar POSITIVE =
      sequence(character(c -> c >= '1' && c <= '9', "1"), times(DIGIT, 0, MOST_DIGITS - 1));
  private static final Grammar NATURAL = either(POSITIVE, text("0"));
  private static final Grammar FRACTION = sequence(text("."), DIGIT, times(DIGIT, 0, MOST_DIGITS));
  private static final Grammar HEX =
      character(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f', "a");
  private static final Grammar IN_STRING =
      either(
          character(c -> c >= ' ' && c != '"' && c != '\\', "x"),
          sequence(text("\\"), character(c -> "\"\\/bfnrt".indexOf(c) >= 0, "n")),
          sequence(text("\\u"), HEX, HEX, HEX, HEX));
  private static final Grammar STRING =
      sequence(text("\""), many(IN_STRING), text("\"")).like("\"red shirt\"");

  private final Map<String, Object> root;

  /** References that are being followed. */
  private final Set<String> followed = new HashSet<>();

  private int depth;
  private int nodes;

  /** How many values the arrays around must have at least, all together. */
  private long values = 1;

  private JsonSchema(Map<String, Object> root) {
    this.root = root;
  }

  static Grammar grammar(Map<String, Object> schema) {
    return new JsonSchema(schema).of(schema);
  }

  private static UnknownSchemaException refused(String what) {
    return new UnknownSchemaException("response_format: " + what);
  }

  private Grammar of(Object node) {
    if (Boolean.TRUE.equals(node)) {
      return any();
    }
    if (!(node instanceof Map<?, ?> map)) {
      throw refused("a schema must be an object, not " + json(node));
    }
    for (Object key : map.keySet()) {
      if (!KNOWN.contains(key) && !WORDS.contains(key)) {
        throw refused("the keyword " + key + " of JSON Schema is not supported");
      }
    }
    if (++nodes > MOST_NODES) {
      throw refused("the schema has more than " + MOST_NODES + " parts");
    }
    if (++depth > DEEPEST) {
      throw refused("the schema is nested more than " + DEEPEST + " deep");
    }
    Grammar grammar = ofMap(map);
    depth--;
    return Boolean.TRUE.equals(map.get("nullable")) ? either(grammar, text("null")) : grammar;
  }

  private Grammar ofMap(Map<?, ?> map) {
    if (map.get("$ref") instanceof String reference) {
      return named(reference);
    }
    if (map.containsKey("const")) {
      return text(json(map.get("const")));
    }
    if (map.get("enum") instanceof List<?> values && !values.isEmpty()) {
      return either(values.stream().map(value -> text(json(value))).toArray(Grammar[]::new));
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (map.get(choice) instanceof List<?> choices && !choices.isEmpty()) {
        return either(choices.stream().map(this::of).toArray(Grammar[]::new));
      }
    }
    if (map.get("allOf") instanceof List<?> all && all.size() == 1) {
      return of(all.get(0));
    }
    if (map.containsKey("allOf")) {
      throw refused("allOf with several schemas is not supported");
    }
    Object type = map.get("type");
    if (type instanceof List<?> types && !types.isEmpty()) {
      return either(types.stream().map(one -> ofType(one, map)).toArray(Grammar[]::new));
    }
    return ofType(type == null && map.containsKey("properties") ? "object" : type, map);
  }

  private Grammar ofType(Object type, Map<?, ?> map) {
    if (type == null) {
      return any();
    }
    return switch (type.toString()) {
      case "object" -> object(map);
      case "array" -> array(map);
      case "string" -> string(map);
      case "integer" -> integer(map);
      case "number" -> number(map);
      case "boolean" -> either(text("true"), text("false"));
      case "null" -> text("null");
      default -> throw refused("there is no type " + type);
    };
  }

  private Grammar named(String reference) {
    if (!reference.startsWith("#")) {
      throw refused("$ref must point into the schema, not to " + reference);
    }
    if (!followed.add(reference)) {
      throw refused("a schema that contains itself is not supported");
    }
    Object found = root;
    for (String part : reference.substring(1).split("/")) {
      if (!part.isEmpty()) {
        String name = part.replace("~1", "/").replace("~0", "~");
        found = found instanceof Map<?, ?> map ? map.get(name) : null;
      }
    }
    if (found == null) {
      throw refused("$ref points to " + reference + ", which is not there");
    }
    Grammar grammar = of(found);
    followed.remove(reference);
    return grammar;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw refused("a value cannot be written as JSON");
    }
  }

  /** Any JSON value; members of objects and lists of any are values again. */
  private static Grammar any() {
    Grammar[] self = new Grammar[1];
    Grammar again = Grammar.later(() -> self[0]);
    self[0] =
        either(
            STRING,
            anyNumber(),
            text("true"),
            text("false"),
            text("null"),
            list("[", again, "]"),
            list("{", sequence(STRING, text(":"), SPACE, again), "}"));
    return self[0];
  }

  private static Grammar list(String open, Grammar element, String close) {
    Grammar more = sequence(element, many(sequence(COMMA, element)));
    return sequence(text(open), maybe(more), text(close));
  }

  private static Grammar anyNumber() {
    Grammar exponent =
        sequence(
            character(c -> c == 'e' || c == 'E', "e"),
            maybe(character(c -> c == '+' || c == '-', "-")),
            times(DIGIT, 1, 2));
    return sequence(maybe(text("-")), NATURAL, maybe(FRACTION), maybe(exponent)).like("7.5");
  }

  private Grammar object(Map<?, ?> map) {
    if (!(map.get("properties") instanceof Map<?, ?> properties) || properties.isEmpty()) {
      Object further = map.get("additionalProperties");
      boolean open = further == null || !Boolean.FALSE.equals(further);
      Grammar value = further instanceof Map ? of(further) : any();
      return open
          ? list("{", sequence(STRING, text(":"), SPACE, value), "}").like("{}")
          : text("{}");
    }
    Set<Object> required =
        new HashSet<>(map.get("required") instanceof List<?> list ? list : List.of());
    List<Grammar> members = new ArrayList<>();
    List<Boolean> needed = new ArrayList<>();
    properties.forEach(
        (name, schema) -> {
          members.add(sequence(text(json(name)), text(":"), SPACE, of(schema)));
          needed.add(required.contains(name));
        });
    return sequence(text("{"), members(members, needed, 0, true), text("}"));
  }

  private static Grammar members(
      List<Grammar> members, List<Boolean> needed, int from, boolean first) {
    Grammar afterFirst = Grammar.EMPTY;
    Grammar afterNone = Grammar.EMPTY;
    for (int i = members.size() - 1; i >= from; i--) {
      Grammar here = sequence(members.get(i), afterFirst);
      Grammar with = sequence(COMMA, here);
      Grammar withoutFirst = needed.get(i) ? here : either(afterNone, here);
      afterFirst = needed.get(i) ? with : either(afterFirst, with);
      afterNone = withoutFirst;
    }
    return first ? afterNone : afterFirst;
  }

  private Grammar array(Map<?, ?> map) {
    int least = count(map, "minItems", 0);
    values *= Math.max(1, least);
    if (values > MOST_VALUES) {
      throw refused("arrays of more than " + MOST_VALUES + " values are not supported");
    }
    Grammar item = map.containsKey("items") ? of(map.get("items")) : any();
    values /= Math.max(1, least);
    int most = count(map, "maxItems", -1);
    Grammar further = sequence(COMMA, item);
    Grammar rest =
        most < 0
            ? sequence(
                times(further, Math.max(0, least - 1), Math.max(0, least - 1)), many(further))
            : times(further, Math.max(0, least - 1), Math.max(0, most - 1));
    Grammar some = sequence(text("["), item, rest, text("]"));
    return least > 0 || most == 0 ? (most == 0 ? text("[]") : some) : either(some, text("[]"));
  }

  private static int count(Map<?, ?> map, String name, int otherwise) {
    Object value = map.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= MOST_UNROLLED) {
      return number.intValue();
    }
    throw refused(name + " must be from 0 to " + MOST_UNROLLED + ", not " + value);
  }

  private static Grammar string(Map<?, ?> map) {
    if (map.get("format") != null) {
      return quoted(StringFormats.of(map.get("format").toString()));
    }
    if (map.containsKey("minLength") || map.containsKey("maxLength")) {
      int least = count(map, "minLength", 0);
      boolean open = map.get("maxLength") == null || tooLong(map.get("maxLength"));
      Grammar letters =
          open
              ? sequence(times(IN_STRING, least, least), many(IN_STRING))
              : times(IN_STRING, least, count(map, "maxLength", 0));
      return quoted(letters);
    }
    return STRING;
  }

  private static boolean tooLong(Object most) {
    return most instanceof Number number && number.doubleValue() > 10_000; // No reply comes near.
  }

  private static Grammar quoted(Grammar inner) {
    return sequence(text("\""), inner, text("\""));
  }

  private static double bound(Map<?, ?> map, String name, double otherwise) {
    return map.get(name) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static Grammar integer(Map<?, ?> map) {
    double least =
        Math.max(
            Math.ceil(bound(map, "minimum", -BEYOND_DIGITS)),
            Math.floor(bound(map, "exclusiveMinimum", -BEYOND_DIGITS - 1)) + 1);
    double most =
        Math.min(
            Math.floor(bound(map, "maximum", BEYOND_DIGITS)),
            Math.ceil(bound(map, "exclusiveMaximum", BEYOND_DIGITS + 1)) - 1);
    if (least > most) {
      throw refused("no integer is from " + least + " to " + most);
    }
    if (most - least < MOST_VALUES) {
      List<Grammar> values = new ArrayList<>();
      for (double value = least; value <= most; value++) {
        values.add(text(Long.toString((long) value)));
      }
      return either(values.toArray(Grammar[]::new));
    }
    if (most < BEYOND_DIGITS) {
      throw refused("integers of a range wider than " + MOST_VALUES + " are not supported");
    }
    if (least == 0) {
      return NATURAL.like("7");
    }
    if (least == 1) {
      return POSITIVE.like("7");
    }
    if (least <= -BEYOND_DIGITS) {
      return sequence(maybe(text("-")), NATURAL).like("7");
    }
    throw refused("integers from " + (long) least + " without a maximum are not supported");
  }

  private static Grammar number(Map<?, ?> map) {
    double least = bound(map, "minimum", Double.NEGATIVE_INFINITY);
    double above = bound(map, "exclusiveMinimum", Double.NEGATIVE_INFINITY);
    boolean bounded = map.containsKey("maximum") || map.containsKey("exclusiveMaximum");
    double most = bound(map, "maximum", bound(map, "exclusiveMaximum", 0));
    if (!bounded || most >= BEYOND_DIGITS) {
      if (above == 0) {
        return sequence(POSITIVE, maybe(FRACTION)).like("7.5");
      }
      if (least == 0 && above <= 0) {
        return sequence(NATURAL, maybe(FRACTION)).like("7.5");
      }
      if (least <= -BEYOND_DIGITS && above <= -BEYOND_DIGITS) {
        return anyNumber();
      }
    } else if (least == 0 && above < 0 && map.containsKey("maximum") && most == 1) {
      return either(sequence(text("0"), maybe(FRACTION)).like("0.5"), text("1"));
    }
    throw refused(
        "numbers with these bounds are not supported: a minimum of 0 is, and 0 to 1, and"
            + " integers of up to "
            + MOST_VALUES
            + " values");
  }
}
