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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded requests: CSV with a line of column names, JSON objects a line or in a list, or
 * the log of a vLLM server; plain or compressed. Times, tokens, sessions and hashes are found by
 * the names that published forms have for them (docs/traces.md has them all); other columns with
 * few values are labels. Bounded in size.
 */
public final class TraceReader {
  private static final int MAX_ROWS = 20_000_000;
  private static final int MAX_TOKENS = 100_000_000;
  private static final Pattern ENDINGS =
      Pattern.compile(".*\\.(csv|jsonl|json|log)(\\.gz|\\.zst)?", Pattern.CASE_INSENSITIVE);
  private static final double CHARACTERS_PER_TOKEN = 4;
  private static final double MAX_SECONDS = 30_000 * 86_400.0;

  /** By this many rows, a file with requests that state no time has shown one. */
  private static final int SHOWS_ITSELF = 100_000;

  private static final double APART_MILLIS = 1_000;

  private final TraceLines lines;
  private final TokenCounter counter;
  private final boolean isEstimate;
  private final Times times;
  private final Requests requests = new Requests();
  private final List<String> notes = new ArrayList<>();

  /** When the last request of a session came, for those without a time. */
  private final Map<String, String> lastTimes = new HashMap<>();

  private Unit unitOfForm = Unit.S;
  private boolean isUnsorted;
  private boolean pausesAreTold;
  private boolean hasTexts;
  private boolean keepsTimes;
  private @Nullable String replication;
  private int ofOtherReplications;
  private int withoutTimes;

  private TraceReader(TraceLines lines, Optional<Unit> unit, Optional<TokenCounter> counter) {
    this.lines = lines;
    this.times = new Times(unit);
    this.isEstimate = counter.isEmpty();
    this.counter = counter.orElse(TokenCounter.ofCharacters(CHARACTERS_PER_TOKEN));
  }

  /** Whether the file's name is that of a trace and not of a scenario. */
  public static boolean isTrace(Path path) {
    return ENDINGS.matcher(path.toString()).matches();
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
    return read(path, unit, Optional.empty());
  }

  /**
   * Reads a file.
   *
   * @param unit of times that are numbers: s, ms, us or ns; empty to find it out
   * @param counter of tokens where the file has texts; empty to estimate them
   * @throws InvalidInputException if it cannot be read, is cut off, empty, unsorted or huge
   */
  public static Trace read(Path path, Optional<String> unit, Optional<TokenCounter> counter) {
    try (TraceLines lines = TraceLines.open(path)) {
      return new TraceReader(lines, unit.map(Unit::of), counter).readAll(path);
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
    if (lines.beginsWith('[')) {
      readList();
      return made(path);
    }
    String first = lines.next();
    if (first == null || first.isBlank()) {
      throw lines.refuse("is empty", "a trace has a request on every line");
    }
    if (VllmLog.isOne(first)) {
      readLog(first);
    } else if (first.stripLeading().startsWith("{")) {
      readJson(first);
    } else {
      readCsv(first);
    }
    return made(path);
  }

  private Trace made(Path path) throws IOException {
    int rows = times.size();
    if (rows < 2) {
      throw lines.refuse(
          rows == 1 ? "holds one request" : "holds no requests", "a trace needs at least two");
    }
    long[] atNanos = times.sinceFirst(unitOfForm);
    requests.finish(times.secondsOfUnit(unitOfForm));
    if (isUnsorted) {
      atNanos = requests.sort(atNanos);
    }
    if (atNanos[rows - 1] == 0) {
      throw lines.refuse("has all its requests at the same instant", "check its timestamps");
    }
    String sha256 = lines.sha256Hex();
    addNotes(atNanos);
    return new Trace(
        path.getFileName().toString(),
        sha256,
        lines.lastLineEnded(),
        atNanos,
        requests.inputTokens(),
        requests.outputTokens(),
        requests.details(pausesAreTold, notes));
  }

  private void addNotes(long[] atNanos) {
    if (withoutTimes == 0) {
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
    } else {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d conversations have no time: they are taken to begin a second apart, and to go on"
                  + " as soon as they are answered unless a delay is stated",
              withoutTimes));
    }
    if (isUnsorted) {
      notes.add("its requests are put in order of their times");
    }
    if (ofOtherReplications > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "replication %s is taken; %,d requests of others are passed by",
              replication,
              ofOtherReplications));
    }
    if (hasTexts && isEstimate) {
      notes.add("tokens are counted as four characters each");
    }
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
    keepsTimes = true;
    JsonRows json = new JsonRows(lines);
    Conversations conversations = new Conversations(lines, counter);
    Row row = new Row();
    for (String line = first; line != null; line = lines.next()) {
      if (line.isBlank()) {
        lines.endHere();
        return;
      }
      for (JsonNode object : json.objects(line)) {
        addObject(object, line, json, conversations, row);
      }
    }
  }

  /** A list of objects, however it is broken into lines. */
  private void readList() throws IOException {
    keepsTimes = true;
    JsonRows json = new JsonRows(lines);
    Conversations conversations = new Conversations(lines, counter);
    Row row = new Row();
    lines.eachOfList(object -> addObject(object, object.toString(), json, conversations, row));
  }

  private void addObject(
      JsonNode object, String line, JsonRows json, Conversations conversations, Row row) {
    if (Conversations.isOne(object)) {
      hasTexts = true;
      unitOfForm = Unit.MS;
      for (Row turn : conversations.rows(object, line)) {
        add(line, turn);
      }
      return;
    }
    if (times.size() == 0 && object.has("input_length")) {
      unitOfForm = object.has("chat_id") ? Unit.S : Unit.MS; // Bailian's, and Mooncake's.
    }
    row.clear();
    json.read(object, row);
    String prompt = object.path("prompt").asText(object.path("text_input").asText());
    if (row.get(Field.INPUT) == null && !prompt.isEmpty()) {
      hasTexts = true;
      row.put(Field.INPUT, Integer.toString(counter.tokens(prompt)));
    }
    boolean isOfDataset = object.has("output_tokens_count") || object.has("text_input");
    if (row.get(Field.TIME) == null && isOfDataset && row.get(Field.SESSION) == null) {
      row.put(Field.SESSION, "#" + times.size());
    }
    add(line, row);
  }

  private void readLog(String first) throws IOException {
    VllmLog log = new VllmLog(counter);
    for (String line = first; line != null; line = lines.next()) {
      log.read(line);
    }
    for (Row row : log.rows()) {
      add(String.valueOf(row.get(Field.TIME)), row);
    }
    if (log.withoutAnswer() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d answers were not logged (--enable-log-outputs): max_tokens stands for their length",
              log.withoutAnswer()));
    }
    if (log.unknown() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d requests were logged without a prompt or a length and are passed by",
              log.unknown()));
    }
  }

  private void add(String line, Row row) {
    int number = times.size();
    if (number == MAX_ROWS) {
      throw lines.refuse("holds more than " + MAX_ROWS + " requests", "replay a part of the trace");
    }
    if (isOfAnotherReplication(row)) {
      return;
    }
    int input = tokens(line, row, Field.INPUT);
    int output = tokens(line, row, Field.OUTPUT);
    int[] hashes = hashes(line, row, number);
    addTime(line, row);
    requests.add(input, output, hashes, row);
    addService(row);
    addTraits(row);
  }

  /** What the row asks for, whoever serves it. */
  private void addTraits(Row row) {
    if (row.get(Field.SERVICE) != null) {
      requests.servedFor(seconds(row, Field.SERVICE));
    }
    if (row.get(Field.PATIENCE) != null) {
      requests.waitsFor(seconds(row, Field.PATIENCE));
    }
    String priority = row.get(Field.PRIORITY);
    if (priority != null && priority.matches("-?[0-9.]+")) { // Else it is a word of somebody's.
      if (!priority.matches("[0-9]{1,6}")) {
        throw lines.wrong(priority, "a priority is a whole number from 0", "0 goes first");
      }
      requests.hasPriority(Integer.parseInt(priority));
    }
  }

  private double seconds(Row row, Field field) {
    double seconds = number(row.get(field));
    if (Double.isNaN(seconds) || seconds > MAX_SECONDS) {
      throw lines.wrong(
          String.valueOf(row.get(field)),
          "the " + field.words() + " must be seconds, zero or more",
          "write 0.5 for half a second");
    }
    return seconds;
  }

  private boolean isOfAnotherReplication(Row row) {
    String of = row.get(Field.REPLICATION);
    if (of == null) {
      return false;
    }
    if (replication == null) {
      replication = of;
    }
    boolean isOther = !of.equals(replication);
    ofOtherReplications += isOther ? 1 : 0;
    return isOther;
  }

  private void addTime(String line, Row row) {
    String time = row.get(Field.TIME);
    String session = row.get(Field.SESSION);
    if (time == null) {
      if (session == null || !keepsTimes) {
        throw lines.wrong(line, "must have a time", "name it one of " + Field.TIME.names());
      }
      time = timeAfterLast(line, row, session);
      pausesAreTold = true;
      unitOfForm = Unit.MS;
    }
    Optional<String> wrong = times.add(time);
    boolean isOutOfOrder = wrong.isPresent() && wrong.get().equals(Times.OUT_OF_ORDER);
    if (isOutOfOrder && maySort(row)) {
      isUnsorted = true;
    } else if (wrong.isPresent()) {
      throw lines.wrong(
          isOutOfOrder ? line : time,
          wrong.get(),
          isOutOfOrder
              ? "sort the file by its timestamps, or state their offset where clocks were changed"
              : "write all times in the same way");
    }
    if (session != null && keepsTimes) {
      lastTimes.put(session, time);
    }
    if (!pausesAreTold && times.size() == SHOWS_ITSELF) {
      keepsTimes = false;
      lastTimes.clear();
    }
  }

  /** What says when its requests ended was written at their ends. */
  private boolean maySort(Row row) {
    return row.get(Field.END) != null
        || row.get(Field.LATENCY) != null
        || pausesAreTold
        || hasTexts;
  }

  /** When it came by the delay after the one before; of the first of a session, some time. */
  private String timeAfterLast(String line, Row row, String session) {
    String before = lastTimes.get(session);
    String delay = row.get(Field.DELAY);
    if (before == null) {
      return Double.toString(APART_MILLIS * withoutTimes++);
    }
    if (delay == null) {
      return before;
    }
    if (!delay.matches("[0-9]{1,12}([.][0-9]*)?") || !Times.isNumber(before)) {
      throw lines.wrong(
          line, "a delay is milliseconds after a time in milliseconds", "check " + delay);
    }
    return Double.toString(Double.parseDouble(before) + Double.parseDouble(delay));
  }

  private void addService(Row row) {
    String started = row.get(Field.STARTED);
    if (started != null) {
      requests.beganAfter(times.afterLast(started));
    }
    String firstToken = row.get(Field.FIRST_TOKEN);
    if (firstToken != null) {
      requests.firstTokenAfter(times.afterLast(firstToken), false);
    } else if (row.get(Field.TTFT) != null) {
      requests.firstTokenAfter(number(row.get(Field.TTFT)), true);
    }
    String end = row.get(Field.END);
    if (end != null) {
      double after = times.afterLast(end);
      if (after < 0) {
        throw lines.wrong(end, "the request ends before it begins", "check both columns");
      }
      requests.endedAfter(after, false);
    } else if (row.get(Field.LATENCY) != null) {
      requests.endedAfter(number(row.get(Field.LATENCY)), true);
    }
  }

  private static double number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,12}([.][0-9]*)?([eE]-?[0-9]{1,2})?")
        ? Double.parseDouble(text)
        : Double.NaN;
  }

  private int @Nullable [] hashes(String line, Row row, int number) {
    int[] kept = row.hashes();
    if (kept == null && requests.haveHashes()) {
      throw lines.wrong(
          line, "must have hash_ids, as the lines before", "state them everywhere or nowhere");
    }
    if (kept != null && !requests.haveHashes() && number > 0) {
      throw lines.wrong(
          line, "has hash_ids, and the lines before have none", "state them everywhere");
    }
    return kept;
  }

  private int tokens(String line, Row row, Field field) {
    String text = row.get(field);
    if (text == null) {
      throw lines.wrong(line, "must have a " + field.words(), "name it one of " + field.names());
    }
    if (!text.matches("[0-9]{1,9}(\\.0*)?") || Double.parseDouble(text) > MAX_TOKENS) {
      throw lines.wrong(
          text,
          "the " + field.words() + " must be a whole number from 0 to " + MAX_TOKENS,
          "check the column, or the program that wrote it");
    }
    return (int) Double.parseDouble(text);
  }
}
