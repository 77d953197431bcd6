package footfall.simulator.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scenario of those who have no more than a GGUF file: one worker with all cores. */
final class GgufScenario {
  private static final String ENDING = ".gguf";
  private static final String YAML =
      """
      name: %s
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      pools:
        model:
          slots: 4
          queue: {capacity: 100, expiry: 5min}
          service: {time: 1s}       # Of no use but in a simulation.
          backend:
            local: {gguf: '%s', cores: %d}
      routing: {ratio: {model: 1}}
      """;

  private GgufScenario() {}

  /** Whether the file is no scenario but a model. */
  static boolean isFor(Path file) {
    return file.toString().endsWith(ENDING);
  }

  /** Writes a scenario that serves the file, which is gone when the process ends. */
  static Path write(Path gguf) {
    String name = gguf.getFileName().toString();
    String stem = name.substring(0, name.length() - ENDING.length());
    String word = stem.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[^A-Za-z]+", "");
    String path = gguf.toAbsolutePath().toString().replace("'", "''");
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      Path folder = Files.createTempDirectory("footfall-gguf-");
      Path file = folder.resolve("scenario.yaml");
      Files.writeString(file, YAML.formatted(word.isEmpty() ? "gguf" : word, path, cores));
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
