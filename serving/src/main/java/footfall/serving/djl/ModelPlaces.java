package footfall.serving.djl;

import footfall.scenarios.dialogues.Dialogues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where model directories are. */
public final class ModelPlaces {
  private static final String EMBEDDED = "embedded/";
  private static final String ROOT = "/footfall/scenarios/models/";
  private static final String MANIFEST = "SHA256SUMS";

  private ModelPlaces() {}

  /**
   * The directory of a model: of one that Footfall brings, unpacked until the process ends, or a
   * path from the given folder.
   *
   * @throws footfall.scenarios.problems.InvalidInputException if Footfall brings none of that name
   */
  public static Path find(String name, Path beside) {
    return isEmbedded(name) ? unpacked(name) : beside.resolve(name).normalize();
  }

  /** Whether Footfall brings the model. */
  public static boolean isEmbedded(String name) {
    return name.startsWith(EMBEDDED);
  }

  private static Path unpacked(String name) {
    List<Path> made = new ArrayList<>();
    try {
      byte[] manifest = resource(name, MANIFEST);
      Path folder = Files.createTempDirectory("footfall-model-");
      made.add(folder);
      put(folder, MANIFEST, manifest, made);
      for (String line : new String(manifest, StandardCharsets.UTF_8).lines().toList()) {
        String file = line.substring(line.lastIndexOf(' ') + 1);
        put(folder, file, resource(name, file), made);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      made.forEach(path -> path.toFile().deleteOnExit());
    }
  }

  private static void put(Path folder, String file, byte[] content, List<Path> made)
      throws IOException {
    made.add(Files.write(folder.resolve(file), content));
  }

  private static byte[] resource(String name, String file) throws IOException {
    try (InputStream in = Dialogues.class.getResourceAsStream(ROOT + name + "/" + file)) {
      if (in == null) {
        throw ModelDirectory.wrong(
            Path.of(name),
            "is no model that Footfall brings",
            "maybe embedded/footfall-tiny or embedded/footfall-small");
      }
      return in.readAllBytes();
    }
  }
}
