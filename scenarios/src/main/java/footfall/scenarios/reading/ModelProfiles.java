package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Model profiles: what is known of a model, every figure with its provenance. A figure is written
 * {@code {value: .., provenance: claimed|published|measured|assumed, source: ..}}.
 */
final class ModelProfiles {
  private static final String ROOT = "/footfall/scenarios/models/";
  private static final String MODEL = "model";
  private static final Set<String> PROVENANCES =
      Set.of("claimed", "published", "measured", "assumed");

  private final Schema poolSchema;

  ModelProfiles(Schema scenarioSchema) {
    this.poolSchema = scenarioSchema.part("/properties/pools/additionalProperties");
  }

  /**
   * Fills into the pool what it does not state itself.
   *
   * @param beside the folder of the scenario, in which profiles of one's own are looked up
   * @throws InvalidInputException if the profile is broken or there is none
   */
  void fillIn(ObjectNode pool, String name, Path beside, String source, String path) {
    SourceTree profile = load(name, beside, source, path);
    List<Problem> problems = new ArrayList<>();
    ObjectNode provenance = pool.objectNode();
    JsonNode unwrapped = unwrap(profile.root(), "", profile, provenance, problems);
    if (!(unwrapped instanceof ObjectNode plain)) {
      throw InvalidInputException.of(
          profile.location(""), "a profile holds figures by name", "start it with `kind:`");
    }
    problems.addAll(poolSchema.check(plain, profile::location));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    plain
        .properties()
        .forEach(
            field -> {
              JsonNode own = pool.get(field.getKey());
              if (own == null) {
                pool.set(field.getKey(), field.getValue());
              } else if (own instanceof ObjectNode mine && field.getValue().isObject()) {
                field
                    .getValue()
                    .properties()
                    .forEach(
                        part -> {
                          if (!mine.has(part.getKey())) {
                            mine.set(part.getKey(), part.getValue());
                          } else {
                            forget(provenance, field.getKey() + "." + part.getKey());
                          }
                        });
              } else {
                forget(provenance, field.getKey());
              }
            });
    provenance.put(MODEL, name);
    pool.set("provenance", provenance);
  }

  /** Whether the pool has the figures of its model filled in already. */
  static boolean isFilledIn(ObjectNode pool) {
    return pool.has("provenance");
  }

  /** Whether it has those of another model than it names. */
  static boolean isFilledInFromAnother(ObjectNode pool) {
    return isFilledIn(pool) && !pool.path("provenance").path(MODEL).equals(pool.path("model"));
  }

  private static void forget(ObjectNode provenance, String figure) {
    List<String> figures = new ArrayList<>();
    provenance.fieldNames().forEachRemaining(figures::add);
    figures.removeIf(name -> !name.equals(figure) && !name.startsWith(figure + "."));
    provenance.remove(figures);
  }

  private static SourceTree load(String name, Path beside, String source, String path) {
    if (name.endsWith(".yaml")) {
      return SourceTree.read(beside.resolve(name));
    }
    boolean plain = name.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*") && !name.contains("..");
    try (InputStream in =
        plain ? ModelProfiles.class.getResourceAsStream(ROOT + name + ".yaml") : null) {
      if (in == null) {
        throw new InvalidInputException(
            List.of(
                new Problem(
                    source,
                    path,
                    "\"" + name + "\"",
                    "there is no such model profile",
                    "one of the files in scenarios/models, without .yaml, or the path of your own"
                        + " ending in .yaml")));
      }
      return SourceTree.parse(
          "models/" + name + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
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
