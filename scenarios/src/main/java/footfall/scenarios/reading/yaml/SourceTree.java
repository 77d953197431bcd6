package footfall.scenarios.reading.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as a tree of values that remembers on which line each stands. Bounded in size, depth
 * and aliases; duplicate keys are an error.
 *
 * @param file as the user named it, for messages
 * @param text of the file
 * @param root the values
 * @param lines line of each value and key by JSON pointer, from one
 */
public record SourceTree(String file, String text, ObjectNode root, Map<String, Integer> lines) {
  private static final int MAX_CHARACTERS = 16 << 20;
  private static final int MAX_DEPTH = 40;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\n\t]]");
  private static final int MAX_ALIASES = 50;
  private static final int MAX_VALUES = 2_000_000;

  /** The folder that a file is in. */
  public static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read or is no YAML mapping
   */
  public static SourceTree read(Path path) {
    String file = path.toString();
    try {
      if (Files.isDirectory(path)) {
        throw InvalidInputException.of(file, "is a folder, not a file", "name a file in it");
      }
      byte[] bytes = firstOf(path); // Devices and pipes do not know their size.
      if (bytes.length > MAX_CHARACTERS) {
        throw InvalidInputException.of(file, "is larger than 16 MiB", "it is the wrong file");
      }
      return parse(
          file, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      throw InvalidInputException.of(
          file,
          "there is no such file",
          "check the path, seen from " + Path.of("").toAbsolutePath());
    } catch (CharacterCodingException e) {
      throw InvalidInputException.of(file, "is not UTF-8 text", "it is the wrong file");
    } catch (IOException e) {
      throw InvalidInputException.of(file, "cannot be read (" + e + ")", "check its permissions");
    }
  }

  private static byte[] firstOf(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAX_CHARACTERS + 1);
    }
  }

  /**
   * Reads text.
   *
   * @param file the name for messages
   * @throws InvalidInputException if it is no YAML mapping
   */
  public static SourceTree parse(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    Node node;
    try {
      node = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw InvalidInputException.of(
          file + ":" + line, "is not valid YAML: " + e.getProblem(), "check the indentation");
    } catch (YAMLException e) {
      throw InvalidInputException.of(file, "is not valid YAML: " + firstLine(e), "");
    }
    if (!(node instanceof MappingNode)) {
      throw InvalidInputException.of(
          file + ":1", "must hold keys and values", "start it with `name: my-scenario`");
    }
    Converter converter = new Converter(file);
    JsonNode root = converter.convert(node, "", 0);
    if (!converter.problems.isEmpty()) {
      throw new InvalidInputException(converter.problems);
    }
    return new SourceTree(file, text, (ObjectNode) root, converter.lines);
  }

  /** {@code file:line} of the value, or of the nearest value around it. */
  public String location(String pointer) {
    String at = pointer;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return file + ":" + lines.getOrDefault(at, 1);
  }

  /** Every plain value by its dotted path, in order; where figures come from is left out. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    collect(root, "", values);
    return values;
  }

  private static void collect(JsonNode node, String path, Map<String, String> values) {
    if (node.isValueNode()) {
      values.put(path, node.asText());
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getKey().equals("provenance")) {
        collect(field.getValue(), path + (path.isEmpty() ? "" : ".") + field.getKey(), values);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), path + "." + i, values);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static final class Converter {
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int values;

    Converter(String file) {
      this.file = file;
    }

    JsonNode convert(Node node, String pointer, int depth) {
      lines.put(pointer, node.getStartMark().getLine() + 1);
      if (++values > MAX_VALUES) {
        throw InvalidInputException.of(
            file, "holds more than " + MAX_VALUES + " values, aliases counted out", "split it");
      }
      if (depth > MAX_DEPTH) {
        problem(node, pointer, "is nested more than " + MAX_DEPTH + " deep");
        return JsonNodeFactory.instance.nullNode();
      }
      if (node instanceof MappingNode mapping) {
        return convertMapping(mapping, pointer, depth);
      }
      if (node instanceof SequenceNode sequence) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(convert(item, pointer + "/" + array.size(), depth + 1));
        }
        return array;
      }
      return scalar((ScalarNode) node);
    }

    private ObjectNode convertMapping(MappingNode mapping, String pointer, int depth) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          problem(entry.getKeyNode(), pointer, "has a key that is not plain text");
          continue;
        }
        String name = printable(key.getValue());
        String child = pointer + "/" + Paths.escape(name);
        if (object.has(name)) {
          problem(key, child, "is stated twice");
        }
        object.set(name, convert(entry.getValueNode(), child, depth + 1));
        lines.put(child, key.getStartMark().getLine() + 1);
      }
      return object;
    }

    private void problem(Node node, String pointer, String rule) {
      String source = file + ":" + (node.getStartMark().getLine() + 1);
      problems.add(new Problem(source, Paths.dotted(pointer), "", rule, ""));
    }

    private static JsonNode scalar(ScalarNode node) {
      JsonNodeFactory json = JsonNodeFactory.instance;
      String text = node.getValue();
      if (node.getTag().equals(Tag.NULL)) {
        return json.nullNode();
      }
      if (node.getTag().equals(Tag.BOOL)) {
        return json.booleanNode(text.toLowerCase(Locale.ROOT).matches("true|yes|on"));
      }
      if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
        return number(json, text.replace("_", ""));
      }
      return json.textNode(printable(text));
    }

    /** Without characters that tell a terminal what to do. */
    private static String printable(String text) {
      return CONTROL.matcher(text).replaceAll("");
    }

    /** NaN, infinity, octals and the like stay text, which no rule for numbers accepts. */
    private static JsonNode number(JsonNodeFactory json, String text) {
      if (text.matches("[-+]?[0-9]{1,40}")) {
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < 64 ? json.numberNode(whole.longValue()) : json.numberNode(whole);
      }
      if (text.matches("[-+]?([0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})([eE][-+]?[0-9]{1,3})?")) {
        boolean moreDigits = text.matches("[^eE]*\\.[0-9]*0");
        return moreDigits
            ? json.numberNode(new BigDecimal(text)) // 0.80 is stated more precisely than 0.8.
            : json.numberNode(new BigDecimal(text).doubleValue());
      }
      return json.textNode(text);
    }
  }
}
