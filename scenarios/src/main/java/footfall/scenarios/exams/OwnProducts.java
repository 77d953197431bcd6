package footfall.scenarios.exams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The products of somebody's shop, by their ids, and found again in texts by id or title. Read from
 * CSV with a header, or from JSON lines; {@code id} and {@code title} are needed ({@code item_id},
 * {@code sku}, {@code name} will do), anything else is kept. Immutable.
 */
public final class OwnProducts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> IDS = List.of("id", "item_id", "product_id", "sku", "asin");
  private static final List<String> TITLES = List.of("title", "name", "product_name");
  private static final int MOST = 1_000_000;
  private static final int SHORTEST_TITLE = 4;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+");

  private final Map<String, Product> byId;

  /** Titles in small letters, by their first word. */
  private final Map<String, List<Product>> byFirstWord = new HashMap<>();

  /**
   * One product.
   *
   * @param fields all columns of its row
   */
  public record Product(String id, String title, Map<String, String> fields) {}

  private OwnProducts(Map<String, Product> byId) {
    this.byId = Collections.unmodifiableMap(byId);
    for (Product product : byId.values()) {
      Matcher first = WORD.matcher(product.title().toLowerCase(Locale.ROOT));
      if (product.title().length() >= SHORTEST_TITLE && first.find()) {
        byFirstWord.computeIfAbsent(first.group(), word -> new ArrayList<>()).add(product);
      }
    }
  }

  /** Products of which no more than their ids is known. */
  static OwnProducts ofIds(Collection<String> ids) {
    Map<String, Product> products = new LinkedHashMap<>();
    ids.forEach(id -> products.put(id, new Product(id, "", Map.of())));
    return new OwnProducts(products);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException with file and line, if it is none of products
   */
  public static OwnProducts read(Path file) {
    Map<String, Product> products = new LinkedHashMap<>();
    try {
      String start = firstCharacter(file);
      if (start.equals("{")) {
        readJson(file, products);
      } else {
        readCsv(file, products);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read", "name a file of CSV or JSON lines in UTF-8");
    }
    if (products.isEmpty()) {
      throw InvalidInputException.of(
          file.toString(), "holds no product", "write a header id,title and a row for each");
    }
    return new OwnProducts(products);
  }

  private static String firstCharacter(Path file) throws IOException {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int first = in.read();
      while (first == '\uFEFF' || Character.isWhitespace(first)) {
        first = in.read();
      }
      return first < 0 ? "" : String.valueOf((char) first);
    }
  }

  private static void readCsv(Path file, Map<String, Product> products) throws IOException {
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        Map<String, String> fields = new LinkedHashMap<>();
        row.getFieldsAsMap()
            .forEach(
                (name, value) -> fields.put(name.replace("\uFEFF", "").strip(), value.strip()));
        add(file + ":" + row.getStartingLineNumber(), fields, products);
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw InvalidInputException.of(
          file.toString(), "is no CSV with a header", "write a header id,title and a row for each");
    }
  }

  private static void readJson(Path file, Map<String, Product> products) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isBlank()) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
          JsonNode entry = JSON.readTree(line);
          entry
              .properties()
              .forEach(
                  field ->
                      fields.put(
                          field.getKey(),
                          field.getValue().isTextual()
                              ? field.getValue().asText()
                              : field.getValue().toString()));
        } catch (JsonProcessingException e) {
          throw InvalidInputException.of(
              file + ":" + number, "is no JSON", "write one product on each line");
        }
        add(file + ":" + number, fields, products);
      }
    }
  }

  private static void add(String place, Map<String, String> fields, Map<String, Product> products) {
    String id = value(fields, IDS);
    if (id.isEmpty()) {
      throw InvalidInputException.of(
          place, "has no id", "name a column id, item_id, product_id, sku or asin");
    }
    if (products.size() == MOST) {
      throw InvalidInputException.of(place, "is one more than a million", "take a part of them");
    }
    if (products.put(id, new Product(id, value(fields, TITLES), Map.copyOf(fields))) != null) {
      throw InvalidInputException.of(place, "has the id " + id + " again", "keep one of them");
    }
  }

  private static String value(Map<String, String> fields, List<String> names) {
    return names.stream()
        .map(name -> fields.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Whether there is a product of that id. */
  public boolean has(String id) {
    return byId.containsKey(id);
  }

  /** All of them, in the order of the file. */
  public Collection<Product> all() {
    return byId.values();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Ids of the products that a text names, by id or by title, in the order in which it does. */
  public List<String> namedIn(String text) {
    List<String> named = new ArrayList<>();
    String small = text.toLowerCase(Locale.ROOT);
    Matcher words = WORD.matcher(text);
    int after = 0;
    while (words.find()) {
      if (words.start() < after) {
        continue; // Within a title.
      }
      String id = words.group();
      String found = byId.containsKey(id) ? id : "";
      int end = words.end();
      for (Product product : byFirstWord.getOrDefault(id.toLowerCase(Locale.ROOT), List.of())) {
        int length = product.title().length();
        boolean longer = found.isEmpty() || words.start() + length > end;
        if (longer && small.startsWith(product.title().toLowerCase(Locale.ROOT), words.start())) {
          found = product.id();
          end = words.start() + length;
        }
      }
      if (!found.isEmpty()) {
        after = end;
        if (!named.contains(found)) {
          named.add(found);
        }
      }
    }
    return named;
  }
}
