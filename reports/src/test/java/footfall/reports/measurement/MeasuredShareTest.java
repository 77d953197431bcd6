package footfall.reports.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.reports.measurement.MeasuredRequest.Ending;
import footfall.reports.measurement.MeasuredRequest.Place;
import footfall.reports.measurement.MeasuredRequest.Timestamps;
import footfall.reports.measurement.MeasuredRequest.Told;
import footfall.reports.recording.Census;
import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several generators have measured, written, read and merged. */
class MeasuredShareTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;

  private static MeasuredRequest request(long shopper) {
    return new MeasuredRequest(
        new Place(shopper, 0, 0, 1, 0, 1, 0, -1, -1, -1, true, false, shopper, shopper),
        new Timestamps(SECOND, SECOND + 5, 2 * SECOND, 3 * SECOND, new int[] {7, 9}),
        Ending.ANSWERED,
        new Told("id" + shopper, 0, 0, 10, 0, 3, 1, 2, 3));
  }

  /** A generator; {@code requests} are answered ones, {@code cpu} is in cores of its two. */
  private static MeasuredShare share(
      int number, int of, long began, int requests, double cpu, double factor, boolean cut) {
    return new MeasuredShare(
        number,
        of,
        began,
        cut,
        "",
        new LoadMeasurement(
            "http://x",
            "m",
            factor,
            IntStream.range(0, requests).mapToObj(MeasuredShareTest::request).toList(),
            new Census(1, 1, 1),
            10 * SECOND,
            new GeneratorHealth(3, 2, 1, 100, 0, cpu, 2, 0.1, 0.7),
            new ReplyLengths(true, 10 * number),
            number == 2 ? List.of(new ServerSample(SECOND, 0, 1, 2)) : List.of(),
            number == 2 ? 40 : Double.NaN,
            Set.of("p"),
            Optional.of(new MeasuredEnergy(1, 10, 500))));
  }

  private static MeasuredShare share(int number, int of) {
    return share(number, of, 0, 1, 0.5, 1, false);
  }

  @Test
  void everyFieldComesBackAsItWas() throws IOException {
    MeasuredShare written = share(2, 2, 1_234, 3, 0.5, 1.5, false);
    Files.write(folder.resolve(MeasuredShare.FILE), written.packed());
    assertThat(MeasuredShare.in(folder)).usingRecursiveComparison().isEqualTo(written);
  }

  @Test
  void aMergedTestHasTheRequestsOfAllAndTheServerOnce() {
    MeasuredShare.Merged merged =
        MeasuredShare.merge(
            List.of(share(1, 2, 1_000, 10, 0.3, 1, false), share(2, 2, 1_400, 30, 1.6, 1, false)));
    LoadMeasurement all = merged.measurement();
    assertThat(all.requests()).hasSize(40);
    assertThat(all.census().inConversation()).isEqualTo(2);
    assertThat(all.replies().planned()).isEqualTo((10 * 10 + 30 * 20) / 40.0);
    assertThat(all.server()).hasSize(1);
    assertThat(all.answeredByServer()).isEqualTo(40);
    assertThat(all.energy().orElseThrow().joules()).isEqualTo(500);
    assertThat(all.generator()).isEqualTo(new GeneratorHealth(6, 4, 2, 200, 0, 1.6, 2, 0.1, 0.7));
    assertThat(merged.apartMillis()).isEqualTo(400);
    assertThat(merged.beganTogether()).isTrue();
  }

  @Test
  void thoseThatBeganOneAfterTheOtherAreNotOneLoad() {
    List<MeasuredShare> shares = List.of(share(1, 2), share(2, 2, 1_001, 1, 0.5, 1, false));
    assertThat(MeasuredShare.merge(shares).beganTogether()).isFalse();
  }

  @Test
  void whatIsNotOneWholeLoadTestIsRefused() {
    refused("share 2/3, 3/3: is missing", share(1, 3));
    refused("share 1/2: is there twice", share(1, 2), share(1, 2));
    refused("share 1/2: is of another load test than share 1/3", share(1, 3), share(1, 2));
    refused("share 2/2: was interrupted", share(1, 2), share(2, 2, 0, 1, 0.5, 1, true));
    refused(
        "share 2/2: has another target, model or --load",
        share(1, 2),
        share(2, 2, 0, 1, 0.5, 2, false));
  }

  private static void refused(String message, MeasuredShare... shares) {
    assertThatThrownBy(() -> MeasuredShare.merge(List.of(shares)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"number\": 1, \"of\": 2, \"measurement\": {}}"})
  void filesThatLackAPartAreRefused(String json) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(MeasuredShare.FILE)))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> MeasuredShare.in(folder)).isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "no gzip"})
  void filesThatAreNoneAreRefused(String text) throws IOException {
    Files.writeString(folder.resolve(MeasuredShare.FILE), text);
    assertThatThrownBy(() -> MeasuredShare.in(folder)).isInstanceOf(InvalidInputException.class);
  }
}
