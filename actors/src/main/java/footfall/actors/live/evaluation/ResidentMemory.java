package footfall.actors.live.evaluation;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of this process, as Linux tells it, less its Java heap: models hold theirs
 * outside. Stateless.
 */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Bytes after garbage was collected; NaN where the platform does not tell. */
  static double outsideHeapBytes() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return Math.max(0, read("VmRSS:") - heap);
  }

  private static double read(String field) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
