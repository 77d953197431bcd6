package footfall.scenarios.traces;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of fields below a line of column names; columns that mean nothing here are passed by. */
final class CsvRows {
  private final TraceLines lines;
  private final List<String> header;
  private final char separator;
  private final List<@Nullable Field> columns = new ArrayList<>();

  /** Rows below this line of names. */
  CsvRows(TraceLines lines, String names) {
    this.lines = lines;
    this.separator =
        names.indexOf(',') >= 0
            ? ','
            : names.indexOf('\t') >= 0 ? '\t' : names.indexOf(';') >= 0 ? ';' : ',';
    this.header = fields(names);
    header.forEach(name -> columns.add(Field.named(name)));
    for (Field field : List.of(Field.TIME, Field.INPUT, Field.OUTPUT)) {
      if (!columns.contains(field)) {
        throw lines.wrong(names, "no column is a " + field.words(), hint(field, names));
      }
    }
  }

  private String hint(Field field, String names) {
    return areCounts(names)
        ? "counts over time are volumes: name the file as arrivals: {volumes: {file: ..}}"
        : "name it one of " + field.names();
  }

  /** Whether these are names of a time and a count, and of nothing else. */
  static boolean areCounts(String names) {
    String[] all = names.toLowerCase(Locale.ROOT).split("[,;\t]", -1);
    return all.length == 2
        && List.of("conversations", "requests", "count", "sessions", "volume", "calls")
            .contains(all[1].strip());
  }

  /** Takes from a line what it says of its request. */
  void read(String line, Row row) {
    List<String> fields = fields(line);
    if (fields.size() != header.size()) {
      throw lines.wrong(
          line,
          "must have "
              + header.size()
              + " fields, "
              + String.join(String.valueOf(separator), header),
          "the file seems cut off here");
    }
    for (int i = 0; i < fields.size(); i++) {
      Field field = columns.get(i);
      if (fields.get(i).isEmpty() || field == Field.HASHES) {
        continue;
      }
      if (field == null) {
        row.putLabel(header.get(i), fields.get(i).strip());
      } else {
        row.put(field, fields.get(i).strip());
      }
    }
  }

  private List<String> fields(String line) {
    if (line.indexOf('"') < 0) {
      return List.of(line.split(java.util.regex.Pattern.quote(String.valueOf(separator)), -1));
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(separator).ofCsvRecord(line)) {
      return reader.stream().findFirst().map(CsvRecord::getFields).orElse(List.of());
    } catch (CsvParseException | java.io.IOException e) {
      throw lines.wrong(line, "is no line of CSV", "check its quotes");
    }
  }
}
