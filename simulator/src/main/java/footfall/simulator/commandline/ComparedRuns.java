package footfall.simulator.commandline;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.analysis.comparison.Comparisons.ComparedRun;
import footfall.reports.results.ComparisonResults.Change;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the runs that are to be compared, or makes them. */
final class ComparedRuns {
  /**
   * A run that can be compared.
   *
   * @param values of the scenario, by path
   */
  record Candidate(ComparedRun run, String currency, Map<String, String> values) {

    /** What differs between the scenarios. */
    List<Change> changesTo(Candidate other) {
      List<Change> changes = new ArrayList<>();
      TreeSet<String> paths = new TreeSet<>(values.keySet());
      paths.addAll(other.values.keySet());
      for (String path : paths) {
        String mine = values.getOrDefault(path, "");
        String theirs = other.values.getOrDefault(path, "");
        if (!mine.equals(theirs)) {
          changes.add(new Change(path, mine, theirs));
        }
      }
      return changes;
    }
  }

  private final List<String> names;
  private final List<Candidate> finished = new ArrayList<>();
  private final List<ResolvedScenario> scenarios = new ArrayList<>();

  private ComparedRuns(List<String> names) {
    this.names = names;
  }

  /**
   * The runs by these names: all folders, or all scenario files.
   *
   * @param settings for scenario files
   * @throws InvalidInputException if one cannot be read, or if they cannot be compared
   */
  static ComparedRuns of(List<String> names, List<Setting> settings) {
    ComparedRuns runs = new ComparedRuns(names);
    for (String name : names) {
      if (!Files.exists(Path.of(name))) {
        throw InvalidInputException.of(
            name,
            "there is no such file or folder",
            "check the path, seen from " + Path.of("").toAbsolutePath());
      }
    }
    long folders = names.stream().filter(name -> Files.isDirectory(Path.of(name))).count();
    if (folders != 0 && folders != names.size()) {
      throw InvalidInputException.of(
          String.join(" ", names),
          "run folders and scenario files cannot be mixed",
          "simulate the scenario first, and compare its run folder");
    }
    if (folders == 0) {
      runs.readScenarios(settings);
    } else if (settings.isEmpty()) {
      names.forEach(name -> runs.finished.add(read(Path.of(name))));
      refuseOtherCurrencies(runs.finished);
    } else {
      throw InvalidInputException.of(
          settings.get(0).option(), "a finished run cannot be changed", "name scenario files");
    }
    return runs;
  }

  /** The later ones meet the shoppers of the first. */
  private void readScenarios(List<Setting> settings) {
    for (String name : names) {
      List<Setting> all = new ArrayList<>(settings);
      if (!scenarios.isEmpty()) {
        var first = scenarios.get(0).scenario();
        all.add(0, common("replications", first.replications()));
        all.add(0, common("seed", first.seed()));
      }
      scenarios.add(new ScenarioReader().read(Path.of(name), all));
    }
  }

  /** The runs, those of scenarios simulated now. */
  List<Candidate> candidates(Function<String, ProgressLine> progress) {
    List<Candidate> candidates = new ArrayList<>(finished);
    for (ResolvedScenario resolved : scenarios) {
      Results results;
      try (ProgressLine line = progress.apply(resolved.scenario().name())) {
        results = Simulation.run(resolved, Version.current(), line).results();
      }
      String name = names.get(candidates.size());
      candidates.add(candidate(name, results, SourceTree.parse(name, resolved.yaml())));
    }
    return candidates;
  }

  private static Setting common(String path, long value) {
    return new Setting("the first scenario's " + path, path, Long.toString(value));
  }

  private static Candidate candidate(String name, Results results, SourceTree scenario) {
    return new Candidate(
        new ComparedRun(
            name,
            results.run().seed(),
            results.run().intervals(),
            results.checks().stream().allMatch(Results.Check::holds),
            results.figures(),
            results.run().scenario(),
            traffic(scenario.values())),
        results.cost().currency(),
        scenario.values());
  }

  /** Who comes, and what they say. */
  private static Map<String, String> traffic(Map<String, String> values) {
    Map<String, String> traffic = new TreeMap<>(values);
    traffic.keySet().removeIf(path -> !path.startsWith("arrivals") && !path.startsWith("shoppers"));
    return traffic;
  }

  private static Candidate read(Path folder) {
    Path file = folder.resolve("results.json");
    try {
      String json = ResultsJson.text(file);
      Map<?, ?> head = ResultsJson.read(json, Map.class);
      Object version = head.get("schemaVersion");
      if (!Integer.valueOf(Results.SCHEMA_VERSION).equals(version)) {
        throw InvalidInputException.of(
            file.toString(),
            "has schemaVersion " + version + ", this Footfall reads " + Results.SCHEMA_VERSION,
            "run the scenario again");
      }
      if (!(head.get("figures") instanceof Map)) {
        throw InvalidInputException.of(
            file.toString(),
            "is no simulated run with figures to compare",
            "run the scenario again, or name the folder of a run");
      }
      Results results = ResultsJson.read(json, Results.class);
      if (!isWhole(results)) {
        throw InvalidInputException.of(
            file.toString(), "is a results file with parts missing", "run the scenario again");
      }
      return candidate(
          folder.toString(), results, SourceTree.read(folder.resolve("scenario.resolved.yaml")));
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          file.toString(),
          "is not a results file: " + e.getOriginalMessage(),
          "run the scenario again");
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "cannot be read (" + e + ")", "name the folder of a finished run");
    }
  }

  private static boolean isWhole(Results results) {
    return results.run() != null
        && results.run().scenario() != null
        && results.run().intervals() != null
        && results.cost() != null
        && results.cost().currency() != null
        && results.checks() != null
        && results.figures().values().stream()
            .allMatch(figure -> figure != null && figure.samples() != null);
  }

  private static void refuseOtherCurrencies(List<Candidate> candidates) {
    Candidate first = candidates.get(0);
    for (Candidate other : candidates) {
      if (!other.currency().equals(first.currency())) {
        throw InvalidInputException.of(
            other.run().name(),
            "counts in " + other.currency() + ", the baseline in " + first.currency(),
            "use one currency");
      }
    }
  }
}
