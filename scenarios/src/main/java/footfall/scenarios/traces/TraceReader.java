package footfall.scenarios.traces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces in two published forms:
 *
 * <ul>
 *   <li>Azure LLM inference traces, CSV with the columns {@code TIMESTAMP,ContextTokens,
 *       GeneratedTokens};
 *   <li>Mooncake traces, a JSON object a line with {@code timestamp} in milliseconds, {@code
 *       input_length}, {@code output_length} and, where known, {@code hash_ids}: one for each 512
 *       tokens of the prompt, equal where all tokens up to there are.
 * </ul>
 *
 * <p>The first line tells which it is. Bounded in size and in the length of a line.
 */
public final class TraceReader {
  private static final String AZURE_HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_ROWS = 20_000_000;
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_TOKENS = 100_000_000;
  private static final double MAX_MILLIS = 30_000 * 86_400_000.0;

  private final String file;
  private final ObjectMapper json = new ObjectMapper();
  private long[] atNanos = new long[1024];
  private int[] inputTokens = new int[1024];
  private int[] outputTokens = new int[1024];
  private int[][] hashes = new int[0][];
  private int rows;
  private int line;
  private boolean lastLineEnded;

  private TraceReader(String file) {
    this.file = file;
  }

  /** Whether the file's name is that of a trace and not of a scenario. */
  public static boolean isTrace(Path path) {
    String name = path.toString();
    return name.endsWith(".csv") || name.endsWith(".jsonl");
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException if it cannot be read, is cut off, empty, unsorted or huge
   */
  public static Trace read(Path path) {
    TraceReader reader = new TraceReader(path.toString());
    try {
      if (Files.isDirectory(path)) {
        throw reader.refuse("is a folder, not a file", "name a trace in it");
      }
      if (!Files.isRegularFile(path)) {
        throw reader.refuse("there is no such file", "check the path of the trace");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw reader.refuse("is larger than 2 GiB", "replay a part of the trace");
      }
      return reader.readAll(path);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw reader.refuse("is not UTF-8 text", "it is the wrong file, or compressed: unpack it");
    } catch (IOException e) {
      throw reader.refuse("cannot be read (" + e + ")", "check its permissions");
    }
  }

  private Trace readAll(Path path) throws IOException {
    MessageDigest digest = sha256();
    try (var in = new DigestInputStream(Files.newInputStream(path), digest);
        var text =
            new BufferedReader(
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
      String first = nextLine(text);
      boolean azure = AZURE_HEADER.equals(first);
      if (first == null || first.isBlank()) {
        throw refuse("is empty", "a trace has a request on every line");
      }
      if (!azure && !first.startsWith("{")) {
        throw wrong(
            first,
            "must be the columns " + AZURE_HEADER + " or a JSON object",
            "check that it is a trace");
      }
      for (String row = azure ? nextLine(text) : first; row != null; row = nextLine(text)) {
        if (row.isBlank()) {
          refuseMore(text);
          break;
        }
        if (azure) {
          addAzure(row);
        } else {
          addMooncake(row);
        }
      }
    }
    if (rows < 2) {
      throw refuse("holds " + rows + " requests", "a trace needs at least two");
    }
    long first = atNanos[0];
    if (atNanos[rows - 1] == first) {
      throw refuse("has all its requests at the same instant", "check its timestamps");
    }
    return new Trace(
        path.getFileName().toString(),
        HexFormat.of().formatHex(digest.digest()),
        lastLineEnded,
        Arrays.stream(atNanos, 0, rows).map(at -> at - first).toArray(),
        Arrays.copyOf(inputTokens, rows),
        Arrays.copyOf(outputTokens, rows),
        hashes.length == 0 ? hashes : Arrays.copyOf(hashes, rows));
  }

  /** An empty line ends a file; nothing may follow but more of them. */
  private void refuseMore(BufferedReader text) throws IOException {
    for (String row = nextLine(text); row != null; row = nextLine(text)) {
      if (!row.isBlank()) {
        throw wrong(row, "there is an empty line before it", "remove the empty line");
      }
    }
  }

  private void addAzure(String row) {
    String[] fields = row.split(",", -1);
    if (fields.length != 3) {
      throw wrong(row, "must have three fields, " + AZURE_HEADER, "the file seems cut off here");
    }
    add(
        row,
        azureNanos(fields[0]),
        count("ContextTokens", fields[1]),
        count("GeneratedTokens", fields[2]));
  }

  /** Some of the traces carry an offset, which is the same on every line. */
  private long azureNanos(String timestamp) {
    try {
      String local = timestamp.replaceFirst("[+-][0-9]{2}:[0-9]{2}$", "").replace(' ', 'T');
      LocalDateTime at = LocalDateTime.parse(local);
      return Math.addExact(
          Math.multiplyExact(at.toEpochSecond(ZoneOffset.UTC), 1_000_000_000L), at.getNano());
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(
          timestamp, "must be a time such as 2023-11-16 18:15:46.6805900", "remove this line");
    }
  }

  private void addMooncake(String row) {
    JsonNode object;
    try {
      object = json.readTree(row);
    } catch (JsonProcessingException e) {
      throw wrong(row, "must be a JSON object", "the file seems cut off here");
    }
    JsonNode timestamp = object.path("timestamp");
    if (!timestamp.isNumber() || Math.abs(timestamp.asDouble()) > MAX_MILLIS) {
      throw wrong(row, "must have a timestamp in milliseconds", "remove this line");
    }
    add(
        row,
        Math.round(timestamp.asDouble() * 1e6),
        count("input_length", object.path("input_length").asText()),
        count("output_length", object.path("output_length").asText()));
    JsonNode ids = object.path("hash_ids");
    if (!ids.isMissingNode()) {
      keepHashes(row, ids);
    } else if (hashes.length > 0) {
      throw wrong(
          row, "must have hash_ids, as the lines before", "state them everywhere or nowhere");
    }
  }

  private void keepHashes(String row, JsonNode ids) {
    if (hashes.length == 0 && rows > 1) {
      throw wrong(row, "has hash_ids, and the lines before have none", "state them everywhere");
    }
    int[] kept = new int[ids.size()];
    for (int i = 0; i < kept.length; i++) {
      if (!ids.get(i).canConvertToInt() || !ids.get(i).isIntegralNumber()) {
        throw wrong(ids.get(i).toString(), "hash_ids must be whole numbers", "check this line");
      }
      kept[i] = ids.get(i).asInt();
    }
    if (!ids.isArray()) {
      throw wrong(row, "hash_ids must be a list", "check this line");
    }
    if (hashes.length < atNanos.length) {
      hashes = Arrays.copyOf(hashes, atNanos.length);
    }
    hashes[rows - 1] = kept;
  }

  private int count(String field, String tokens) {
    if (!tokens.matches("[0-9]{1,9}") || Integer.parseInt(tokens) > MAX_TOKENS) {
      throw wrong(
          tokens,
          field + " must be a number of tokens from 0 to " + MAX_TOKENS,
          "remove this line");
    }
    return Integer.parseInt(tokens);
  }

  private void add(String row, long at, int input, int output) {
    if (rows == MAX_ROWS) {
      throw refuse("holds more than " + MAX_ROWS + " requests", "replay a part of the trace");
    }
    if (rows > 0 && at < atNanos[rows - 1]) {
      throw wrong(row, "requests must be in order of time", "sort the file by its timestamps");
    }
    if (rows == atNanos.length) {
      atNanos = Arrays.copyOf(atNanos, rows * 2);
      inputTokens = Arrays.copyOf(inputTokens, rows * 2);
      outputTokens = Arrays.copyOf(outputTokens, rows * 2);
    }
    atNanos[rows] = at;
    inputTokens[rows] = input;
    outputTokens[rows] = output;
    rows++;
  }

  /** The next line without its end, or null; a line without end is not read into memory. */
  private @Nullable String nextLine(BufferedReader text) throws IOException {
    StringBuilder row = new StringBuilder();
    int next = text.read();
    if (next < 0) {
      return null;
    }
    line++;
    if (line == 1 && next == BYTE_ORDER_MARK) {
      next = text.read();
    }
    for (; next >= 0 && next != '\n'; next = text.read()) {
      if (row.length() == MAX_LINE) {
        throw wrong(row.toString(), "a line has at most " + MAX_LINE + " characters", "");
      }
      row.append((char) next);
    }
    lastLineEnded = next == '\n';
    if (!row.isEmpty() && row.charAt(row.length() - 1) == '\r') {
      row.setLength(row.length() - 1);
    }
    return row.toString();
  }

  private InvalidInputException wrong(String value, String rule, String hint) {
    String shown = value.length() <= 60 ? value : value.substring(0, 57) + "...";
    return new InvalidInputException(
        List.of(new Problem(file + ":" + line, "", "\"" + shown + "\"", rule, hint)));
  }

  private InvalidInputException refuse(String rule, String hint) {
    return InvalidInputException.of(file, rule, hint);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
