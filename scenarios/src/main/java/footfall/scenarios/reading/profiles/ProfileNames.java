package footfall.scenarios.reading.profiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names of the profiles that Footfall brings. */
public final class ProfileNames {
  private static final int NEAREST = 3;
  private static final List<String> ALL = read();

  private ProfileNames() {}

  /** Names with their folders, such as {@code models/library/llama-3.1-8b}; sorted. */
  public static List<String> all() {
    return ALL;
  }

  /** The names of a folder that are most like one that is not there. */
  static String nearest(String folder, String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replaceFirst(".*/", "");
    List<String> nearest =
        ALL.stream()
            .filter(path -> path.startsWith(folder + "/"))
            .map(path -> path.substring(path.indexOf('/') + 1))
            .sorted(Comparator.comparingDouble(path -> distance(wanted, path)))
            .limit(NEAREST)
            .toList();
    return "one of " + String.join(", ", nearest);
  }

  /** Names that contain what was written, or are contained in it, are nearer than any others. */
  private static double distance(String wanted, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    double edits = LevenshteinDistance.getDefaultInstance().apply(wanted, last);
    boolean contains = last.contains(wanted) || wanted.contains(last);
    return edits + (contains ? 0 : wanted.length()) + (path.startsWith("library/") ? 0 : 0.5);
  }

  private static List<String> read() {
    try {
      URI schema =
          Objects.requireNonNull(
                  ProfileNames.class.getResource("/footfall/scenarios/schema/scenario.schema.json"))
              .toURI();
      if (schema.getScheme().equals("file")) {
        return under(Objects.requireNonNull(Path.of(schema).getParent()).resolveSibling(""));
      }
      try (FileSystem jar = FileSystems.newFileSystem(schema, Map.of())) {
        return under(jar.getPath("/footfall/scenarios"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> under(Path root) throws IOException {
    List<String> names = new ArrayList<>();
    for (Profiles.Kind kind : Profiles.Kind.values()) {
      try (Stream<Path> files = Files.walk(root.resolve(kind.folder()))) {
        files
            .map(file -> root.relativize(file).toString().replace('\\', '/'))
            .filter(file -> file.endsWith(".yaml"))
            .forEach(file -> names.add(file.substring(0, file.length() - ".yaml".length())));
      }
    }
    return names.stream().sorted().toList();
  }
}
