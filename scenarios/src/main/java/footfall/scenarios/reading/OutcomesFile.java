package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Counts, from a table of which model answered which question right, how the answers of the two
 * pools of a cascade go together.
 */
final class OutcomesFile {
  private static final String POINTER = "/routing/cascade/outcomes";
  private static final Set<String> WORDS = Set.of("true", "false");

  private OutcomesFile() {}

  /**
   * Puts {@code joint} in the place of {@code outcomes}, where a cascade names a file.
   *
   * @throws InvalidInputException if it cannot be used
   */
  static void count(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    if (!(tree.at("/routing/cascade") instanceof ObjectNode cascade)
        || !cascade.path("outcomes").path("file").isTextual()) {
      return;
    }
    JsonNode name = cascade.path("outcomes").path("file");
    NamedFile file = new NamedFile(POINTER + "/file", name, folder, locate);
    if (cascade.has("joint")) {
      throw file.problem("joint is stated too", "remove one of them");
    }
    List<NamedCsvRecord> rows = read(file);
    List<String> columns = columns(cascade.path("outcomes").path("columns"), rows, file);
    int[] counts = new int[4];
    for (NamedCsvRecord row : rows) {
      int first = isTrue(row, columns.get(0), file) ? 0 : 2;
      counts[first + (isTrue(row, columns.get(1), file) ? 0 : 1)]++;
    }
    cascade.remove("outcomes");
    cascade
        .putObject("joint")
        .put("both", counts[0])
        .put("first", counts[1])
        .put("second", counts[2])
        .put("neither", counts[3]);
  }

  private static List<NamedCsvRecord> read(NamedFile file) {
    List<NamedCsvRecord> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file.find())) {
      records.forEach(rows::add);
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw file.problem(
          "cannot be read as CSV: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "give every line as many fields as the line of column names, each with another name");
    }
    if (rows.isEmpty()) {
      throw file.problem("has no answers", "name a file with a line for each question");
    }
    return rows;
  }

  private static List<String> columns(JsonNode stated, List<NamedCsvRecord> rows, NamedFile file) {
    List<String> columns = new ArrayList<>();
    if (stated.isArray()) {
      stated.forEach(column -> columns.add(column.asText()));
      if (!rows.get(0).getHeader().containsAll(columns)) {
        throw file.problem(
            "has no column " + missing(columns, rows.get(0)),
            "one of " + String.join(", ", rows.get(0).getHeader()));
      }
    } else {
      for (String column : rows.get(0).getHeader()) {
        if (rows.stream().allMatch(row -> isAnswer(row, column))) {
          columns.add(column);
        }
      }
    }
    if (columns.size() == 2 && columns.get(0).equals(columns.get(1))) {
      throw file.problem("is asked for the same column twice", "name that of each pool");
    }
    if (columns.size() != 2) {
      throw file.problem(
          "has " + columns.size() + " columns of nothing but True and False",
          "write columns: [that of the first pool, that of the second]");
    }
    return columns;
  }

  private static String missing(List<String> columns, NamedCsvRecord row) {
    return columns.stream()
        .filter(column -> !row.getHeader().contains(column))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAnswer(NamedCsvRecord row, String column) {
    return row.findField(column)
        .map(field -> WORDS.contains(field.strip().toLowerCase(Locale.ROOT)))
        .orElse(false);
  }

  private static boolean isTrue(NamedCsvRecord row, String column, NamedFile file) {
    if (!isAnswer(row, column)) {
      throw file.problem(
          "line " + row.getStartingLineNumber() + " has no True or False in " + column,
          "leave the line out");
    }
    return row.getField(column).strip().equalsIgnoreCase("true");
  }
}
