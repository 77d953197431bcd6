package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of which model answered which question right. */
class OutcomesFileTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("answers.csv"),
        """
        prompt,weak-model,strong-model,weak-model_response
        "How many eggs, and
        how many ducks?",True,True,"18, of course"
        How far?,False,True,"3
        or 4"
        When?,True,False,today
        Why?,False,False,
        Who?,True,True,me
        """);
    Files.writeString(folder.resolve("empty.csv"), "prompt,a,b\n");
    Files.writeString(folder.resolve("gaps.csv"), "prompt,a,b\nx,True,False\ny,True,perhaps\n");
  }

  private ResolvedScenario read(String outcomes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: cascade
            horizon: 10min
            arrivals: {poisson: {rate: 1/s}}
            pools:
              weak: {service: {time: 1ms}, quality: {satisfaction: {bernoulli: {mean: 0.6}}}}
              strong: {service: {time: 1ms}, quality: {satisfaction: {bernoulli: {mean: 0.6}}}}
            routing: {cascade: {pools: [weak, strong], threshold: 0.5, outcomes: %s}}
            """
                .formatted(outcomes));
    return new ScenarioReader().read(file, List.of());
  }

  @Test
  void answersAreCounted() throws IOException {
    String yaml = read("{file: answers.csv}").yaml();

    assertThat(yaml).contains("both: 2", "first: 1", "second: 1", "neither: 1");
    assertThat(yaml).as("the counts stand for the file").doesNotContain("answers.csv");
  }

  @Test
  void columnsCanBeNamedInTheOrderOfThePools() throws IOException {
    assertThat(read("{file: answers.csv, columns: [strong-model, weak-model]}").yaml())
        .contains("both: 2", "first: 1", "second: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{file: nowhere.csv} | there is no such file",
        "{file: empty.csv} | has no answers",
        "{file: gaps.csv} | has 1 columns of nothing but True and False",
        "{file: gaps.csv, columns: [a, b]} | line 3 has no True or False in b",
        "{file: answers.csv, columns: [a, weak-model]} | has no column a",
        "{file: answers.csv, columns: [weak-model, weak-model]} | the same column twice"
      })
  void whatCannotBeCountedIsRefused(String outcomes, String problem) {
    assertThatThrownBy(() -> read(outcomes))
        .hasMessageContaining("s.yaml:7")
        .hasMessageContaining(problem);
  }

  @Test
  void itDoesNotGoWithCounts() {
    assertThatThrownBy(
            () -> read("{file: answers.csv}, joint: {both: 1, first: 1, second: 1, neither: 1}"))
        .hasMessageContaining("joint is stated too");
  }
}
