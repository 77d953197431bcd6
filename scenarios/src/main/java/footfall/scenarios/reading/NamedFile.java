package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file that a scenario names.
 *
 * @param pointer where it is named
 * @param folder of the scenario, in which the file is looked up first
 */
record NamedFile(String pointer, JsonNode name, Path folder, UnaryOperator<String> locate) {
  /**
   * Its path, as seen from the working folder.
   *
   * @throws InvalidInputException if there is none
   */
  Path find() {
    try {
      Path named = Path.of(name.asText());
      Path here = Path.of("").toAbsolutePath();
      Path beside = folder.resolve(named).normalize();
      if (Files.exists(beside)) {
        return beside.startsWith(here) ? here.relativize(beside) : beside;
      }
      if (Files.exists(named)) {
        return named;
      }
      throw problem(
          folder.toAbsolutePath().normalize().equals(here)
              ? "there is no such file in " + here
              : "there is no such file, neither in " + folder + " nor in " + here,
          "check the path");
    } catch (InvalidPathException e) {
      throw problem("is no path", "write traces/monday.csv");
    }
  }

  /** What is wrong with it. */
  InvalidInputException problem(String rule, String hint) {
    return new InvalidInputException(
        List.of(
            new Problem(
                locate.apply(pointer), Paths.dotted(pointer), Schema.written(name), rule, hint)));
  }
}
