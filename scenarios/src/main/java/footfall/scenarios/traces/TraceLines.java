package footfall.scenarios.traces;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file of text, plain or compressed ({@code .gz}, {@code .zst}), one after the
 * other. Bounded in size and in the length of a line.
 */
final class TraceLines implements Closeable {
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_LINE = 1 << 20;
  private static final int LOOKED_AHEAD = 64;
  private static final String CUT_OFF = "the file seems cut off here";

  private final String file;
  private final MessageDigest digest;
  private final InputStream bytes;
  private final BufferedReader text;
  private int line;
  private boolean lastLineEnded;

  private TraceLines(Path path) throws IOException {
    this.file = path.toString();
    this.digest = sha256();
    this.bytes = new DigestInputStream(Files.newInputStream(path), digest);
    this.text =
        new BufferedReader(
            new InputStreamReader(
                unpacked(bytes, file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  static TraceLines open(Path path) throws IOException {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      throw InvalidInputException.of(file, "is a folder, not a file", "name a trace in it");
    }
    if (!Files.isRegularFile(path)) {
      throw InvalidInputException.of(file, "there is no such file", "check the path of the trace");
    }
    if (Files.size(path) > MAX_BYTES) {
      throw InvalidInputException.of(file, "is larger than 2 GiB", "replay a part of the trace");
    }
    return new TraceLines(path);
  }

  private static InputStream unpacked(InputStream in, String file) throws IOException {
    if (file.endsWith(".gz")) {
      return new GZIPInputStream(in, 1 << 16);
    }
    return file.endsWith(".zst") ? new ZstdInputStream(in) : in;
  }

  /** Whether the first character that is no space is this one; nothing is read by asking. */
  boolean beginsWith(char character) throws IOException {
    text.mark(LOOKED_AHEAD);
    int next = text.read();
    for (int i = 1; i < LOOKED_AHEAD && isBlank(next) && next != character; i++) {
      next = text.read();
    }
    text.reset();
    return next == character;
  }

  private static boolean isBlank(int character) {
    return character == BYTE_ORDER_MARK || (character <= ' ' && character >= 0);
  }

  /** Each object of a file that is a list of them, one after the other. */
  void eachOfList(Consumer<JsonNode> take) throws IOException {
    ObjectMapper json = new ObjectMapper();
    json.getFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE); // Its digest is still wanted.
    if (beginsWith(BYTE_ORDER_MARK)) {
      text.read();
    }
    try (JsonParser parser = json.createParser(text)) {
      parser.nextToken();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        line = parser.currentLocation().getLineNr();
        if (token != JsonToken.START_OBJECT) {
          throw wrong(String.valueOf(parser.getText()), "must be a JSON object", CUT_OFF);
        }
        take.accept(json.readTree(parser));
      }
      lastLineEnded = true;
    } catch (JsonProcessingException e) {
      line = e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw wrong("", "must be a list of JSON objects (" + e.getOriginalMessage() + ")", CUT_OFF);
    }
  }

  /** The next line without its end, or null; a line without end is not read into memory. */
  @Nullable String next() throws IOException {
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

  /** An empty line ends a file; nothing may follow but more of them. */
  void endHere() throws IOException {
    for (String row = next(); row != null; row = next()) {
      if (!row.isBlank()) {
        throw wrong(row, "there is an empty line before it", "remove the empty line");
      }
    }
  }

  /** Whether the last line had an end. */
  boolean lastLineEnded() {
    return lastLineEnded;
  }

  /** Of the whole file, once all of it was read, in hexadecimal. */
  String sha256Hex() throws IOException {
    bytes.transferTo(java.io.OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What is wrong with a value of the present line. */
  InvalidInputException wrong(String value, String rule, String hint) {
    String shown = value.length() <= 60 ? value : value.substring(0, 57) + "...";
    return new InvalidInputException(
        List.of(new Problem(file + ":" + line, "", "\"" + shown + "\"", rule, hint)));
  }

  /** What is wrong with the file. */
  InvalidInputException refuse(String rule, String hint) {
    return InvalidInputException.of(file, rule, hint);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
