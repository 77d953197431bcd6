package footfall.scenarios.reading.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A value set from outside the file: {@code pools.slm.workers=4}.
 *
 * @param option as the user wrote it, for messages
 */
public record Setting(String option, String path, String value) {
  private static final int MAX_DEPTH = 20;

  /**
   * Parses {@code path=value}.
   *
   * @throws InvalidInputException if there is no path or no equals sign
   */
  public static Setting parse(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw InvalidInputException.of(
          "--set " + assignment, "must be path=value", "write --set pools.slm.workers=4");
    }
    String path = assignment.substring(0, equals);
    String[] elements = path.split("\\.", -1);
    if (elements.length > MAX_DEPTH || List.of(elements).contains("")) {
      throw InvalidInputException.of(
          "--set " + abbreviate(assignment),
          "a path has up to " + MAX_DEPTH + " keys with one dot between each two",
          "write --set pools.slm.workers=4");
    }
    return new Setting("--set " + abbreviate(assignment), path, assignment.substring(equals + 1));
  }

  private static String abbreviate(String text) {
    return text.length() <= 100 ? text : text.substring(0, 97) + "...";
  }

  /** Sets the value and returns the JSON pointer at which it now stands. */
  public String applyTo(ObjectNode root) {
    JsonNode parsed = SourceTree.parse(option, "value: " + value).root().get("value");
    List<String> left = new ArrayList<>(Arrays.asList(path.split("\\.", -1)));
    JsonNode at = root;
    StringBuilder pointer = new StringBuilder();
    while (true) {
      String key = nextKey(at, left);
      pointer.append('/').append(Paths.escape(key));
      if (left.isEmpty()) {
        put(at, key, parsed);
        return pointer.toString();
      }
      JsonNode child = child(at, key);
      if (child == null || child.isNull()) {
        child = root.objectNode();
        put(at, key, child);
      }
      at = child;
    }
  }

  /** The value at the path; empty where there is none. */
  public static Optional<JsonNode> find(ObjectNode root, String path) {
    List<String> left = new ArrayList<>(Arrays.asList(path.split("\\.", -1)));
    JsonNode at = root;
    while (at != null && !left.isEmpty()) {
      String key = nextKey(at, left);
      boolean place = at.isArray() && key.matches("[0-9]{1,6}");
      at = place ? at.get(Integer.parseInt(key)) : at.get(key);
    }
    return Optional.ofNullable(at);
  }

  /** What there is instead of a path that there is not: all that stands beside it. */
  public static Optional<String> nearest(ObjectNode root, String path) {
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      String parent = path.substring(0, dot);
      Optional<JsonNode> found = find(root, parent).filter(node -> !node.isEmpty());
      if (found.isPresent()) {
        List<String> names = new ArrayList<>();
        found.get().fieldNames().forEachRemaining(name -> names.add(parent + "." + name));
        return Optional.of(String.join(", ", names));
      }
    }
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return Optional.of(String.join(", ", names));
  }

  /** Keys may hold dots: the longest run of path elements that names a key wins. */
  private static String nextKey(JsonNode at, List<String> left) {
    for (int length = left.size(); length > 1; length--) {
      String candidate = String.join(".", left.subList(0, length));
      if (at.has(candidate)) {
        left.subList(0, length).clear();
        return candidate;
      }
    }
    return left.remove(0);
  }

  private JsonNode child(JsonNode at, String key) {
    if (at instanceof ArrayNode array) {
      return array.get(index(array, key));
    }
    return at.get(key);
  }

  private void put(JsonNode at, String key, JsonNode child) {
    if (at instanceof ObjectNode object) {
      object.set(key, child);
    } else if (at instanceof ArrayNode array) {
      array.set(index(array, key), child);
    } else {
      throw InvalidInputException.of(
          option, "there is nothing below a plain value", "set the value itself");
    }
  }

  private int index(ArrayNode array, String key) {
    if (key.matches("[0-9]{1,6}") && Integer.parseInt(key) < array.size()) {
      return Integer.parseInt(key);
    }
    throw InvalidInputException.of(
        option, key + " is no place in a list of " + array.size(), "count from zero");
  }
}
