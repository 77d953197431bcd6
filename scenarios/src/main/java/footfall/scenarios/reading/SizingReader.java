package footfall.scenarios.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.problems.Problem;
import footfall.scenarios.reading.binding.NamedData;
import footfall.scenarios.reading.binding.SizingBinder;
import footfall.scenarios.reading.yaml.Paths;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.scenarios.sizing.Decision;
import footfall.scenarios.sizing.Decision.Choice;
import footfall.scenarios.sizing.Sizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads a scenario that is to be sized. Stateless but for the schemas; thread-safe. */
public final class SizingReader {
  private static final int FEW = 50;
  private static final String HORIZON = "horizon";
  private static final int MAX_CONFIGURATIONS = 1_000_000;

  /** Each is read, and most take a run. */
  private static final int MAX_KINDS = 3_000;

  private final ScenarioReader scenarios;

  /** A reader with the profiles that Footfall brings. */
  public SizingReader() {
    this(Optional.empty());
  }

  /**
   * A reader with other profiles of models.
   *
   * @param models a folder whose profiles stand in for those of the same name
   */
  public SizingReader(Optional<Path> models) {
    this(new ScenarioReader(models));
  }

  SizingReader(ScenarioReader scenarios) {
    this.scenarios = scenarios;
  }

  /** A scenario and every configuration of it that there is to choose from. Thread-safe. */
  public static final class ResolvedSizing {
    private final ScenarioReader reader;
    private final SourceTree source;
    private final Path folder;
    private final List<Setting> common;
    private final ResolvedScenario base;
    private final ObjectNode baseTree;
    private final Sizing sizing;
    private final UnaryOperator<Scenario> pricing;

    private ResolvedSizing(ResolvedSizing other, UnaryOperator<Scenario> pricing) {
      this.reader = other.reader;
      this.source = other.source;
      this.folder = other.folder;
      this.common = other.common;
      this.base = other.base;
      this.baseTree = other.baseTree;
      this.sizing = other.sizing;
      this.pricing = pricing;
    }

    private ResolvedSizing(
        ScenarioReader reader,
        SourceTree source,
        Path folder,
        List<Setting> common,
        Set<String> decided) {
      this.reader = reader;
      this.source = source;
      this.folder = folder;
      this.base = reader.resolve(source, folder, common);
      this.baseTree = SourceTree.parse(source.file(), base.yaml()).root();
      this.common = new ArrayList<>(common);
      if (!source.root().has(HORIZON)
          && common.stream().noneMatch(setting -> setting.path().equals(HORIZON))) {
        this.common.add(0, new Setting(source.file(), HORIZON, baseTree.get(HORIZON).asText()));
      }
      if (!baseTree.has("sizing")) {
        throw InvalidInputException.of(
            source.file(),
            "does not say what may be bought",
            "add `sizing: {variables: [{path: pools."
                + base.scenario().pools().get(0).name()
                + ".workers, from: 1, to: 40}]}`");
      }
      this.sizing = undecided(SizingBinder.bind(baseTree), decided);
      this.pricing = UnaryOperator.identity();
    }

    /** A part of a plan: from which month on, and what is to be sized from then on. */
    public record Phase(int fromMonth, ResolvedSizing sizing) {}

    /**
     * The phases of the plan after the first, in their order; each adds to those before.
     *
     * @throws InvalidInputException if one of them is not possible
     */
    public List<Phase> phases() {
      List<Phase> phases = new ArrayList<>();
      List<Setting> settings = new ArrayList<>(common);
      int before = 0;
      for (int i = 0; i < baseTree.at("/sizing/phases").size(); i++) {
        JsonNode phase = baseTree.at("/sizing/phases/" + i);
        String at = source.location("/sizing/phases/" + i) + ": sizing.phases." + i;
        int from = phase.get("from").asInt();
        if (from <= before) {
          throw InvalidInputException.of(
              at + ".from", "must be after the phase before", "order phases by their month");
        }
        before = from;
        if (phase.has("routing")) {
          settings.add(new Setting(at + ".routing", "routing", phase.get("routing").toString()));
        }
        phase
            .path("set")
            .properties()
            .forEach(
                value ->
                    settings.add(
                        new Setting(at + ".set", value.getKey(), value.getValue().asText())));
        ResolvedSizing sizing =
            new ResolvedSizing(reader, source, folder, List.copyOf(settings), Set.of());
        sizing.check();
        phases.add(new Phase(from, sizing));
      }
      return phases;
    }

    /** The same with hourly prices and usage prices multiplied by these factors. */
    public ResolvedSizing repriced(double hours, double use) {
      return new ResolvedSizing(
          this,
          scenario ->
              scenario.withPools(
                  scenario.pools().stream()
                      .map(pool -> pool.withPrices(pool.prices().times(hours, use)))
                      .toList()));
    }

    /** Without the decisions about what is decided already. */
    private Sizing undecided(Sizing all, Set<String> decided) {
      List<Decision> left = new ArrayList<>();
      for (int i = 0; i < all.decisions().size(); i++) {
        Decision decision = all.decisions().get(i);
        Set<String> paths = new LinkedHashSet<>();
        decision.choices().forEach(choice -> paths.addAll(choice.settings().keySet()));
        if (Collections.disjoint(paths, decided)) {
          left.add(decision);
        } else if (!decided.containsAll(paths)) {
          throw InvalidInputException.of(
              source.location("/sizing/variables/" + i) + ": sizing.variables." + i,
              "an axis of the experiment changes some of what this variable decides, and not the rest",
              "let the axis change all of " + String.join(", ", paths));
        }
      }
      return all.deciding(left);
    }

    /** The scenario as its file has it. */
    public ResolvedScenario base() {
      return base;
    }

    /** What is to be decided. */
    public Sizing sizing() {
      return sizing;
    }

    /**
     * The scenario of a configuration.
     *
     * @param chosen index of what is chosen, for every decision
     * @throws InvalidInputException if it cannot go on at all, because its model does not fit on
     *     its device, say
     */
    public Scenario scenario(int[] chosen) {
      return pricing.apply(
          reader.bind(source, folder, settings(values(chosen)), NamedData.of(base.scenario())));
    }

    /** The scenario of a configuration with everything filled in, so often replicated. */
    public ResolvedScenario resolve(int[] chosen, int replications) {
      List<Setting> all = settings(values(chosen));
      all.add(setting("replications", Integer.toString(replications)));
      return reader.resolveUsed(source, folder, all, Set.of());
    }

    private Map<String, String> values(int[] chosen) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < chosen.length; i++) {
        values.putAll(sizing.decisions().get(i).choices().get(chosen[i]).settings());
      }
      return SharesOfTheRest.fill(values, baseTree);
    }

    private List<Setting> settings(Map<String, String> values) {
      List<Setting> all = new ArrayList<>(common);
      values.forEach((path, value) -> all.add(setting(path, value)));
      return all;
    }

    private Setting setting(String path, String value) {
      return new Setting(source.file() + " with " + path + "=" + value, path, value);
    }

    /** Each choice alone must be possible in the file's own scenario; of a range, its ends. */
    private void check() {
      checkObjectives();
      for (int i = 0; i < sizing.decisions().size(); i++) {
        Decision decision = sizing.decisions().get(i);
        String at = source.location("/sizing/variables/" + i) + ": sizing.variables." + i;
        for (Choice choice : decision.choices()) {
          refuseOtherDevice(choice, at);
        }
        for (Choice choice : ends(decision)) {
          choice.settings().keySet().forEach(path -> refuseUnknown(path, at));
          List<Problem> problems = problems(choice);
          if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
          }
        }
      }
      long kinds = 1;
      for (Decision decision : sizing.decisions()) {
        kinds *= decision.workersOf().isPresent() ? 1 : decision.choices().size();
      }
      if (kinds > MAX_KINDS) {
        throw InvalidInputException.of(
            source.location("/sizing/variables"),
            "the variables make "
                + kinds
                + " combinations besides numbers of workers; the limit is "
                + MAX_KINDS,
            "narrow the bounds, or take larger steps");
      }
      if (sizing.configurations() > MAX_CONFIGURATIONS) {
        throw InvalidInputException.of(
            source.location("/sizing/variables"),
            "the variables make "
                + sizing.configurations()
                + " configurations; the limit is "
                + MAX_CONFIGURATIONS,
            "narrow the bounds, or take larger steps");
      }
    }

    private void checkObjectives() {
      List<Slo> slos = base.scenario().slos();
      if (slos.isEmpty()) {
        throw InvalidInputException.of(
            source.location("/sizing") + ": sizing",
            "without an objective nothing is the cheapest deployment",
            "add `slos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]`");
      }
      for (int i = 0; i < slos.size(); i++) {
        String at = source.location("/slos/" + i) + ": slos." + i;
        Availability.missing(slos.get(i).figure(), List.of(base))
            .ifPresent(
                why -> {
                  throw InvalidInputException.of(at, why, "state it, or remove the objective");
                });
      }
    }

    /** All of a few choices; of many both ends, and the next to the first, which shows the step. */
    private List<Choice> ends(Decision decision) {
      List<Choice> choices = decision.choices();
      return choices.size() <= FEW
          ? choices
          : List.of(choices.get(0), choices.get(1), choices.get(choices.size() - 1));
    }

    /** A speed that was measured on one device is not that of another. */
    private void refuseOtherDevice(Choice choice, String at) {
      choice
          .settings()
          .forEach(
              (path, device) -> {
                String pool = path.replaceFirst("^pools\\.(.+)\\.hardware$", "$1");
                boolean modelToo = choice.settings().containsKey("pools." + pool + ".model");
                String model = baseTree.at("/pools/" + Paths.escape(pool) + "/model").asText();
                Optional<String> measured =
                    pool.equals(path) || modelToo || model.isEmpty()
                        ? Optional.empty()
                        : reader.device(model, folder);
                if (measured.filter(of -> !of.equals(device)).isPresent()) {
                  throw InvalidInputException.of(
                      at,
                      path
                          + "="
                          + device
                          + ": the speed of "
                          + model
                          + " is that on "
                          + measured.get(),
                      "write variants that change model and hardware together");
                }
              });
    }

    /** What is wrong with a value; not how it goes with what the other decisions may change. */
    private List<Problem> problems(Choice choice) {
      try {
        return reader.violations(
            source, folder, settings(SharesOfTheRest.fill(choice.settings(), baseTree)));
      } catch (InvalidInputException e) {
        return e.problems();
      }
    }

    private void refuseUnknown(String path, String at) {
      if (Setting.find(baseTree, path).isEmpty()) {
        throw InvalidInputException.of(
            at,
            path + ": there is no such path in the scenario",
            "state a value there first"
                + Setting.nearest(baseTree, path)
                    .map(known -> ", or take one of " + known)
                    .orElse(""));
      }
    }
  }

  /**
   * A scenario with its {@code sizing}, some of which is decided already.
   *
   * @param decided paths that the settings set, about which nothing is decided any more
   * @param isFirst whether its choices have not been checked yet
   */
  ResolvedSizing resolve(
      SourceTree source,
      Path folder,
      List<Setting> settings,
      Set<String> decided,
      boolean isFirst) {
    ResolvedSizing sizing = new ResolvedSizing(scenarios, source, folder, settings, decided);
    if (isFirst) {
      sizing.check();
    }
    return sizing;
  }

  /**
   * Reads a scenario file with its {@code sizing}.
   *
   * @param settings applied in order to every configuration
   * @throws InvalidInputException with what is wrong with it
   */
  public ResolvedSizing read(Path file, List<Setting> settings) {
    ResolvedSizing sizing =
        new ResolvedSizing(
            scenarios, SourceTree.read(file), SourceTree.folderOf(file), settings, Set.of());
    sizing.check();
    sizing.phases();
    return sizing;
  }
}
