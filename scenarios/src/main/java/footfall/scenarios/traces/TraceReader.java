package footfall.scenarios.traces;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.traces.Times.Unit;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Reads recorded requests: CSV with a line of column names, or a JSON object a line, plain or
 * compressed. Times, tokens, sessions and hashes are found by the names that published forms have
 * for them (docs/traces.md has them all); other columns are passed by. Bounded in size.
 */
public final class TraceReader {
  private static final int MAX_ROWS = 20_000_000;
  private static final int MAX_TOKENS = 100_000_000;
  private static final List<String> ENDINGS =
      List.of(".csv", ".jsonl", ".csv.gz", ".jsonl.gz", ".csv.zst", ".jsonl.zst");

  private final TraceLines lines;
  private final Times times;
  private int[] inputTokens = new int[1024];
  private int[] outputTokens = new int[1024];
  private int[][] hashes = new int[0][];
  private final SessionNumbers sessions = new SessionNumbers();
  private Unit unitOfForm = Unit.S;

  private TraceReader(TraceLines lines, Optional<Unit> unit) {
    this.lines = lines;
    this.times = new Times(unit);
  }

  /** Whether the file's name is that of a trace and not of a scenario. */
  public static boolean isTrace(Path path) {
    return ENDINGS.stream().anyMatch(path.toString()::endsWith);
  }

  /** Whether a file of such a name holds counts over time and not requests. */
  public static boolean isOfCounts(Path path) {
    try (TraceLines lines = TraceLines.open(path)) {
      String first = lines.next();
      return first != null && CsvRows.areCounts(first);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read, is cut off, empty, unsorted or huge
   */
  public static Trace read(Path path) {
    return read(path, Optional.empty());
  }

  /**
   * Reads a file.
   *
   * @param unit of times that are numbers: s, ms, us or ns; empty to find it out
   * @throws InvalidInputException if it cannot be read, is cut off, empty, unsorted or huge
   */
  public static Trace read(Path path, Optional<String> unit) {
    try (TraceLines lines = TraceLines.open(path)) {
      return new TraceReader(lines, unit.map(Unit::of)).readAll(path);
    } catch (CharacterCodingException e) {
      throw InvalidInputException.of(
          path.toString(), "is not UTF-8 text", "it is the wrong file, or compressed: unpack it");
    } catch (EOFException e) {
      throw InvalidInputException.of(
          path.toString(), "is cut off: the compressed data has no end", "get the whole file");
    } catch (ZipException e) {
      throw InvalidInputException.of(
          path.toString(),
          "is not compressed as its name says (" + e.getMessage() + ")",
          "get the file again, or correct its name");
    } catch (IOException e) {
      throw InvalidInputException.of(
          path.toString(), "cannot be read (" + e + ")", "check its permissions");
    }
  }

  private Trace readAll(Path path) throws IOException {
    String first = lines.next();
    if (first == null || first.isBlank()) {
      throw lines.refuse("is empty", "a trace has a request on every line");
    }
    if (first.stripLeading().startsWith("{")) {
      readJson(first);
    } else {
      readCsv(first);
    }
    int rows = times.size();
    if (rows < 2) {
      throw lines.refuse("holds " + rows + " requests", "a trace needs at least two");
    }
    long[] atNanos = times.sinceFirst(unitOfForm);
    if (atNanos[rows - 1] == 0) {
      throw lines.refuse("has all its requests at the same instant", "check its timestamps");
    }
    return new Trace(
        path.getFileName().toString(),
        lines.sha256Hex(),
        lines.lastLineEnded(),
        atNanos,
        Arrays.copyOf(inputTokens, rows),
        Arrays.copyOf(outputTokens, rows),
        hashes.length == 0 ? hashes : Arrays.copyOf(hashes, rows),
        sessions.all(),
        notes(atNanos));
  }

  private List<String> notes(long[] atNanos) {
    List<String> notes = new ArrayList<>();
    times
        .taken(unitOfForm)
        .ifPresent(
            unit ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "its timestamps are taken as %s: %,d requests in %s",
                        unit,
                        atNanos.length,
                        Span.words(atNanos[atNanos.length - 1] / 1e9))));
    return notes;
  }

  private void readCsv(String header) throws IOException {
    CsvRows csv = new CsvRows(lines, header);
    Row row = new Row();
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        lines.endHere();
        return;
      }
      row.clear();
      csv.read(line, row);
      add(line, row);
    }
  }

  private void readJson(String first) throws IOException {
    JsonRows json = new JsonRows(lines);
    Row row = new Row();
    for (String line = first; line != null; line = lines.next()) {
      if (line.isBlank()) {
        lines.endHere();
        return;
      }
      for (JsonNode object : json.objects(line)) {
        if (times.size() == 0 && object.has("input_length")) {
          unitOfForm = object.has("chat_id") ? Unit.S : Unit.MS; // Bailian's, and Mooncake's.
        }
        row.clear();
        json.read(object, row);
        add(line, row);
      }
    }
  }

  private void add(String line, Row row) {
    int number = times.size();
    if (number == MAX_ROWS) {
      throw lines.refuse("holds more than " + MAX_ROWS + " requests", "replay a part of the trace");
    }
    String time = row.get(Field.TIME);
    if (time == null) {
      throw lines.wrong(line, "must have a time", "name it one of " + Field.TIME.names());
    }
    int input = tokens(line, row, Field.INPUT);
    int output = tokens(line, row, Field.OUTPUT);
    Optional<String> wrong = times.add(time);
    if (wrong.isPresent()) {
      boolean isUnsorted = wrong.get().equals(Times.OUT_OF_ORDER);
      throw lines.wrong(
          isUnsorted ? line : time,
          wrong.get(),
          isUnsorted
              ? "sort the file by its timestamps, or state their offset where clocks were changed"
              : "write all times in the same way");
    }
    if (number == inputTokens.length) {
      inputTokens = Arrays.copyOf(inputTokens, number * 2);
      outputTokens = Arrays.copyOf(outputTokens, number * 2);
    }
    inputTokens[number] = input;
    outputTokens[number] = output;
    keepHashes(line, row, number);
    sessions.add(row.get(Field.SESSION), row.get(Field.PARENT));
  }

  private void keepHashes(String line, Row row, int number) {
    int[] kept = row.hashes();
    if (kept == null && hashes.length > 0) {
      throw lines.wrong(
          line, "must have hash_ids, as the lines before", "state them everywhere or nowhere");
    }
    if (kept != null && hashes.length == 0 && number > 0) {
      throw lines.wrong(
          line, "has hash_ids, and the lines before have none", "state them everywhere");
    }
    if (kept != null) {
      if (number >= hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(1_024, number * 2));
      }
      hashes[number] = kept;
    }
  }

  private int tokens(String line, Row row, Field field) {
    String text = row.get(field);
    if (text == null) {
      throw lines.wrong(line, "must have a " + field.words(), "name it one of " + field.names());
    }
    if (!text.matches("[0-9]{1,9}(\\.0*)?") || Double.parseDouble(text) > MAX_TOKENS) {
      throw lines.wrong(
          text,
          "the " + field.words() + " must be from 0 to " + MAX_TOKENS,
          "check the column, or the program that wrote it");
    }
    return (int) Double.parseDouble(text);
  }
}
