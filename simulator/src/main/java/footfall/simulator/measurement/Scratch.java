package footfall.simulator.measurement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A temporary folder for what two processes tell each other. */
final class Scratch {
  /** What deletes folders if this process is ended. */
  private static final Map<Path, Thread> HOOKS = new ConcurrentHashMap<>();

  private Scratch() {}

  static Path folder() {
    try {
      Path folder = Files.createTempDirectory("footfall-load");
      Thread hook = new Thread(() -> remove(folder), "delete-scratch");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
        HOOKS.put(folder, hook);
      } catch (IllegalStateException e) {
        // This process is ending, and what it does last deletes the folder itself.
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody else deletes it, whatever happens. */
  static void handOver(Path folder) {
    Thread hook = HOOKS.remove(folder);
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // This process is ending by a signal, and deletes it just now.
      }
    }
  }

  static void delete(Path folder) {
    handOver(folder);
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // The machine clears it away some day.
    }
  }
}
