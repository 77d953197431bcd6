package footfall.scenarios.dialogues;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files that dialogues are made from. */
final class PhraseFiles {
  private static final String FOLDER = "/footfall/scenarios/phrases/";

  private PhraseFiles() {}

  /** The lines of a file, without blank ones and comments. */
  static List<String> lines(String name) {
    try (InputStream in = PhraseFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no phrases in " + name);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
