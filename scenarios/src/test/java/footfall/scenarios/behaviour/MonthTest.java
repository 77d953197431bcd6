package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.Scenario;
import footfall.scenarios.months.Month;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.SizingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthTest {
  @TempDir private Path folder;

  @BeforeEach
  void count() throws IOException {
    Files.writeString(
        folder.resolve("v.csv"), "hour,n\n2026-10-05T00:00,100\n2026-10-05T01:00,300\n");
  }

  private Path file(String horizon, String more) throws IOException {
    return Files.writeString(
        folder.resolve("s.yaml"),
        """
        name: month
        horizon: %s
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {thinking: 10s}}
        pools: {p: {service: {time: 1s}, cost: {perMillionInputTokens: $1}, API}}
        routing: {ratio: {p: 1}}
        %s
        """
            .formatted(horizon, more)
            .replace(
                "API", more.contains("# budget") ? "api: {budget: {perMonth: $5}}" : "workers: 1"));
  }

  private Scenario read(String horizon, String more) throws IOException {
    return new ScenarioReader().read(file(horizon, more), List.of()).scenario();
  }

  private String refusal(String more) {
    return catchThrowableOfType(InvalidInputException.class, () -> read("1h", more))
        .getMessage()
        .replace(folder + "/", "");
  }

  @Test
  void nothingIsKnownOfItUnlessItIsStated() throws IOException {
    assertThat(read("1h", "").month()).isEqualTo(new Month.Unstated());
    assertThat(read("1h", "month: steady").month()).isEqualTo(new Month.Steady());
    assertThat(read("1h", "month: {conversations: 1000}").month())
        .isEqualTo(new Month.OfConversations(1_000));
  }

  @Test
  void wholeDaysMakeAMonth() throws IOException {
    assertThat(read("24h", "").month()).isEqualTo(new Month.WholeDays());
    assertThat(read("7d", "").month()).isEqualTo(new Month.WholeDays());
    assertThat(read("25h", "warmUp: 1h").month()).isEqualTo(new Month.WholeDays());
    assertThat(read("24h", "warmUp: 1h").month()).isEqualTo(new Month.Unstated());
    assertThat(read("24h", "month: steady").month()).isEqualTo(new Month.Steady());
  }

  @Test
  void volumesGoOnForAMonth() throws IOException {
    Month month = read("1h", "month: {volumes: {file: v.csv}}").month();
    assertThat(((Month.OfVolume) month).conversations()).isCloseTo(200 * 730, within(1e-6));
    assertThat(((Month.OfVolume) month.atLoad(1.5)).conversations())
        .isCloseTo(300 * 730, within(1e-6));
    assertThat(((Month.OfVolume) month).hoursUntil(1.0 / 730)).isCloseTo(1 + 1.0 / 3, within(1e-6));
  }

  @Test
  void growthOfTheVolumeIsThatOfTheSizing() throws IOException {
    for (String more :
        List.of(
            "month: {volumes: {file: v.csv, growth: 8%}}",
            "month: {conversations: 1000, growth: 0.08}",
            "month: {conversations: 1000}\nsizing.growth")) {
      String sizing = more.contains("sizing") ? ", growth: 8%}" : "}";
      String yaml =
          more.replace("\nsizing.growth", "")
              + "\nslos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]"
              + "\nsizing: {variables: [{path: pools.p.workers, from: 1, to: 3}]"
              + sizing;
      assertThat(
              new SizingReader()
                  .read(file("1h", yaml), List.of())
                  .sizing()
                  .outlook()
                  .orElseThrow()
                  .growth())
          .isEqualTo(0.08);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slos: [{metric: cost_per_month, op: <=, threshold: $9}] | s.yaml:7: slos.0.metric: cost_per_month: the scenario does not say what a month of it is. Maybe add `month: {conversations: 1000000}`",
        "'# budget' | s.yaml:5: pools.p.api.budget.perMonth: $5: the scenario does not say what a month of it is",
        "month: forever | month: \"forever\": must be one of steady, days",
        "month: {} | month: {}",
        "month: {conversations: 0} | month.conversations: 0: must be",
        "month: {growth: 8%} | month: states no volume",
        "'month: {conversations: 9, volumes: {file: v.csv}}' | month: the volume of the month is stated twice",
        "'month: {conversations: 9, growth: -100%}' | month.growth: -1.00: must be",
        "'month: {volumes: {file: v.csv, growth: -150%}}' | month.volumes.growth: -1.50",
        "month: {volumes: {file: w.csv}} | month.volumes.file: \"w.csv\": there is no such file",
        "'month: {volumes: {file: v.csv, columns: [hour, calls]}}' | v.csv: has no column calls. Maybe one of hour, n",
        "month: days | month: days: the measured time (horizon less warm-up) is not whole days"
      })
  void whatIsWrongIsNamed(String more, String expected) {
    assertThat(refusal(more)).contains(expected);
  }
}
