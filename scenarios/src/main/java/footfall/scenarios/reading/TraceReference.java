package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.traces.TraceReader;
import java.nio.file.Path;
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
    Path file = new NamedFile(POINTER + "/file", node.get("file"), folder, locate).find();
    Trace trace = TraceReader.read(file);
    JsonNode stated = node.path("sha256");
    if (stated.isTextual() && !stated.asText().equals(trace.sha256())) {
      throw new NamedFile(POINTER + "/sha256", stated, folder, locate)
          .problem(
              "the file is another one: its SHA-256 is " + trace.sha256(),
              "get the right file, or remove sha256");
    }
    node.put("file", file.toString());
    node.put("sha256", trace.sha256());
    return Optional.of(trace);
  }
}
