package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
  static List<Path> catalog() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("catalog"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void everyFileIsValidAndExplainsItself(Path file) throws IOException {
    assertThat(new ScenarioReader().read(file, List.of()).scenario().pools()).isNotEmpty();
    assertThat(Files.readString(file))
        .contains("# LESSON", "# SEE", "./footfall simulate scenarios/" + file)
        .contains(
            "$schema=" + "../".repeat(file.getNameCount() - 1) + "schema/scenario.schema.json");
  }
}
