package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there as a whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** What is written into it. */
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes it; one that is there is replaced.
   *
   * @throws InvalidInputException if it cannot be written
   */
  static void write(Path file, Content content) {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    try {
      Files.createDirectories(whole.getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.to(out);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be written (" + e + ")", "choose another file");
    }
  }
}
