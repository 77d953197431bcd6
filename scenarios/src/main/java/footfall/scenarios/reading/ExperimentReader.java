package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.experiments.Experiment.Fleet;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.randomness.Streams;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.reading.binding.AxisLevels;
import footfall.scenarios.reading.binding.AxisLevels.Level;
import footfall.scenarios.reading.binding.ClaimBinder;
import footfall.scenarios.reading.rules.ExperimentRules;
import footfall.scenarios.reading.yaml.Defaults;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Schema;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Reads an experiment and every scenario that it asks for. Stateless but for the schemas;
 * thread-safe.
 */
public final class ExperimentReader {
  /**
   * An experiment that can be run.
   *
   * @param scenarios that of each point, in the same order
   * @param sizings that of each point, where fleets are sized; else none
   * @param base the scenario as its file has it
   */
  public record ResolvedExperiment(
      Experiment experiment,
      List<ResolvedScenario> scenarios,
      List<ResolvedSizing> sizings,
      ResolvedScenario base) {}

  private static final int MAX_POINTS = 100_000;

  private final Schema schema = Schema.named("experiment.schema.json");
  private final Defaults defaults = new Defaults(schema);
  private final ScenarioReader scenarios;
  private final SizingReader sizers;

  /** A reader with the profiles that Footfall brings. */
  public ExperimentReader() {
    this(Optional.empty());
  }

  /**
   * A reader with other profiles of models.
   *
   * @param models a folder whose profiles stand in for those of the same name
   */
  public ExperimentReader(Optional<Path> models) {
    this.scenarios = new ScenarioReader(models);
    this.sizers = new SizingReader(scenarios);
  }

  /**
   * Reads an experiment file.
   *
   * @param settings applied in order to the scenario of every point
   * @throws InvalidInputException with what is wrong with it, or with the first point that cannot
   *     be run
   */
  public ResolvedExperiment read(Path file, List<Setting> settings) {
    SourceTree source = SourceTree.read(file);
    ObjectNode tree = source.root();
    List<Problem> problems = new ArrayList<>(schema.check(tree, source::location));
    if (problems.isEmpty()) {
      defaults.fill(tree);
      problems.addAll(ExperimentRules.check(tree, source::location));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    Path scenario = locate(tree.get("scenario").asText(), file, source);
    SourceTree scenarioSource = SourceTree.read(scenario);
    Path folder = SourceTree.folderOf(scenario);
    List<Setting> common = new ArrayList<>();
    tree.get("settings")
        .properties()
        .forEach(s -> common.add(setting(file, s.getKey(), ClaimBinder.text(s.getValue()))));
    common.addAll(settings);
    ResolvedScenario base = scenarios.resolve(scenarioSource, folder, common);
    ObjectNode baseTree = SourceTree.parse(scenario.toString(), base.yaml()).root();
    List<AxisLevels> axes = new ArrayList<>();
    Set<String> changed = new TreeSet<>();
    for (int i = 0; i < tree.get("axes").size(); i++) {
      String at = source.location("/axes/" + i) + ": axes." + i;
      axes.add(AxisLevels.bind(tree.get("axes").get(i), at));
      axes.get(i).paths().forEach(path -> refuseUnknown(path, baseTree, at));
      changed.addAll(axes.get(i).paths());
    }
    Fleet fleet = Fleet.valueOf(tree.get("fleet").asText().toUpperCase(Locale.ROOT));
    Design design = new Design(axes, base.scenario().seed(), source);
    List<Experiment.Point> labels = new ArrayList<>();
    List<ResolvedScenario> resolved = new ArrayList<>();
    List<ResolvedSizing> sizings = new ArrayList<>();
    for (List<Level> levels : design.points(tree.get("design"))) {
      Map<String, String> at = new LinkedHashMap<>();
      Map<String, String> values = new LinkedHashMap<>();
      for (int axis = 0; axis < axes.size(); axis++) {
        at.put(axes.get(axis).name(), levels.get(axis).label());
        values.putAll(levels.get(axis).settings());
      }
      List<Setting> all = new ArrayList<>(common);
      SharesOfTheRest.fill(values, baseTree)
          .forEach((path, value) -> all.add(setting(file, path, value)));
      labels.add(new Experiment.Point(labels.size(), at));
      if (fleet == Fleet.SIZED) {
        sizings.add(sizers.resolve(scenarioSource, folder, all, changed, sizings.isEmpty()));
        resolved.add(sizings.get(sizings.size() - 1).base());
      } else {
        resolved.add(scenarios.resolveUsed(scenarioSource, folder, all, named(tree)));
      }
    }
    tree.put("scenario", "scenario.resolved.yaml");
    String yaml = scenarios.write(tree);
    return new ResolvedExperiment(
        new Experiment(
            tree.get("name").asText(),
            tree.get("description").asText(),
            axes.stream()
                .map(axis -> new Experiment.Axis(axis.name(), axis.labels(labels)))
                .toList(),
            labels,
            frontier(tree.path("frontier"), resolved, fleet, source::location),
            fleet,
            panels(tree.path("panels")),
            yaml,
            base.yaml(),
            ScenarioReader.sha256(yaml + resolved.stream().map(ResolvedScenario::sha256).toList())),
        resolved,
        sizings,
        base);
  }

  /** The pools of which the frontier asks for a figure. */
  private static Set<String> named(ObjectNode tree) {
    Set<String> pools = new TreeSet<>();
    for (JsonNode figure : tree.path("frontier")) {
      FigureName.parse(figure.asText()).flatMap(FigureName::pool).ifPresent(pools::add);
    }
    return pools;
  }

  private static Setting setting(Path file, String path, String value) {
    return new Setting(file + " with " + path + "=" + value, path, value);
  }

  private static Path locate(String scenario, Path file, SourceTree source) {
    Path beside = SourceTree.folderOf(file).resolve(scenario);
    if (!Files.exists(beside) && !Files.exists(Path.of(scenario))) {
      throw new InvalidInputException(
          List.of(
              new Problem(
                  source.location("/scenario"),
                  "scenario",
                  "\"" + scenario + "\"",
                  "there is no such file",
                  "name it as seen from the experiment's folder")));
    }
    return Files.exists(beside) ? beside : Path.of(scenario);
  }

  private static void refuseUnknown(String path, ObjectNode base, String at) {
    if (Setting.find(base, path).isEmpty()) {
      throw InvalidInputException.of(
          at,
          path + ": there is no such path in the scenario",
          Setting.nearest(base, path)
              .map(known -> "one of " + known)
              .orElse("state a value there first"));
    }
  }

  private static List<Experiment.Panel> panels(JsonNode nodes) {
    List<Experiment.Panel> panels = new ArrayList<>();
    for (Map.Entry<String, JsonNode> panel : nodes.properties()) {
      Map<String, List<String>> levels = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> axis : panel.getValue().properties()) {
        List<String> labels = new ArrayList<>();
        axis.getValue().forEach(label -> labels.add(label.asText()));
        levels.put(axis.getKey(), labels);
      }
      panels.add(new Experiment.Panel(panel.getKey(), levels));
    }
    return panels.isEmpty() ? List.of(new Experiment.Panel("", Map.of())) : panels;
  }

  private static List<FigureName> frontier(
      JsonNode stated, List<ResolvedScenario> points, Fleet fleet, UnaryOperator<String> locate) {
    if (stated.isMissingNode()) {
      return standardFrontier(points, fleet);
    }
    List<FigureName> names = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      String pointer = "/frontier/" + i;
      Optional<FigureName> name = FigureName.parse(stated.get(i).asText());
      String rule =
          name.isEmpty()
              ? "there is no such figure"
              : name.get().better() == FigureName.Direction.NEITHER
                  ? "is neither good nor bad"
                  : Availability.missing(name.get(), points).orElse(null);
      if (rule == null) {
        names.add(name.orElseThrow());
      } else {
        problems.add(
            new Problem(
                locate.apply(pointer),
                Paths.dotted(pointer),
                stated.get(i).toString(),
                rule,
                name.isEmpty() ? FigureName.hint() : "name another, or state it in the scenario"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return names;
  }

  /** Fleets that are sized all meet the objectives, and so quality is what they are chosen by. */
  private static List<FigureName> standardFrontier(List<ResolvedScenario> points, Fleet fleet) {
    List<FigureName> names = new ArrayList<>();
    for (String name :
        List.of(
            "cost_per_thousand_conversations",
            fleet == Fleet.SIZED ? "satisfaction" : "request_latency.p95",
            fleet == Fleet.SIZED ? "request_latency.p95" : "satisfaction",
            "energy_per_thousand_conversations")) {
      FigureName figure = FigureName.parse(name).orElseThrow();
      boolean isOfEnergy = name.startsWith("energy_");
      if (Availability.missing(figure, points).isEmpty()
          && !(isOfEnergy && points.stream().anyMatch(ExperimentReader::hidesEnergy))) {
        names.add(figure);
      }
    }
    return names;
  }

  /** Of points of which only some are known, the others would look better than they are. */
  private static boolean hidesEnergy(ResolvedScenario point) {
    return point.scenario().pools().stream().anyMatch(pool -> pool.power().isEmpty());
  }

  /** Combines levels into points. */
  private record Design(List<AxisLevels> axes, long seed, SourceTree source) {
    List<List<Level>> points(JsonNode design) {
      return design.isObject() ? latinHypercube(design.get("latinHypercube").asInt()) : full();
    }

    /** Every combination; the last axis changes fastest. */
    private List<List<Level>> full() {
      long count = 1;
      for (AxisLevels axis : axes) {
        count *= axis.count();
        if (count > MAX_POINTS) {
          throw InvalidInputException.of(
              source.location("/axes"),
              "a full design would have more than " + MAX_POINTS + " points",
              "write design: {latinHypercube: 200}");
        }
      }
      List<List<Level>> points = new ArrayList<>();
      for (long index = 0; index < count; index++) {
        List<Level> levels = new ArrayList<>();
        long left = count;
        for (AxisLevels axis : axes) {
          left /= axis.count();
          levels.add(axis.level((int) (index / left % axis.count())));
        }
        points.add(levels);
      }
      return points;
    }

    /**
     * Each axis is cut into as many strata as there are points, and every stratum is used once
     * (McKay, Beckman and Conover, Technometrics 21(2), 1979).
     */
    private List<List<Level>> latinHypercube(int count) {
      List<List<Level>> points = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        points.add(new ArrayList<>());
      }
      RandomStream random = new RandomStream().at(Streams.run(seed, -1));
      for (AxisLevels axis : axes) {
        int[] strata = new int[count];
        for (int i = 0; i < count; i++) {
          int swap = random.nextInt(i + 1);
          strata[i] = strata[swap];
          strata[swap] = i;
        }
        for (int i = 0; i < count; i++) {
          points.get(i).add(axis.levelAt((strata[i] + random.nextDouble()) / count));
        }
      }
      return points;
    }
  }
}
