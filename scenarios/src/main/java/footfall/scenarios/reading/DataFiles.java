package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.binding.NamedData;
import footfall.scenarios.traces.TraceReader;
import footfall.scenarios.volumes.Volumes;
import footfall.scenarios.volumes.VolumesReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Finds and reads the trace and the volumes that a scenario names. */
final class DataFiles {
  private static final String TRACE = "/arrivals/trace";
  private static final String VOLUMES = "/month/volumes";

  private final ObjectNode tree;
  private final Path folder;
  private final UnaryOperator<String> locate;

  private DataFiles(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    this.tree = tree;
    this.folder = folder;
    this.locate = locate;
  }

  /**
   * Reads the files that are named, and notes in the tree which they were: their paths as seen from
   * the working folder, and their SHA-256.
   *
   * @param folder of the scenario, in which files are looked up first
   * @throws InvalidInputException if one cannot be used or is not the one that is meant
   */
  static NamedData read(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    DataFiles files = new DataFiles(tree, folder, locate);
    Optional<Trace> trace = files.read(TRACE, TraceReader::read, Trace::sha256);
    List<String> columns = new ArrayList<>();
    tree.at(VOLUMES).path("columns").forEach(column -> columns.add(column.asText()));
    return new NamedData(
        trace, files.read(VOLUMES, file -> VolumesReader.read(file, columns), Volumes::sha256));
  }

  private <T> Optional<T> read(
      String pointer, Function<Path, T> reader, Function<T, String> sha256) {
    if (!(tree.at(pointer) instanceof ObjectNode node)) {
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
