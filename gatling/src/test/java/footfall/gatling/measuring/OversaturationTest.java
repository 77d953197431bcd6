package footfall.gatling.measuring;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.measurement.MeasuredRequest;
import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.reports.measurement.MeasuredRequest.Timestamps;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Failure;
import footfall.reports.recording.TurnOutcome;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 200 requests in the first half of a test, one each 10 ms, of which some are late. */
class OversaturationTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder;
  private final LoadLog log = new LoadLog();
  private final RunClock clock = new RunClock();
  private int count;

  private Oversaturation of(String slo) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: s
            horizon: 60s
            warmUp: 1s
            arrivals: {poisson: {rate: 1/s}}
            pools: {a: {service: {time: 1s}}}
            routing: {ratio: {a: 1}}
            slos: [%s]
            """
                .formatted(slo));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    clock.start();
    return new Oversaturation(scenario, log, clock, () -> 0.5);
  }

  private static Place place(int number) {
    return new Place(number, 0, 0, 1, 0, 1, 0, -1, -1, -1, true, false, 0, 0);
  }

  private void ends(int latencyMillis, Ending ending) {
    long due = 10L * count * MILLI;
    long end = due + latencyMillis * MILLI;
    log.ended(
        new MeasuredRequest(
            place(count), new Timestamps(due, due, end, end, new int[0]), ending, Told.NOTHING));
    count++;
  }

  private void answered(int number, int latencyMillis) {
    for (int i = 0; i < number; i++) {
      ends(latencyMillis, Ending.ANSWERED);
    }
  }

  /** Of 500 that may come p95 forgives 25. */
  @ParameterizedTest
  @CsvSource({"24, false", "26, true"})
  void isFoundWhenMoreAreLateThanAreForgivenOfAll(int late, boolean found) throws IOException {
    Oversaturation oversaturation =
        of("{metric: request_latency, stat: p95, op: <=, threshold: 400ms}");
    answered(200 - late, 100);
    answered(late, 500);
    assertThat(oversaturation.found().isPresent()).isEqualTo(found);
    if (found) {
      assertThat(oversaturation.found().get()).contains("26 requests have missed", "400ms");
    }
  }

  @Test
  void whatFailedIsLateAndTheWarmUpIsNot() throws IOException {
    Oversaturation oversaturation =
        of("{metric: time_to_first_token, stat: p95, op: <=, threshold: 400ms}");
    answered(99, 5_000); // Within the warm-up's second.
    answered(80, 10);
    assertThat(oversaturation.found()).isEmpty();
    for (int i = 0; i < 27; i++) {
      ends(1, new Ending(TurnOutcome.FAILED, Failure.VENDOR_ERROR, 500, ""));
    }
    assertThat(oversaturation.found()).isPresent();
  }

  @Test
  void whatIsUnderWayForLongIsLate() throws IOException {
    Oversaturation oversaturation =
        of("{metric: request_latency, stat: p95, op: <=, threshold: 400ms}");
    answered(100, 10);
    for (int i = 0; i < 30; i++) {
      log.sent("open " + i, place(i), 1_000 * MILLI, 1_000 * MILLI);
    }
    assertThat(oversaturation.found()).isEmpty(); // They are due in two seconds.
    while (clock.nowNanos() < 1_450 * MILLI) {
      LockSupport.parkNanos(20 * MILLI);
    }
    assertThat(oversaturation.found()).isPresent();
  }

  @Test
  void otherObjectivesNeedTheEnd() throws IOException {
    Oversaturation oversaturation =
        of("{metric: request_latency, stat: mean, op: <=, threshold: 400ms}");
    answered(200, 9_000);
    assertThat(oversaturation.found()).isEmpty();
  }
}
