package footfall.scenarios.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.problems.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumesReaderTest {
  @TempDir private Path folder;

  private Volumes read(String text, String... columns) throws IOException {
    Path file = Files.writeString(folder.resolve("v.csv"), text.replace("|", "\n"));
    return VolumesReader.read(file, List.of(columns));
  }

  @Test
  void hoursAreCounted() throws IOException {
    Volumes volumes =
        read("hour,shop,n|2026-10-05T22:00,a,10|2026-10-05T23:00,b,30.5|2026-10-06T00:00,a,0");

    assertThat(volumes.size()).isEqualTo(3);
    assertThat(volumes.total()).isEqualTo(40.5);
    assertThat(volumes.hours()).isEqualTo(3);
    assertThat(volumes.perHour()).isEqualTo(13.5);
    assertThat(volumes.busiestPerHour()).isEqualTo(30.5);
    assertThat(volumes.start()).isEqualTo(LocalDateTime.of(2026, 10, 5, 22, 0));
    assertThat(volumes.isWholeDays()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "t,n|2026-10-05,24|2026-10-06,48 ! 86400",
        "t,n|2026-10-05 00:15,24|2026-10-05 00:30,48 ! 900",
        "t,n|2026-10-05T08:00:00,24|2026-10-05T09:00:00,48 ! 3600",
        "t;n|2026-10-05T08:00Z;24|2026-10-05T09:00Z;48 ! 3600",
        // Clocks are set back: two o'clock comes twice, an hour apart.
        "t,n|2026-10-25T02:00+02:00,24|2026-10-25T02:00+01:00,48 ! 3600"
      })
  void timesAreWrittenInManyWays(String text, long step) throws IOException {
    Volumes volumes = read(text);
    assertThat(volumes.stepSeconds()).isEqualTo(step);
    assertThat(volumes.total()).isEqualTo(72);
  }

  @Test
  void columnsCanBeNamed() throws IOException {
    String text = "from,to,calls,chats|2026-10-05,2026-10-06,7,1|2026-10-06,2026-10-07,8,2";
    assertThat(refusal(text)).contains("several columns of times: from, to", "columns:");
    assertThat(read(text, "from", "chats").total()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "t,n|2026-10-05T08:00,1|2026-10-05T09:00,1|2026-10-05T11:00,1 ! v.csv:4: \"2026-10-05T11:00\": there is a gap after 2026-10-05T09:00",
        "t,n|2026-10-05T08:00,1|2026-10-05T08:00,1 ! v.csv:3: \"2026-10-05T08:00\": this time is there twice",
        "t,n|2026-10-05T08:00,1|2026-10-05T07:00,1 ! must be in ascending order",
        "t,n|2026-10-05T08:00,1|2026-10-05T09:00,-1 ! v.csv:3: \"-1\": is no count",
        "t,n|2026-10-05T08:00,1|2026-10-05T09:00,many ! v.csv:3: \"many\": is no count",
        "t,n|2026-10-05T08:00,1|yesterday,2 ! v.csv:3: \"yesterday\": is no time",
        "t,n|2026-10-05T08:00,1|2026-10-05T08:07,2 ! counts every 420 seconds",
        "t,n|2026-10-05T08:00,0|2026-10-05T09:00,0 ! every count is zero",
        "t,n|2026-10-05T08:00,1 ! fewer than two counts",
        "a,b|x,1|y,2 ! no column of times",
        "t,n|2026-10-05T08:00,1|2026-10-05T09:00 ! cannot be read as CSV",
        "2026-10-05T08:00,1|2026-10-05T09:00,2|2026-10-05T10:00,2 ! begins without a line of column names",
        "t,n|2026-10-05T08:00Z,1|2026-10-05T09:00,2 ! v.csv:3: \"2026-10-05T09:00\": is no time",
        "t,n|05.10.2026 08:00,1|05.10.2026 09:00,2 ! has no column of times: its first line is [05.10.2026 08:00, 1]"
      })
  void whatIsWrongIsNamed(String text, String expected) {
    assertThat(refusal(text)).contains(expected);
  }

  @Test
  void countsGoOnFromTheirBeginning() throws IOException {
    Volumes volumes = read("t,n|2026-10-05T00:00,10|2026-10-05T01:00,0|2026-10-05T02:00,30");
    assertThat(volumes.hoursUntil(0)).isZero();
    assertThat(volumes.hoursUntil(5)).isEqualTo(0.5);
    assertThat(volumes.hoursUntil(25)).isEqualTo(2.5);
    assertThat(volumes.hoursUntil(400 + 5)).isCloseTo(30.5, within(1e-9));
  }

  private String refusal(String text) {
    return catchThrowableOfType(InvalidInputException.class, () -> read(text)).getMessage();
  }
}
