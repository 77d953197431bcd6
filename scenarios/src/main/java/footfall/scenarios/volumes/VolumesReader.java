package footfall.scenarios.volumes;

import static java.time.temporal.ChronoUnit.SECONDS;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads counts over time: CSV with a line of column names, and then a time and a count on every
 * line, a quarter of an hour, an hour or a day after the line before. Times are ISO 8601 dates or
 * date-times, with or without an offset. Bounded in size.
 */
public final class VolumesReader {
  private static final long MAX_BYTES = 64L << 20;
  private static final double MAX_COUNT = 1e12;
  private static final List<Long> STEPS = List.of(900L, 3_600L, 86_400L);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern(
          "yyyy-MM-dd[['T'][' ']HH[:mm[:ss[.SSSSSS][.SSS]]]][XXX][XX][X]", Locale.ROOT);
  private static final String FORM =
      "write lines such as 2026-10-05T08:00,1429 below a line of column names";

  private final Path file;

  /** That of the first time, in which all are told. */
  private @Nullable ZoneOffset offset;

  private VolumesReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @param columns the names of the column of times and that of counts; empty for the only ones
   *     that hold such
   * @throws InvalidInputException if it cannot be read, or has gaps
   */
  public static Volumes read(Path file, List<String> columns) {
    return new VolumesReader(file).read(columns);
  }

  private Volumes read(List<String> stated) {
    byte[] bytes = bytes();
    List<NamedCsvRecord> rows = rows(text(bytes));
    List<String> header = rows.get(0).getHeader();
    if (header.stream().anyMatch(name -> time(name) != null)) {
      throw refuse("begins without a line of column names", "add one, such as hour,conversations");
    }
    for (String column : stated) {
      if (!header.contains(column)) {
        throw refuse("has no column " + column, "one of " + String.join(", ", header));
      }
    }
    String time = stated.isEmpty() ? only(rows, "times", v -> time(v) != null) : stated.get(0);
    String count =
        stated.isEmpty()
            ? only(rows, "counts", v -> time(v) == null && count(v).isPresent())
            : stated.get(1);
    List<LocalDateTime> times = new ArrayList<>();
    double[] counts = new double[rows.size()];
    for (int i = 0; i < counts.length; i++) {
      NamedCsvRecord row = rows.get(i);
      LocalDateTime at = time(row.getField(time));
      if (at == null) {
        throw wrong(row, row.getField(time), "is no time", "write 2026-10-05T08:00 or 2026-10-05");
      }
      times.add(at);
      counts[i] =
          count(row.getField(count))
              .orElseThrow(
                  () ->
                      wrong(
                          row,
                          row.getField(count),
                          "is no count",
                          "write a number, zero or more, without separators"));
    }
    long step = step(rows, times);
    if (Arrays.stream(counts).sum() == 0) {
      throw refuse("counts nothing: every count is zero", "name a file in which somebody came");
    }
    return new Volumes(file.getFileName().toString(), sha256(bytes), times.get(0), step, counts);
  }

  private byte[] bytes() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refuse("is larger than 64 MiB", "add up the counts by hours or days");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refuse("cannot be read (" + e + ")", "check its permissions");
    }
  }

  private String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refuse("is not UTF-8 text", "it is the wrong file, or compressed: unpack it");
    }
  }

  private List<NamedCsvRecord> rows(String text) {
    String first = text.lines().findFirst().orElse("");
    char separator = first.contains(";") && !first.contains(",") ? ';' : ',';
    separator = first.contains("\t") && !first.contains(",") ? '\t' : separator;
    List<NamedCsvRecord> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> records =
        CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(text)) {
      records.forEach(rows::add);
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      String line = String.valueOf(e.getMessage()).replaceAll("(?s).*line (\\d+).*", "$1");
      throw refuse(
          line.matches("\\d+")
              ? "line " + line + " cannot be read as CSV"
              : "cannot be read as CSV",
          "give every line as many fields as the line of column names, each with another name");
    }
    if (rows.size() < 2) {
      throw refuse("has fewer than two counts", FORM);
    }
    return rows;
  }

  private String only(List<NamedCsvRecord> rows, String what, Predicate<String> holds) {
    List<String> columns =
        rows.get(0).getHeader().stream().filter(column -> has(rows.get(0), column, holds)).toList();
    if (columns.size() != 1) {
      throw refuse(
          columns.isEmpty()
              ? "has no column of " + what + ": its first line is " + rows.get(0).getFields()
              : "has several columns of " + what + ": " + String.join(", ", columns),
          columns.isEmpty() ? FORM : "write columns: [that of the times, that of the counts]");
    }
    return columns.get(0);
  }

  private static boolean has(NamedCsvRecord row, String column, Predicate<String> holds) {
    return row.findField(column).filter(holds).isPresent();
  }

  private @Nullable LocalDateTime time(String text) {
    try {
      TemporalAccessor parsed =
          TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof LocalDateTime && offset != null) {
        return null; // The others say where they are.
      }
      if (parsed instanceof OffsetDateTime at) {
        offset = offset == null ? at.getOffset() : offset;
        return at.withOffsetSameInstant(offset).toLocalDateTime();
      }
      return parsed instanceof LocalDateTime at ? at : ((LocalDate) parsed).atStartOfDay();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Optional<Double> count(String text) {
    try {
      double count = Double.parseDouble(text.strip());
      return count >= 0 && count <= MAX_COUNT ? Optional.of(count) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The same between all times. */
  private long step(List<NamedCsvRecord> rows, List<LocalDateTime> times) {
    long least = Long.MAX_VALUE;
    for (int i = 1; i < times.size(); i++) {
      long step = SECONDS.between(times.get(i - 1), times.get(i));
      if (step <= 0) {
        throw wrong(
            rows.get(i),
            times.get(i).toString(),
            step == 0 ? "this time is there twice" : "times must be in ascending order",
            step == 0
                ? "add the counts up; where clocks were set back, write times with an offset"
                : "sort the file by its times");
      }
      least = Math.min(least, step);
    }
    for (int i = 1; i < times.size(); i++) {
      if (SECONDS.between(times.get(i - 1), times.get(i)) != least) {
        throw wrong(
            rows.get(i),
            times.get(i).toString(),
            "there is a gap after " + times.get(i - 1),
            "fill it in with zero or with what is usual; where clocks were set forward, write"
                + " times with an offset");
      }
    }
    if (!STEPS.contains(least)) {
      throw refuse(
          "counts every " + least + " seconds", "count by 15 minutes, by hours or by days");
    }
    return least;
  }

  private InvalidInputException wrong(NamedCsvRecord row, String value, String rule, String hint) {
    return new InvalidInputException(
        List.of(
            new Problem(
                file + ":" + row.getStartingLineNumber(), "", "\"" + value + "\"", rule, hint)));
  }

  private InvalidInputException refuse(String rule, String hint) {
    return InvalidInputException.of(file.toString(), rule, hint);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
