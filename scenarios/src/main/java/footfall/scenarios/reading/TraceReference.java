package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import footfall.scenarios.traces.TraceReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds and reads the trace that a scenario names. */
final class TraceReference {
  private static final String POINTER = "/arrivals/trace";

  private TraceReference() {}

  /**
   * Reads the trace, where one is named, and notes in the tree which file it was: its path as seen
   * from the working folder, and its SHA-256.
   *
   * @param folder of the scenario, in which the file is looked up first
   * @throws InvalidInputException if it cannot be used or is not the one that is meant
   */
  static Optional<Trace> resolve(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    if (!(tree.at(POINTER) instanceof ObjectNode node)) {
      return Optional.empty();
    }
    Path file = find(node, folder, locate);
    Trace trace = TraceReader.read(file);
    JsonNode stated = node.path("sha256");
    if (stated.isTextual() && !stated.asText().equals(trace.sha256())) {
      throw problem(
          locate,
          "/sha256",
          stated,
          "the file is another one: its SHA-256 is " + trace.sha256(),
          "get the right file, or remove sha256");
    }
    node.put("file", file.toString());
    node.put("sha256", trace.sha256());
    return Optional.of(trace);
  }

  private static Path find(ObjectNode node, Path folder, UnaryOperator<String> locate) {
    try {
      Path named = Path.of(node.get("file").asText());
      Path here = Path.of("").toAbsolutePath();
      Path beside = folder.resolve(named).normalize();
      if (Files.exists(beside)) {
        return beside.startsWith(here) ? here.relativize(beside) : beside;
      }
      if (Files.exists(named)) {
        return named;
      }
      throw problem(
          locate,
          "/file",
          node.get("file"),
          "there is no such file, neither in " + folder + " nor in " + here,
          "check the path");
    } catch (InvalidPathException e) {
      throw problem(locate, "/file", node.get("file"), "is no path", "write traces/monday.csv");
    }
  }

  private static InvalidInputException problem(
      UnaryOperator<String> locate, String key, JsonNode value, String rule, String hint) {
    String pointer = POINTER + key;
    return new InvalidInputException(
        List.of(
            new Problem(
                locate.apply(pointer), Paths.dotted(pointer), Schema.written(value), rule, hint)));
  }
}
