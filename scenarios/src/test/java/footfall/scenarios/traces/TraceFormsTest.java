package footfall.scenarios.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.withPrecision;

import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every form of trace that is read, each with the same three requests: the second 4.314579 s after
 * the first, and the third a minute after it.
 */
class TraceFormsTest {
  private static final Path FOLDER = Path.of("src/test/resources/traces");

  @TempDir private Path folder;

  private Trace read(String name, String text) throws IOException {
    return TraceReader.read(Files.writeString(folder.resolve(name), text));
  }

  private String problem(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> TraceReader.read(file));
    assertThat(refused).as("the trace should be refused").isNotNull();
    return refused.getMessage().replace(folder.toString() + "/", "");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azure-2023.csv",
        "azure-2024.csv",
        "azure-multimodal.csv",
        "burstgpt-1.csv",
        "burstgpt-2.csv",
        "mooncake.jsonl",
        "bailian.jsonl",
        "servegen.csv",
        "vidur.csv",
        "litellm-spend.jsonl",
        "otel-spans.jsonl",
        "footfall-requests.jsonl",
      })
  void everyFormHasTheSameThreeRequests(String name) {
    Trace trace = TraceReader.read(FOLDER.resolve(name));

    assertThat(trace.size()).isEqualTo(3);
    assertThat(trace.atNanos(0)).isZero();
    assertThat(trace.atNanos(1)).isBetween(4_314_578_900L, 4_314_579_100L);
    assertThat(trace.atNanos(2)).isBetween(59_999_999_900L, 60_000_000_100L);
    assertThat(new int[] {trace.inputTokens(0), trace.inputTokens(1), trace.inputTokens(2)})
        .containsExactly(374, 396, 879);
    assertThat(new int[] {trace.outputTokens(0), trace.outputTokens(1), trace.outputTokens(2)})
        .containsExactly(44, 109, 55);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"burstgpt-2.csv", "bailian.jsonl", "litellm-spend.jsonl", "otel-spans.jsonl"})
  void theFirstAndTheThirdAreOfOneSession(String name) {
    Trace trace = TraceReader.read(FOLDER.resolve(name));

    assertThat(trace.hasSessions()).isTrue();
    assertThat(new int[] {trace.session(0), trace.session(1), trace.session(2)})
        .containsExactly(0, 1, 0);
  }

  /** What a unit is taken for is said, and may be stated. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.902,5.136,1512.006|seconds|1510.104",
        "2,5,1512|seconds|1510",
        "27482,30535,87482|milliseconds|60",
        "1791187200,1791187203,1791187260|seconds|60",
        "1791187200000,1791187203000,1791187260000|milliseconds|60",
        "1791187200000000,1791187203000000,1791187260000000|microseconds|60",
        "1791187200000000000,1791187203000000000,1791187260000000000|nanoseconds|60",
      })
  void theUnitOfNumbersIsFoundOutAndSaid(String times, String unit, double seconds)
      throws IOException {
    StringBuilder text = new StringBuilder();
    String[] all = times.split(",");
    for (int i = 0; i < 200; i++) {
      String time = i == 0 ? all[0] : i < 199 ? all[1] : all[2];
      text.append("{\"timestamp\": " + time + ", \"input_length\": 5, \"output_length\": 2}\n");
    }
    Trace trace = read("t.jsonl", text.toString());

    assertThat(trace.seconds()).isEqualTo(seconds);
    assertThat(trace.notes()).hasSize(1);
    assertThat(trace.notes().get(0))
        .startsWith("its timestamps are taken as " + unit + ": 200 requests in");
    Trace stated = TraceReader.read(folder.resolve("t.jsonl"), Optional.of("us"));
    assertThat(stated.notes()).isEmpty();
    assertThat(stated.seconds())
        .isEqualTo((Double.parseDouble(all[2]) - Double.parseDouble(all[0])) / 1e6);
  }

  /** Clocks go forward in the night of 2024-03-31, and the offset says so. */
  @Test
  void offsetsAreRespectedWhereClocksAreChanged() throws IOException {
    Trace trace =
        read(
            "t.csv",
            "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-03-31 01:59:00+01:00,5,5\n"
                + "2024-03-31 03:01:00+02:00,5,5\n");

    assertThat(trace.seconds()).isEqualTo(120);
    assertThat(
            problem(
                "back.csv",
                bytes(
                    "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-10-27 02:59:00,5,5\n"
                        + "2024-10-27 02:01:00,5,5\n")))
        .contains("back.csv:3", "in order of time", "state their offset");
  }

  @Test
  void compressedFilesAreReadAndHalfOfOneIsRefused() throws IOException {
    byte[] plain = Files.readAllBytes(FOLDER.resolve("azure-2023.csv"));
    Path packed = folder.resolve("t.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(plain);
    }
    assertThat(TraceReader.read(packed).seconds()).isEqualTo(60);
    byte[] whole = Files.readAllBytes(packed);
    assertThat(problem("half.csv.gz", Arrays.copyOf(whole, whole.length / 2)))
        .contains("half.csv.gz: is cut off");
    assertThat(problem("no.csv.gz", plain)).contains("no.csv.gz: is not compressed as its name");
    byte[] zstandard = new byte[plain.length + 1_000];
    int length =
        new io.airlift.compress.zstd.ZstdCompressor()
            .compress(plain, 0, plain.length, zstandard, 0, zstandard.length);
    Path other = Files.write(folder.resolve("t.csv.zst"), Arrays.copyOf(zstandard, length));
    assertThat(TraceReader.read(other).seconds()).isEqualTo(60);
    assertThat(problem("half.csv.zst", Arrays.copyOf(zstandard, length / 2)))
        .startsWith("half.csv.zst: ");
  }

  @Test
  void whatIsMeantForVolumesIsSentThere() throws IOException {
    assertThat(problem("v.csv", bytes("hour,conversations\n2026-10-05T00:00,588\n")))
        .contains("v.csv:1", "arrivals: {volumes: {file: ..}}");
  }

  @Test
  void mixedTimesAreRefused() throws IOException {
    String header = "timestamp,input_tokens,output_tokens\n";
    assertThat(problem("a.csv", bytes(header + "5,1,1\n2026-01-01T00:00:00,1,1\n")))
        .contains("a.csv:3", "some times are numbers and some are dates");
    assertThat(
            problem("b.csv", bytes(header + "2026-01-01T00:00:00Z,1,1\n2026-01-01T00:00:01,1,1\n")))
        .contains("b.csv:3", "some times have an offset and some have none");
  }

  private static Trace ofFile(String name) {
    return TraceReader.read(FOLDER.resolve(name));
  }

  private static String tokens(Trace trace) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < trace.size(); i++) {
      all.append(trace.session(i)).append(':').append(trace.inputTokens(i)).append('/');
      all.append(trace.outputTokens(i)).append('@').append(trace.atNanos(i) / 1e9).append(' ');
    }
    return all.toString().strip();
  }

  /** Four characters a token; each answer reads all that was said before it. */
  @Test
  void conversationsInShareGptsForm() {
    Trace trace = ofFile("sharegpt.json");

    assertThat(tokens(trace)).isEqualTo("0:14/14@0.0 0:33/5@0.0 1:5/5@1.0");
    assertThat(trace.details().pausesAreTold()).isTrue();
    assertThat(trace.notes()).anyMatch(note -> note.startsWith("2 conversations have no time"));
  }

  @Test
  void openAiMessages() {
    assertThat(tokens(ofFile("openai-messages.jsonl"))).isEqualTo("0:10/2@0.0 1:5/5@30.0");
  }

  @Test
  void sessionsOfAiperf() {
    assertThat(tokens(ofFile("aiperf-sessions.jsonl")))
        .isEqualTo("0:6/44@0.0 1:5/12@1.0 0:55/20@5.0");
    assertThat(tokens(ofFile("aiperf-trace.jsonl")))
        .isEqualTo("0:374/44@0.0 0:500/20@4.5 1:396/109@60.0");
  }

  @Test
  void recordsOfAiperfComeInTheOrderOfTheirEnds() {
    Trace trace = ofFile("aiperf-records.jsonl");

    assertThat(tokens(trace)).isEqualTo("0:374/44@0.0 1:396/109@4.314578944 2:879/55@60.0");
    assertThat(trace.details().latencySeconds())
        .containsExactly(new float[] {9, 2, 1}, withPrecision(1e-4f));
    assertThat(trace.details().firstTokenSeconds()).containsExactly(0.15f, 0.1805f, 0.21f);
    assertThat(trace.details().labels().get("worker_id").value(1)).isEqualTo("w1");
  }

  @Test
  void promptsOfGuidellm() {
    assertThat(tokens(ofFile("guidellm.jsonl"))).isEqualTo("0:374/44@0.0 1:5/12@1.0");
  }

  @Test
  void theLogOfVllm() {
    Trace trace = ofFile("vllm.log");

    assertThat(tokens(trace)).isEqualTo("0:4/3@0.0 1:3/120@2.5 2:2/64@59.5");
    assertThat(trace.details().latencySeconds()[0]).isEqualTo(3.5f);
    assertThat(trace.notes()).anyMatch(note -> note.startsWith("2 answers were not logged"));
  }

  @Test
  void columnsWithFewValuesAreLabels() {
    assertThat(ofFile("burstgpt-1.csv").details().labels().get("Model").value(0))
        .isEqualTo("ChatGPT");
    assertThat(ofFile("footfall-requests.jsonl").details().labels()).containsKeys("class", "pool");
  }

  @Test
  void ofSeveralReplicationsOneIsTaken() throws IOException {
    String row =
        "{\"replication\": %d, \"shopper\": %d, \"submitted\": %d, \"ended\": %d,"
            + " \"inputTokens\": 5, \"outputTokens\": 2}\n";
    StringBuilder text = new StringBuilder();
    for (int replication = 0; replication < 2; replication++) {
      for (int i = 0; i < 3; i++) {
        text.append(row.formatted(replication, i, i, i + 1));
      }
    }

    Trace trace = read("requests.jsonl", text.toString());

    assertThat(trace.size()).isEqualTo(3);
    assertThat(trace.notes()).anyMatch(note -> note.contains("3 requests of others are passed by"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\": 1, \"conversations\": [{\"from\": \"human\", \"value\": \"hi\"}]}] | has no answer",
        "[{\"id\": 1, \"conversations\": [{\"from\": | must be a list of JSON objects",
        "[1, 2] | must be a JSON object",
        "[] | holds no requests",
        "{\"session_id\": 1, \"turns\": [{\"text\": \"a\"}]} | does not say how long the answer is",
        "{\"time\": 1, \"input_tokens\": -4, \"output_tokens\": 3} | must be a whole number from 0 to",
        "{\"time\": 1, \"input_tokens\": 4, \"output_tokens\": 3, \"priority\": -1} | a priority is a",
        "{\"time\": 1, \"input_tokens\": 4, \"output_tokens\": 3, \"patience\": \"x\"} | must be seconds",
        "INFO 10-05 08:00:00 [a.py:1] nothing was asked | holds no requests",
      })
  void conversationsThatCannotBeCountedAreRefused(String text, String rule) throws IOException {
    assertThat(problem("bad.json", bytes(text + "\n"))).contains(rule);
  }
}
