package footfall.scenarios.reading.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import footfall.scenarios.reading.profiles.Profiles.Kind;
import footfall.scenarios.reading.yaml.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models, devices and precisions that Footfall brings, with their figures. */
public final class Library {
  private final Profiles profiles =
      new Profiles(Schema.named("scenario.schema.json"), Optional.empty());

  /**
   * One of them.
   *
   * @param name under which a scenario names it
   * @param figures as a pool has them
   * @param provenance of each figure by its path
   */
  public record Entry(Kind kind, String name, JsonNode figures, Map<String, String> provenance) {}

  /** Those whose names contain a word, in order of their names; all for an empty one. */
  public List<Entry> entries(Kind kind, String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return ProfileNames.all().stream()
        .filter(path -> path.startsWith(kind.folder() + "/"))
        .map(path -> path.substring(kind.folder().length() + 1))
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .map(name -> entry(kind, name))
        .toList();
  }

  private Entry entry(Kind kind, String name) {
    Map<String, String> provenance = new TreeMap<>();
    JsonNode figures = profiles.figures(kind, name, provenance);
    return new Entry(kind, name, figures, provenance);
  }
}
