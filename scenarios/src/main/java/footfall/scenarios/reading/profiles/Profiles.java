package footfall.scenarios.reading.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import footfall.scenarios.reading.yaml.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Profiles: what is known of a model, a device or a quantisation, every figure with its provenance.
 * A figure is written {@code {value: .., provenance: claimed|published|measured|assumed, source:
 * ..}}. A pool names its profiles; what it states itself wins, then the model, the hardware, and
 * the quantisation.
 */
public final class Profiles {
  /** What a profile is of, by the key under which a pool names it, and the folder it is in. */
  public enum Kind {
    MODEL("model", "models"),
    HARDWARE("hardware", "devices"),
    QUANTIZATION("quantization", "quantization");

    private final String key;
    private final String folder;

    Kind(String key, String folder) {
      this.key = key;
      this.folder = folder;
    }

    public String key() {
      return key;
    }

    String folder() {
      return folder;
    }

    /** Where a pool remembers whose figures were filled in. */
    private String marker() {
      return "profile." + key;
    }
  }

  private static final String ROOT = "/footfall/scenarios/";
  private static final Set<String> PROVENANCES =
      Set.of("claimed", "published", "measured", "assumed");

  /** What a file says: figures, and where each comes from. */
  private record Profile(ObjectNode figures, ObjectNode provenance) {}

  private final Schema poolSchema;
  private final Optional<Path> models;

  /** What was read before; a sweep asks for the same profile thousands of times. */
  private final Map<String, Profile> read = new ConcurrentHashMap<>();

  /**
   * Profiles that Footfall brings.
   *
   * @param models a folder whose model profiles stand in for those of the same name
   */
  public Profiles(Schema scenarioSchema, Optional<Path> models) {
    this.poolSchema = scenarioSchema.part("/properties/pools/additionalProperties");
    this.models = models;
  }

  /**
   * Fills into the pool what it does not state itself.
   *
   * @param beside the folder of the scenario, in which the user's own profiles are looked up
   * @throws InvalidInputException if the profile is broken or there is none
   */
  public void fillIn(
      Kind kind, ObjectNode pool, String name, Path beside, String source, String path) {
    String key = kind + " " + name + " " + beside;
    Profile profile = read.get(key);
    if (profile == null) {
      profile = read(load(kind, name, beside, source, path));
      read.put(key, profile);
    }
    refuseOtherDevice(kind, pool, name, profile, source, path);
    ObjectNode provenance = profile.provenance().deepCopy();
    profile
        .figures()
        .deepCopy()
        .properties()
        .forEach(
            field -> {
              JsonNode own = pool.get(field.getKey());
              if (own == null && saysItOtherwise(field.getKey(), pool)) {
                forget(provenance, field.getKey());
              } else if (own == null) {
                pool.set(field.getKey(), field.getValue());
              } else if (own instanceof ObjectNode mine && field.getValue().isObject()) {
                field
                    .getValue()
                    .properties()
                    .forEach(
                        part -> {
                          if (!mine.has(part.getKey())) {
                            mine.set(part.getKey(), part.getValue());
                          } else if (part.getKey().equals("step")
                              && mine.get("step") instanceof ObjectNode ownRates) {
                            fillInRates(ownRates, part.getValue(), provenance);
                          } else {
                            forget(provenance, field.getKey() + "." + part.getKey());
                          }
                        });
              } else {
                forget(provenance, field.getKey());
              }
            });
    provenance.put(kind.marker(), name);
    if (pool.get("provenance") instanceof ObjectNode known) {
      provenance.setAll(known);
    }
    pool.set("provenance", provenance);
  }

  /** A speed that was measured on one device is not that of another. */
  private static void refuseOtherDevice(
      Kind kind, ObjectNode pool, String name, Profile profile, String source, String path) {
    JsonNode measured = profile.figures().path("hardware");
    boolean applies =
        kind == Kind.MODEL
            && measured.isTextual()
            && pool.path("hardware").isTextual()
            && !measured.equals(pool.get("hardware"))
            && !pool.has("service")
            && !pool.path("engine").has("step");
    if (applies) {
      throw new InvalidInputException(
          List.of(
              new Problem(
                  source,
                  path,
                  "\"" + name + "\"",
                  "its speed is that on "
                      + measured.asText()
                      + ", not on "
                      + pool.get("hardware").asText(),
                  "take a model of the library, whose speed is derived for any device: "
                      + ProfileNames.nearest(
                          Kind.MODEL.folder + "/library",
                          name.replaceFirst(".*/", "")
                              .replaceFirst(
                                  "-" + measured.asText().replaceFirst(".*-", ""), "")))));
    }
  }

  /**
   * The device that a model profile names; empty where it names none, or there is no such profile.
   */
  public Optional<String> device(String model, Path beside) {
    try {
      ObjectNode figures = read(load(Kind.MODEL, model, beside, model, "model")).figures();
      return Optional.ofNullable(figures.get("hardware")).map(JsonNode::asText);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Figures of a profile that Footfall brings; adds where each comes from. */
  JsonNode figures(Kind kind, String name, Map<String, String> provenance) {
    Profile profile = read(load(kind, name, Path.of("."), name, kind.key));
    profile
        .provenance()
        .properties()
        .forEach(figure -> provenance.put(figure.getKey(), figure.getValue().asText()));
    return profile.figures();
  }

  private Profile read(SourceTree file) {
    List<Problem> problems = new ArrayList<>();
    ObjectNode provenance = file.root().objectNode();
    JsonNode unwrapped = unwrap(file.root(), "", file, provenance, problems);
    if (!(unwrapped instanceof ObjectNode figures)) {
      throw InvalidInputException.of(
          file.location(""), "a profile holds figures by name", "start it with `kind:`");
    }
    problems.addAll(poolSchema.check(figures, file::location));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Profile(figures, provenance);
  }

  /** Whether the pool has the figures of such a profile filled in already. */
  public static boolean isFilledIn(Kind kind, ObjectNode pool) {
    return pool.path("provenance").has(kind.marker());
  }

  /** Whether it has those of another profile than it names. */
  public static boolean isFilledInFromAnother(Kind kind, ObjectNode pool) {
    return isFilledIn(kind, pool)
        && !pool.path("provenance").path(kind.marker()).equals(pool.path(kind.key()));
  }

  /** Each rate of an engine's step may be stated by itself. */
  private static void fillInRates(ObjectNode own, JsonNode profile, ObjectNode provenance) {
    for (Map.Entry<String, JsonNode> rate : profile.properties()) {
      if (own.has(rate.getKey())) {
        forget(provenance, "engine.step." + rate.getKey());
      } else {
        own.set(rate.getKey(), rate.getValue());
      }
    }
  }

  /** Whether the pool states a service of its own instead of an engine, or the other way round. */
  private static boolean saysItOtherwise(String figure, ObjectNode pool) {
    return (figure.equals("engine") && pool.has("service"))
        || (figure.equals("service") && pool.has("engine"));
  }

  private static void forget(ObjectNode provenance, String figure) {
    List<String> figures = new ArrayList<>();
    provenance.fieldNames().forEachRemaining(figures::add);
    figures.removeIf(name -> !name.equals(figure) && !name.startsWith(figure + "."));
    provenance.remove(figures);
  }

  private SourceTree load(Kind kind, String name, Path beside, String source, String path) {
    if (name.endsWith(".yaml")) {
      return SourceTree.read(beside.resolve(name));
    }
    boolean plain = name.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*") && !name.contains("..");
    Optional<Path> instead =
        models
            .filter(folder -> plain && kind == Kind.MODEL)
            .map(folder -> folder.resolve(name + ".yaml"))
            .filter(Files::isRegularFile);
    if (instead.isPresent()) {
      return SourceTree.read(instead.get());
    }
    try (InputStream in =
        plain
            ? Profiles.class.getResourceAsStream(ROOT + kind.folder + "/" + name + ".yaml")
            : null) {
      if (in == null) {
        throw new InvalidInputException(
            List.of(
                new Problem(
                    source,
                    path,
                    "\"" + name + "\"",
                    "there is no such " + kind.key() + " profile",
                    ProfileNames.nearest(kind.folder, name)
                        + "; `footfall library` lists them. Or name a file of your own ending in"
                        + " .yaml")));
      }
      return SourceTree.parse(
          kind.folder + "/" + name + ".yaml",
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode unwrap(
      JsonNode node,
      String pointer,
      SourceTree profile,
      ObjectNode provenance,
      List<Problem> problems) {
    String dotted = Paths.dotted(pointer);
    if (node.has("provenance") || node.has("value")) {
      String kind = node.path("provenance").asText();
      String from = node.path("source").asText();
      if (!node.has("value") || !PROVENANCES.contains(kind) || from.isBlank() || node.size() != 3) {
        problems.add(
            new Problem(
                profile.location(pointer),
                dotted,
                "",
                "a figure has value, provenance (one of "
                    + String.join(", ", sorted())
                    + ") and source",
                "see scenarios/models/as-claimed/gpt-4.yaml"));
      }
      provenance.put(dotted, kind + ": " + from);
      return node.path("value");
    }
    if (!node.isObject()) {
      problems.add(
          new Problem(
              profile.location(pointer),
              dotted,
              Schema.written(node),
              "a figure in a profile needs a provenance",
              "write {value: .., provenance: assumed, source: ..}"));
      return node;
    }
    ObjectNode plain = ((ObjectNode) node).objectNode();
    node.properties()
        .forEach(
            field ->
                plain.set(
                    field.getKey(),
                    unwrap(
                        field.getValue(),
                        pointer + "/" + Paths.escape(field.getKey()),
                        profile,
                        provenance,
                        problems)));
    return plain;
  }

  private static List<String> sorted() {
    return PROVENANCES.stream().sorted().toList();
  }
}
