package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.binding.NamedData;
import footfall.scenarios.traces.TokenCounter;
import footfall.scenarios.traces.TraceReader;
import footfall.scenarios.volumes.Volumes;
import footfall.scenarios.volumes.VolumesReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds and reads the trace and the volumes that a scenario names, each once. */
final class DataFiles {
  private static final String TRACE = "/arrivals/trace";
  private static final String ARRIVALS = "/arrivals/volumes";
  private static final String MONTH = "/month/volumes";

  private final ObjectNode tree;
  private final Path folder;
  private final UnaryOperator<String> locate;
  private @Nullable Optional<Trace> trace;
  private @Nullable Optional<Volumes> arrivals;

  /**
   * The files of a scenario.
   *
   * @param folder of the scenario, in which files are looked up first
   */
  DataFiles(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    this.tree = tree;
    this.folder = folder;
    this.locate = locate;
  }

  /**
   * Reads the files that are named, and notes in the tree which they were: their paths as seen from
   * the working folder, and their SHA-256.
   *
   * @throws InvalidInputException if one cannot be used or is not the one that is meant
   */
  NamedData read() {
    return new NamedData(trace(), arrivals(), volumes(MONTH));
  }

  /** The trace that the arrivals replay. */
  Optional<Trace> trace() {
    if (trace == null) {
      Optional<String> unit =
          Optional.of(tree.at(TRACE + "/unit")).filter(JsonNode::isTextual).map(JsonNode::asText);
      JsonNode characters = tree.at(TRACE + "/charactersPerToken");
      Optional<TokenCounter> counter =
          characters.isNumber() && characters.asDouble() > 0
              ? Optional.of(TokenCounter.ofCharacters(characters.asDouble()))
              : Optional.empty();
      trace = read(TRACE, file -> TraceReader.read(file, unit, counter), Trace::sha256);
      JsonNode sessions = tree.at(TRACE + "/sessions");
      if (sessions.asBoolean() && trace.isPresent() && !trace.get().hasSessions()) {
        throw new NamedFile(TRACE + "/sessions", sessions, folder, locate)
            .problem(
                "nothing in the trace tells sessions apart",
                "add a column session_id, or remove sessions");
      }
    }
    return trace;
  }

  /** The volumes that the arrivals follow. */
  Optional<Volumes> arrivals() {
    if (arrivals == null) {
      arrivals = volumes(ARRIVALS);
    }
    return arrivals;
  }

  private Optional<Volumes> volumes(String pointer) {
    List<String> columns = new ArrayList<>();
    tree.at(pointer).path("columns").forEach(column -> columns.add(column.asText()));
    return read(pointer, file -> VolumesReader.read(file, columns), Volumes::sha256);
  }

  private <T> Optional<T> read(
      String pointer, Function<Path, T> reader, Function<T, String> sha256) {
    if (!(tree.at(pointer) instanceof ObjectNode node) || !node.path("file").isTextual()) {
      return Optional.empty();
    }
    Path file = new NamedFile(pointer + "/file", node.get("file"), folder, locate).find();
    T data = reader.apply(file);
    JsonNode stated = node.path("sha256");
    if (stated.isTextual() && !stated.asText().equals(sha256.apply(data))) {
      throw new NamedFile(pointer + "/sha256", stated, folder, locate)
          .problem(
              "the file is another one: its SHA-256 is " + sha256.apply(data),
              "get the right file, or remove sha256");
    }
    node.put("file", file.toString());
    node.put("sha256", sha256.apply(data));
    return Optional.of(data);
  }
}
