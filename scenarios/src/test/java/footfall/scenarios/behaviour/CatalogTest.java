package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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
    String text = Files.readString(file);
    boolean experiment = text.contains("/experiment.schema.json");
    if (experiment) {
      assertThat(text)
          .contains("\nscenario: ")
          .containsPattern("\n(axes|panels):"); // Read with -Pfull.
    } else {
      assertThat(new ScenarioReader().read(file, List.of()).scenario().pools()).isNotEmpty();
    }
    assertThat(text)
        .contains(
            "# LESSON",
            "# SEE",
            "./footfall " + (experiment ? "sweep" : verb(text)) + " scenarios/" + file)
        .contains(
            "$schema="
                + "../".repeat(file.getNameCount() - 1)
                + "schema/"
                + (experiment ? "experiment" : "scenario")
                + ".schema.json");
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("catalog")
  void everyPointOfAnExperimentIsValid(Path file) throws IOException {
    if (Files.readString(file).contains("/experiment.schema.json")) {
      assertThat(new ExperimentReader().read(file, List.of()).scenarios()).isNotEmpty();
    }
  }

  /** docs/make-catalog makes the page from the files. */
  @ParameterizedTest
  @MethodSource("catalog")
  void theDocsExplainEveryFile(Path file) throws IOException {
    String docs = oneLine(Files.readString(Path.of("../docs/catalog.md")));
    String lesson =
        Files.readString(file)
            .lines()
            .dropWhile(line -> !line.startsWith("# LESSON"))
            .takeWhile(line -> !line.matches("# (RUN|SEE|FORM) .*") && line.startsWith("#"))
            .map(line -> line.substring(1).replaceFirst("^ *LESSON", ""))
            .collect(Collectors.joining(" "));
    assertThat(lesson).isNotBlank();
    assertThat(docs).contains(oneLine(lesson), "(../scenarios/" + file + ")");
  }

  private static String oneLine(String text) {
    return text.replace("\\|", "|").replaceAll("\\s+", " ").strip();
  }

  private static String verb(String scenario) {
    if (scenario.contains("\nsizing:")) {
      return "size";
    }
    if (scenario.contains("\nevaluation:")) {
      return "evaluate";
    }
    return scenario.contains("    backend:") ? "serve" : "simulate";
  }
}
