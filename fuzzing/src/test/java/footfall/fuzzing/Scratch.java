package footfall.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for readers that want files; in memory where the machine has such a place. */
public final class Scratch {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path folder;

  public Scratch() {
    try {
      folder =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "fuzzing")
              : Files.createTempDirectory("fuzzing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** A file of that name with these bytes. */
  public Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** A file of that name with this text. */
  public Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void delete() {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // What is left is in a place for things that are left.
    }
  }
}
