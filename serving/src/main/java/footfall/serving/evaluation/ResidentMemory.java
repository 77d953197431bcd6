package footfall.serving.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process, as Linux tells it. Stateless. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** Bytes after garbage was collected; NaN where the platform does not tell. */
  public static double nowBytes() {
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
