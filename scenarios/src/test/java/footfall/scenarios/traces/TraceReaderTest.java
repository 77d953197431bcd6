package footfall.scenarios.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
  private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

  /** The public trace is not part of the project; docs/traces.md says where it is had. */
  private static final Path AZURE = Path.of("../../shared/traces/AzureLLMInferenceTrace_conv.csv");

  @TempDir private Path folder;

  private Trace read(String text) throws IOException {
    return TraceReader.read(Files.writeString(folder.resolve("t.csv"), text));
  }

  private String problem(String text) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(text));
    assertThat(refused).as("the trace should be refused").isNotNull();
    return refused.getMessage().replace(folder.toString() + "/", "");
  }

  @Test
  void readsAzureTracesFromTheFirstRequestOn() throws IOException {
    Trace trace =
        read(HEADER + "2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109");

    assertThat(trace.size()).isEqualTo(2);
    assertThat(trace.atNanos(0)).isZero();
    assertThat(trace.atNanos(1)).isEqualTo(4_314_579_000L);
    assertThat(trace.inputTokens(1)).isEqualTo(396);
    assertThat(trace.outputTokens(1)).isEqualTo(109);
  }

  @Test
  void keepsTheHashesOfPrompts() throws IOException {
    String first = "{\"timestamp\": 0, \"input_length\": 1100, \"output_length\": 5";
    String second = "{\"timestamp\": 9, \"input_length\": 600, \"output_length\": 5";
    Trace trace =
        read(first + ", \"hash_ids\": [1, 2, 3]}\n" + second + ", \"hash_ids\": [1, 7]}\n");

    assertThat(trace.hasHashes()).isTrue();
    assertThat(trace.hashes(0)).containsExactly(1, 2, 3);
    assertThat(trace.hashes(1)).containsExactly(1, 7);
    assertThat(read(first + "}\n" + second + "}\n").hasHashes()).isFalse();
    assertThat(problem(first + ", \"hash_ids\": [1]}\n" + second + "}\n"))
        .contains("t.csv:2", "must have hash_ids");
    assertThat(problem(first + ", \"hash_ids\": [1.5]}\n" + second + "}\n"))
        .contains("t.csv:1", "whole numbers");
    assertThat(problem(first + ", \"hash_ids\": 5}\n" + second + "}\n"))
        .contains("t.csv:1", "must be a list");
  }

  @Test
  void aMarkAtTheStartAndEmptyLinesAtTheEndDoNoHarm() throws IOException {
    Trace trace =
        read("\ufeff" + HEADER + "2026-01-01 00:00:00,5,5\n2026-01-01 00:00:01,5,5\n\n\n");

    assertThat(trace.size()).isEqualTo(2);
    assertThat(trace.lastLineEnded()).isTrue();
    assertThat(read(HEADER + "2026-01-01 00:00:00,5,5\n2026-01-01 00:00:01,5,5").lastLineEnded())
        .isFalse();
  }

  @Test
  void aRegularTraceIsFittedByARegularProcess() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int second = 0; second < 50; second++) {
      text.append("2026-01-01 00:00:%02d,5,5\n".formatted(second));
    }
    TraceFit best = TraceFit.of(TraceSummary.of(read(text.toString())).arrivals()).get(0);

    assertThat(best.yaml()).matches("(gamma|weibull): \\{rate: 1/s, cv: 0.05\\}");
  }

  @Test
  void readsMooncakeTraces() throws IOException {
    Trace trace =
        read(
            """
            {"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}
            {"timestamp": 30535, "input_length": 6472, "output_length": 26, "hash_ids": []}
            """);

    assertThat(trace.atNanos(1)).isEqualTo(3_053_000_000L);
    assertThat(trace.inputTokens(0)).isEqualTo(6_955);
    assertThat(trace.outputTokens(1)).isEqualTo(26);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | t.csv: is empty.",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n' | t.csv: holds no requests.",
        "'a,b,c\n1,2,3' | t.csv:1: \"a,b,c\": no column is a time. Maybe name it one of TIMESTAMP",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15' | t.csv:3: \"2023-11-16 18:15\": must have 3 fields",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:47,374,' | t.csv:3: \"2023-11-16 18:15:47,374,\": must have a number of output tokens",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:45,374,44' | t.csv:3: \"2023-11-16 18:15:45,374,44\": requests must be in order of time. Maybe sort the file",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.68,-374,44' | t.csv:2: \"-374\": the number of input tokens must be a whole number from 0 to",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,374,44' | t.csv:2: \"yesterday\": must be a time such as",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-01 00:00:00,5,5\n2026-01-01 00:00:00,5,5' | has all its requests at the same instant",
        "'TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-01 00:00:00,5,5\n\n2026-01-01 00:00:01,5,5' | t.csv:4: \"2026-01-01 00:00:01,5,5\": there is an empty line before it",
        "'{\"timestamp\": 1, \"input_length\": 5, \"output_length\": 2}\n{\"timestamp\": 2, \"input_len' | t.csv:2:",
        "'{\"input_length\": 5, \"output_length\": 2}' | must have a time",
        "'{\"timestamp\": 1, \"output_length\": 2}' | must have a number of input tokens",
      })
  void refusesWhatIsNoTraceWithTheLine(String text, String message) {
    assertThat(problem(text)).contains(message);
  }

  @Test
  void refusesALineWithoutEndWithoutReadingItAll() {
    assertThat(problem(HEADER + "1".repeat(3_000_000))).contains("a line has at most 1048576");
  }

  @Test
  void refusesWhatIsNotThereOrNoText() throws IOException {
    assertThat(
            catchThrowableOfType(
                InvalidInputException.class, () -> TraceReader.read(folder.resolve("no.csv"))))
        .hasMessageContaining("no.csv: there is no such file");
    Path binary = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(catchThrowableOfType(InvalidInputException.class, () -> TraceReader.read(binary)))
        .hasMessageContaining("is not UTF-8 text");
  }

  @Test
  void theSmallShopIsAsItWasMade() throws IOException {
    assertThat(Files.readString(SmallShopTrace.FILE)).isEqualTo(SmallShopTrace.text());
  }

  @Test
  void burstsAreBestFittedByAModulatedProcess() {
    TraceSummary summary = TraceSummary.of(TraceReader.read(SmallShopTrace.FILE));
    TraceFit best = TraceFit.of(summary.arrivals()).get(0);

    assertThat(best.yaml()).startsWith("mmpp:");
    assertThat(best.statistics().dispersion(2))
        .isCloseTo(
            summary.arrivals().dispersion(2), within(0.2 * summary.arrivals().dispersion(2)));
  }

  @Test
  void thePublicTraceHasTheFiguresThatItIsKnownBy() {
    assumeTrue(Files.exists(AZURE), "the public trace is not here: see docs/traces.md");
    TraceSummary summary = TraceSummary.of(TraceReader.read(AZURE));

    assertThat(summary.arrivals().count()).isEqualTo(19_366);
    assertThat(1 / summary.arrivals().ratePerSecond()).isCloseTo(0.1808, within(0.0001));
    assertThat(summary.arrivals().coefficientOfVariation()).isCloseTo(1.094, within(0.001));
    assertThat(summary.arrivals().dispersion(0)).isCloseTo(1.39, within(0.01));
    assertThat(summary.arrivals().dispersion(1)).isCloseTo(3.87, within(0.01));
    assertThat(summary.arrivals().dispersion(2)).isCloseTo(16.4, within(0.1));
    assertThat(summary.input().p50()).isEqualTo(1_020);
    assertThat(summary.input().p99()).isEqualTo(4_142);
    assertThat(summary.output().p50()).isEqualTo(129);
    assertThat(summary.output().p90()).isEqualTo(424);
    assertThat(summary.output().p99()).isEqualTo(601);
  }
}
