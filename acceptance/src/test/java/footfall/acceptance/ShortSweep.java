package footfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A sweep of 101 points in a folder, its scenario {@code two.yaml}, and what its runs leave. */
public final class ShortSweep {
  private final Path folder;

  private ShortSweep(Path folder) {
    this.folder = folder;
  }

  /** Writes {@code two.yaml} and {@code sweep.yaml}. */
  public static ShortSweep write(Path folder, String horizon) throws IOException {
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        name: two
        replications: 2
        horizon: %s
        arrivals: {poisson: {rate: 12/s}}
        pools:
          slm: {service: {time: {exponential: {mean: 300ms}}}, workers: 9, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.7}}
          llm: {kind: llm, slots: 150, service: {time: 500ms}, cost: {perConversation: $0.01}, quality: {satisfaction: 0.9}}
        routing: {ratio: {slm: 0.8, llm: 0.2}}
        """
            .formatted(horizon));
    Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        name: s
        scenario: two.yaml
        axes: [{path: routing.ratio.slm, from: 0, to: 1, points: 101}]
        """);
    return new ShortSweep(folder);
  }

  /** How many points are in the journal of the sweep under way, none of them twice. */
  public int pointsDone() throws IOException {
    Set<String> points = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sweep")).toList()) {
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
          assertThat(points.add(line)).as("twice: " + line).isTrue();
        }
      }
    }
    return points.size();
  }

  /** Every file of a run has the bytes of another's, but for when and how fast it ran. */
  public void isTheSame(String run, String other) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(other))) {
      for (Path file : files.toList()) {
        Path here = folder.resolve(run).resolve(file.getFileName());
        if (file.endsWith("results.json")) {
          assertThat(withoutWall(here)).isEqualTo(withoutWall(file));
        } else {
          assertThat(here).hasSameBinaryContentAs(file);
        }
      }
    }
  }

  private static String withoutWall(Path results) throws IOException {
    return Files.readString(results).replaceAll("\"wall\" : \\{[^}]*}", "");
  }
}
