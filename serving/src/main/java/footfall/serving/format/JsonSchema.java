package footfall.serving.format;

import static footfall.serving.format.Grammar.character;
import static footfall.serving.format.Grammar.either;
import static footfall.serving.format.Grammar.many;
import static footfall.serving.format.Grammar.maybe;
import static footfall.serving.format.Grammar.sequence;
import static footfall.serving.format.Grammar.text;
import static footfall.serving.format.Grammar.times;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import footfall.serving.format.ReplyFormat.UnknownSchemaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The JSON texts that keep to a JSON schema: objects with their properties in the order of the
 * schema, one space at most between parts, characters beyond ASCII in given names and values as
 * escapes. What of JSON Schema cannot be kept to is refused.
 */
final class JsonSchema {
  /** Characters that a model may have no token for are written as escapes. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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
          "propertyOrdering");

  /** What says something of values of one type only. */
  private static final Map<String, Set<String>> OF_TYPES =
      Map.of(
          "object",
          Set.of("properties", "required", "additionalProperties", "unevaluatedProperties"),
          "array",
          Set.of("items", "minItems", "maxItems"),
          "string",
          Set.of("minLength", "maxLength", "format"),
          "number",
          Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"));

  private static final Set<String> OF_ANY =
      Set.of("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref", "nullable");

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

  /** What references point into: the schema, or the part of it that has an $id of its own. */
  private Map<?, ?> root;

  /** Schemas that references are being followed to. */
  private final Set<Object> followed = Collections.newSetFromMap(new IdentityHashMap<>());

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

  static UnknownSchemaException refused(String what) {
    return new UnknownSchemaException(what);
  }

  private Grammar of(Object node) {
    if (Boolean.TRUE.equals(node)) {
      return any();
    }
    if (!(node instanceof Map<?, ?> map)) {
      throw refused("a schema must be an object, not " + json(node));
    }
    for (Object key : map.keySet()) {
      boolean ofType = OF_TYPES.values().stream().anyMatch(words -> words.contains(key));
      if (!ofType && !OF_ANY.contains(key) && !WORDS.contains(key)) {
        throw refused("the keyword " + key + " of JSON Schema is not supported");
      }
    }
    if (++nodes > MOST_NODES) {
      throw refused("the schema has more than " + MOST_NODES + " parts");
    }
    if (++depth > DEEPEST) {
      throw refused("the schema is nested more than " + DEEPEST + " deep");
    }
    Map<?, ?> around = root;
    root = map.get("$id") instanceof String ? map : root;
    Grammar grammar = ofMap(map);
    root = around;
    depth--;
    return Boolean.TRUE.equals(map.get("nullable")) ? either(grammar, text("null")) : grammar;
  }

  private Grammar ofMap(Map<?, ?> map) {
    if (map.containsKey("$ref")) {
      checkAlone(map, "$ref");
      return followed(String.valueOf(map.get("$ref")), this::of);
    }
    if (map.containsKey("const") || map.containsKey("enum")) {
      checkAlone(map, "const", "enum", "type");
      return either(
          SchemaValues.required(map).stream().map(v -> text(json(v))).toArray(Grammar[]::new));
    }
    for (String choice : List.of("anyOf", "oneOf", "allOf")) {
      if (map.containsKey(choice)) {
        checkAlone(map, choice);
        return choice(choice, map.get(choice));
      }
    }
    Object type = map.get("type");
    if (type instanceof List<?> types && !types.isEmpty()) {
      return either(types.stream().map(one -> ofType(one, map)).toArray(Grammar[]::new));
    }
    return ofType(type == null && map.containsKey("properties") ? "object" : type, map);
  }

  /** What stands beside such a keyword would have to hold as well. */
  private static void checkAlone(Map<?, ?> map, String... words) {
    Set<Object> others = new LinkedHashSet<>(map.keySet());
    others.removeAll(WORDS);
    others.remove("nullable");
    List.of(words).forEach(others::remove);
    if (!others.isEmpty()) {
      String word = List.of(words).stream().filter(map::containsKey).findFirst().orElseThrow();
      throw refused(others.iterator().next() + " beside " + word + " is not supported");
    }
  }

  private Grammar choice(String word, Object given) {
    if (!(given instanceof List<?> choices) || choices.isEmpty()) {
      throw refused(word + " must be a list of at least one schema");
    }
    if (word.equals("allOf") && choices.size() > 1) {
      throw refused("allOf with several schemas is not supported");
    }
    for (int i = 0; word.equals("oneOf") && i < choices.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!areApart(choices.get(j), choices.get(i))) {
          throw refused(
              "oneOf is supported where no value can fit two of its schemas: they must differ in"
                  + " type, or in a required property with a const or an enum; else use anyOf");
        }
      }
    }
    return either(choices.stream().map(this::of).toArray(Grammar[]::new));
  }

  /** Whether it is clear that no value keeps to both. */
  private boolean areApart(Object one, Object other) {
    Map<?, ?> first = resolved(one);
    Map<?, ?> second = resolved(other);
    List<Object> firstValues = SchemaValues.listed(first);
    List<Object> secondValues = SchemaValues.listed(second);
    if (!firstValues.isEmpty() && !secondValues.isEmpty()) {
      return Collections.disjoint(firstValues, secondValues);
    }
    Set<String> firstTypes = SchemaValues.types(first, firstValues);
    Set<String> secondTypes = SchemaValues.types(second, secondValues);
    if (Collections.disjoint(firstTypes, secondTypes)) {
      return true;
    }
    if (!firstTypes.equals(Set.of("object")) || !secondTypes.equals(Set.of("object"))) {
      return false;
    }
    return required(first).stream()
        .filter(required(second)::contains)
        .anyMatch(
            name -> {
              List<Object> ofFirst = SchemaValues.listed(resolved(property(first, name)));
              List<Object> ofSecond = SchemaValues.listed(resolved(property(second, name)));
              return !ofFirst.isEmpty()
                  && !ofSecond.isEmpty()
                  && Collections.disjoint(ofFirst, ofSecond);
            });
  }

  private static Object property(Map<?, ?> schema, String name) {
    return schema.get("properties") instanceof Map<?, ?> properties ? properties.get(name) : null;
  }

  private Map<?, ?> resolved(Object schema) {
    if (!(schema instanceof Map<?, ?> map)) {
      return Map.of();
    }
    return map.get("$ref") instanceof String reference ? followed(reference, this::resolved) : map;
  }

  private Grammar ofType(Object type, Map<?, ?> map) {
    if (type == null) {
      OF_TYPES.values().stream()
          .flatMap(Set::stream)
          .filter(map::containsKey)
          .findFirst()
          .ifPresent(
              word -> {
                throw refused(word + " without a type is not supported");
              });
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

  private <T> T followed(String reference, Function<Object, T> what) {
    if (!reference.startsWith("#")) {
      throw refused("$ref must point into the schema, not to " + reference);
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
    if (!followed.add(found)) {
      throw refused("a schema that contains itself is not supported");
    }
    T made = what.apply(found);
    followed.remove(found);
    return made;
  }

  static String json(Object value) {
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
    Object further = map.get("additionalProperties");
    Map<Object, Object> properties = new LinkedHashMap<>();
    if (map.containsKey("properties")) {
      if (!(map.get("properties") instanceof Map<?, ?> given)) {
        throw refused("properties must be an object");
      }
      properties.putAll(given);
    }
    Set<String> required = required(map);
    for (String name : required) {
      if (!properties.containsKey(name) && Boolean.FALSE.equals(further)) {
        throw refused(name + " is required, and not among the properties");
      }
      properties.putIfAbsent(name, further instanceof Map ? further : true);
    }
    if (properties.isEmpty()) {
      Grammar value = further instanceof Map ? of(further) : any();
      return Boolean.FALSE.equals(further)
          ? text("{}")
          : list("{", sequence(STRING, text(":"), SPACE, value), "}").like("{}");
    }
    List<Grammar> members = new ArrayList<>();
    List<Boolean> needed = new ArrayList<>();
    properties.forEach(
        (name, schema) -> {
          members.add(sequence(text(json(name)), text(":"), SPACE, of(schema)));
          needed.add(required.contains(name));
        });
    return sequence(text("{"), members(members, needed, 0, true), text("}"));
  }

  private static Set<String> required(Map<?, ?> map) {
    if (!map.containsKey("required")) {
      return Set.of();
    }
    if (map.get("required") instanceof List<?> names
        && names.stream().allMatch(String.class::isInstance)) {
      return names.stream()
          .map(String.class::cast)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    throw refused("required must be a list of names");
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
    if (most >= 0 && most < least) {
      throw refused("no array has " + least + " to " + most + " items");
    }
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
        && number.doubleValue() == Math.rint(number.doubleValue())
        && number.doubleValue() >= 0
        && number.doubleValue() <= MOST_UNROLLED) {
      return number.intValue();
    }
    throw refused(name + " must be an integer from 0 to " + MOST_UNROLLED + ", not " + value);
  }

  private static Grammar string(Map<?, ?> map) {
    boolean measured = map.containsKey("minLength") || map.containsKey("maxLength");
    if (map.get("format") != null) {
      if (measured) {
        throw refused("a length beside format is not supported");
      }
      return quoted(StringFormats.of(map.get("format").toString()));
    }
    if (measured) {
      int least = count(map, "minLength", 0);
      boolean open = map.get("maxLength") == null || tooLong(map.get("maxLength"));
      if (!open && count(map, "maxLength", 0) < least) {
        throw refused("no text is of " + least + " to " + map.get("maxLength") + " characters");
      }
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
