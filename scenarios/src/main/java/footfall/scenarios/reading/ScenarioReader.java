package footfall.scenarios.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.binding.NamedData;
import footfall.scenarios.reading.binding.ScenarioBinder;
import footfall.scenarios.reading.derived.DerivedEngines;
import footfall.scenarios.reading.profiles.Profiles;
import footfall.scenarios.reading.rules.CrossRules;
import footfall.scenarios.reading.yaml.Defaults;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reads a scenario: YAML, then what the command line sets, then the schema and the rules across
 * values, then model profiles and defaults. All problems are told at once. Stateless but for the
 * schema; thread-safe.
 */
public final class ScenarioReader {
  private final Schema schema = Schema.named("scenario.schema.json");
  private final Profiles profiles;
  private final Defaults defaults = new Defaults(schema);
  private final ObjectMapper yaml =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  /** A reader with the profiles that Footfall brings. */
  public ScenarioReader() {
    this(Optional.empty());
  }

  /**
   * A reader with other profiles of models.
   *
   * @param models a folder whose profiles stand in for those of the same name, such as {@code
   *     measured/footfall-tiny.yaml}
   * @throws InvalidInputException if there is no such folder
   */
  public ScenarioReader(Optional<Path> models) {
    models
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(
            folder -> {
              throw InvalidInputException.of(
                  "--models " + folder,
                  "is no folder",
                  "name the models folder that an evaluation has left in its run folder");
            });
    this.profiles = new Profiles(schema, models);
  }

  /**
   * Reads a scenario file.
   *
   * @param settings applied in order, on top of the file
   * @throws InvalidInputException with every problem found
   */
  public ResolvedScenario read(Path file, List<Setting> settings) {
    return resolve(SourceTree.read(file), SourceTree.folderOf(file), settings);
  }

  /** Resolves a file that was read before, and leaves it as it is. */
  ResolvedScenario resolve(SourceTree source, Path folder, List<Setting> settings) {
    return resolve(source, folder, settings, tree -> {});
  }

  /**
   * The same without pools that get no requests.
   *
   * @param kept names of pools that stay whatever they get
   */
  ResolvedScenario resolveUsed(
      SourceTree source, Path folder, List<Setting> settings, Set<String> kept) {
    return resolve(source, folder, settings, tree -> UnusedPools.remove(tree, kept));
  }

  private ResolvedScenario resolve(
      SourceTree source, Path folder, List<Setting> settings, Consumer<ObjectNode> change) {
    ObjectNode tree = source.root().deepCopy();
    UnaryOperator<String> locate = apply(settings, tree, source);

    DataFiles files = new DataFiles(tree, folder, locate);
    List<Problem> problems = new ArrayList<>(complete(tree, folder, locate, change, files));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    Scenario scenario = ScenarioBinder.bind(tree, files.read());
    problems.addAll(Feasibility.check(scenario, tree, locate));
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    String text = write(tree);
    return new ResolvedScenario(scenario, text, sha256(text), provenance(tree));
  }

  /** Fills in profiles and defaults, and returns what violates the schema or the rules. */
  private List<Problem> complete(
      ObjectNode tree,
      Path folder,
      UnaryOperator<String> locate,
      Consumer<ObjectNode> change,
      DataFiles files) {
    Notation.settle(tree);
    change.accept(tree);
    HorizonDefault.fill(tree, files);
    List<Problem> problems = new ArrayList<>(schema.check(tree, locate));
    if (problems.isEmpty()) {
      OutcomesFile.count(tree, folder, locate);
    }
    problems.addAll(CrossRules.check(tree, locate));
    problems.addAll(fillInProfiles(tree, folder, locate));
    if (problems.isEmpty()) {
      EngineDefaults.fill(tree);
      WarmUpDefault.fill(tree);
      MonthDefault.fill(tree);
      defaults.fill(tree);
      problems.addAll(schema.check(tree, locate));
      problems.addAll(CrossRules.check(tree, locate));
    }
    return problems.stream().distinct().toList();
  }

  /** What the schema and the rules say of a file; not whether it can go on. */
  List<Problem> violations(SourceTree source, Path folder, List<Setting> settings) {
    ObjectNode tree = source.root().deepCopy();
    UnaryOperator<String> locate = apply(settings, tree, source);
    return complete(tree, folder, locate, same -> {}, new DataFiles(tree, folder, locate));
  }

  /**
   * Binds a scenario of which everything but how its values go together has been checked before,
   * without pools that get no requests.
   *
   * @param data of the files that it names, which no setting changes
   * @throws InvalidInputException if it cannot go on at all
   */
  Scenario bind(SourceTree source, Path folder, List<Setting> settings, NamedData data) {
    ObjectNode tree = source.root().deepCopy();
    UnaryOperator<String> locate = apply(settings, tree, source);
    Notation.settle(tree);
    UnusedPools.remove(tree, Set.of());
    OutcomesFile.count(tree, folder, locate);
    List<Problem> problems = new ArrayList<>(fillInProfiles(tree, folder, locate));
    if (problems.isEmpty()) {
      EngineDefaults.fill(tree);
      WarmUpDefault.fill(tree);
      MonthDefault.fill(tree);
      defaults.fill(tree);
      problems.addAll(CrossRules.check(tree, locate));
    }
    if (problems.isEmpty()) {
      Scenario scenario = ScenarioBinder.bind(tree, data);
      problems.addAll(Feasibility.check(scenario, tree, locate));
      if (problems.isEmpty()) {
        return scenario;
      }
    }
    throw new InvalidInputException(problems);
  }

  private static UnaryOperator<String> apply(
      List<Setting> settings, ObjectNode tree, SourceTree source) {
    Map<String, String> setBy = new HashMap<>();
    for (Setting setting : settings) {
      String pointer = setting.applyTo(tree);
      setBy.put(pointer, setting.option());
      setBy.put(Notation.settled(pointer), setting.option());
    }
    return pointer -> locate(pointer, setBy, source);
  }

  private List<Problem> fillInProfiles(ObjectNode tree, Path folder, UnaryOperator<String> locate) {
    List<Problem> problems = new ArrayList<>(Pricing.fromFile(tree, folder, locate));
    tree.remove("prices");
    for (Map.Entry<String, JsonNode> field : tree.path("pools").properties()) {
      if (field.getValue() instanceof ObjectNode pool) {
        readConfig(pool, "/pools/" + Paths.escape(field.getKey()), folder, locate, problems);
      }
      for (Profiles.Kind kind : Profiles.Kind.values()) {
        if (field.getValue() instanceof ObjectNode pool && pool.path(kind.key()).isTextual()) {
          String pointer = "/pools/" + Paths.escape(field.getKey()) + "/" + kind.key();
          fillInProfile(kind, pool, pointer, folder, locate, problems);
        }
      }
      if (problems.isEmpty() && field.getValue() instanceof ObjectNode pool) {
        String pointer = "/pools/" + Paths.escape(field.getKey());
        problems.addAll(Contracts.fill(pool, pointer, locate));
        problems.addAll(DerivedEngines.fill(pool, pointer, locate));
      }
    }
    problems.addAll(Pricing.convert(tree, locate));
    return problems;
  }

  /** A model may be named by its {@code config.json}. */
  private static void readConfig(
      ObjectNode pool,
      String pointer,
      Path folder,
      UnaryOperator<String> locate,
      List<Problem> problems) {
    JsonNode file = pool.path("model").path("config");
    if (file.isTextual() && !pool.has("config")) {
      try {
        pool.set("config", SourceTree.read(folder.resolve(file.asText())).root());
      } catch (InvalidInputException e) {
        problems.add(
            new Problem(
                locate.apply(pointer + "/model/config"),
                Paths.dotted(pointer + "/model/config"),
                file.toString(),
                "cannot be read: " + e.problems().get(0).rule(),
                "name the config.json of a model, from the folder of this file"));
      }
    }
  }

  private void fillInProfile(
      Profiles.Kind kind,
      ObjectNode pool,
      String pointer,
      Path folder,
      UnaryOperator<String> locate,
      List<Problem> problems) {
    if (Profiles.isFilledInFromAnother(kind, pool)) {
      problems.add(
          new Problem(
              locate.apply(pointer),
              Paths.dotted(pointer),
              pool.get(kind.key()).toString(),
              "this file has the figures of another " + kind.key() + " filled in",
              "change the " + kind.key() + " in the scenario from which it was resolved"));
    }
    if (Profiles.isFilledIn(kind, pool)) {
      return;
    }
    try {
      String name = pool.get(kind.key()).asText();
      profiles.fillIn(kind, pool, name, folder, locate.apply(pointer), Paths.dotted(pointer));
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
    }
  }

  private static String locate(String pointer, Map<String, String> setBy, SourceTree source) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      if (setBy.containsKey(at)) {
        return setBy.get(at);
      }
    }
    // A value set from outside that made something around it wrong.
    return setBy.entrySet().stream()
        .filter(
            set ->
                set.getKey().startsWith(pointer + "/") && !source.lines().containsKey(set.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .findFirst()
        .orElseGet(() -> source.location(pointer));
  }

  /** The device of which a model profile states its speed; empty where it states none. */
  Optional<String> device(String model, Path folder) {
    return profiles.device(model, folder);
  }

  /** The tree as YAML. */
  String write(JsonNode tree) {
    try {
      return yaml.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a scenario tree can always be written", e);
    }
  }

  /** In hexadecimal. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Map<String, String>> provenance(JsonNode tree) {
    Map<String, Map<String, String>> byPool = new LinkedHashMap<>();
    tree.get("pools")
        .properties()
        .forEach(
            pool -> {
              Map<String, String> figures = new LinkedHashMap<>();
              pool.getValue()
                  .path("provenance")
                  .properties()
                  .forEach(figure -> figures.put(figure.getKey(), figure.getValue().asText()));
              byPool.put(pool.getKey(), figures);
            });
    return byPool;
  }
}
