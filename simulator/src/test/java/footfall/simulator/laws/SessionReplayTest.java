package footfall.simulator.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.recording.SampledRequest;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded sessions are conversations: closed within, open between. */
class SessionReplayTest {
  private static final String HEADER = "timestamp,session_id,input_tokens,output_tokens\n";

  @TempDir private Path folder;

  private ResolvedScenario scenario(String rows, String trace, String pool) throws IOException {
    Files.writeString(folder.resolve("t.csv"), HEADER + rows);
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: sessions
            replications: 1
            drain: true
            arrivals: {trace: {file: t.csv, unit: s, %s}}
            pools: {a: {%s}}
            routing: {ratio: {a: 1}}
            """
                .formatted(trace, pool));
    return Laws.read(file);
  }

  private List<SampledRequest> requests(String rows, String trace, String pool) throws IOException {
    Outcome outcome = Laws.run(scenario(rows, trace, pool), 1);
    return outcome.replications().get(0).singles().get(0).sample().stream()
        .sorted((a, b) -> Long.compare(a.submittedNanos(), b.submittedNanos()))
        .toList();
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Each answer takes 20 s: the second turn waits for it, and the third comes as recorded. */
  @Test
  void aTurnComesAsRecordedOrWhenTheOneBeforeIsAnswered() throws IOException {
    String rows = "0,x,100,10\n5,y,200,20\n10,x,300,30\n60,x,500,50\n";
    String pool = "slots: 9, service: {time: 20s}";
    List<SampledRequest> closed = requests(rows, "sessions: true", pool);
    List<SampledRequest> open = requests(rows, "sessions: false", pool);

    assertThat(closed)
        .extracting(r -> seconds(r.submittedNanos()))
        .containsExactly(0.0, 5.0, 20.0, 70.0);
    assertThat(closed).extracting(SampledRequest::inputTokens).containsExactly(100, 200, 300, 500);
    assertThat(open)
        .extracting(r -> seconds(r.submittedNanos()))
        .containsExactly(0.0, 5.0, 10.0, 60.0);
  }

  /** The second turn repeats 110 tokens of its 300, which take 1 ms each. */
  @Test
  void theContextThatWasReadBeforeIsCached() throws IOException {
    String rows = "0,x,100,10\n5,y,200,20\n10,x,300,30\n";
    String pool = "slots: 9, prefixCache: 1, service: {time: 1s, perInputToken: 1ms}";
    List<SampledRequest> cached = requests(rows, "sessions: true", pool);

    assertThat(seconds(cached.get(2).endedNanos() - cached.get(2).submittedNanos()))
        .isCloseTo(1 + 0.190, within(1e-6));
    assertThat(seconds(cached.get(0).endedNanos() - cached.get(0).submittedNanos()))
        .isCloseTo(1 + 0.100, within(1e-6));
  }

  @Test
  void aTraceWithoutSessionsHasNone() throws IOException {
    Files.writeString(
        folder.resolve("u.csv"), "timestamp,input_tokens,output_tokens\n1,1,1\n2,1,1\n");
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                scenario(
                    "0,x,1,1\n9,x,1,1\n", "sessions: true, file: u.csv", "service: {time: 1s}"));
    assertThat(refused).isNotNull();
  }

  /**
   * One server: the first is served for 10 s, then the urgent third; the second gives up at 7 s.
   */
  @Test
  void serviceTimePatienceAndPriorityMayBeThoseOfEachRow() throws IOException {
    Files.writeString(
        folder.resolve("r.csv"),
        "timestamp,input_tokens,output_tokens,service_time,patience,priority\n"
            + "0,5,5,10,,1\n1,5,5,1,6,1\n2,5,5,3.5,,0\n3,5,5,2,,1\n");
    ResolvedScenario rows =
        Laws.read(
            Files.writeString(
                folder.resolve("r.yaml"),
                """
                name: rows
                replications: 1
                drain: true
                arrivals: {trace: {file: r.csv, unit: s}}
                pools: {a: {service: {time: 99s}, queue: {discipline: priority}}}
                routing: {ratio: {a: 1}}
                """));

    List<SampledRequest> all =
        Laws.run(rows, 1).replications().get(0).singles().get(0).sample().stream()
            .sorted((a, b) -> Long.compare(a.submittedNanos(), b.submittedNanos()))
            .toList();

    assertThat(all).extracting(r -> seconds(r.endedNanos())).containsExactly(10.0, 7.0, 13.5, 15.5);
    assertThat(all.get(1).outcome()).isEqualTo("abandoned");
  }
}
