package footfall.simulator.measurement;

import com.fasterxml.jackson.core.JsonProcessingException;
import footfall.reports.measurement.MeasuredLog;
import footfall.reports.measurement.MeasuredLog.Served;
import footfall.reports.measurement.UntoldQueue;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.RunMode;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What a load test has left in its run folder.
 *
 * @param resolved its scenario, at load 1
 * @param served every request that a worker had
 */
record MeasuredFolder(Path path, Results results, ResolvedScenario resolved, List<Served> served) {
  private static final double NANOS = 1e9;
  private static final int LONGEST_LINE = 1 << 16;

  /** Beyond that the slots are not what the scenario states. */
  private static final double MOST_CONTRADICTED = 0.05;

  /**
   * Reads a run folder.
   *
   * @throws InvalidInputException if it is none of a load test
   */
  static MeasuredFolder read(Path folder) {
    Path json = folder.resolve("results.json");
    if (!Files.isRegularFile(json)) {
      throw InvalidInputException.of(
          folder.toString(), "is no run folder", "name the folder of a finished load test");
    }
    try {
      Results results = ResultsJson.read(ResultsJson.text(json), Results.class);
      if (results.run() == null
          || !RunMode.LOAD.key().equals(results.run().mode())
          || results.load() == null) {
        throw InvalidInputException.of(
            json.toString(),
            "is not of a load test",
            "measure first, with footfall load SCENARIO --target URL");
      }
      if (results.schemaVersion() != Results.SCHEMA_VERSION) {
        throw InvalidInputException.of(
            json.toString(),
            "has schemaVersion "
                + results.schemaVersion()
                + ", this Footfall reads "
                + Results.SCHEMA_VERSION,
            "measure again");
      }
      if (!Files.isRegularFile(folder.resolve("scenario.resolved.yaml"))
          || !Files.isRegularFile(folder.resolve("requests.jsonl.gz"))) {
        throw InvalidInputException.of(
            folder.toString(),
            "is incomplete: scenario.resolved.yaml or requests.jsonl.gz is missing",
            "measure again");
      }
      ResolvedScenario resolved =
          new ScenarioReader().read(folder.resolve("scenario.resolved.yaml"), List.of());
      List<Served> served = served(folder, results);
      return new MeasuredFolder(
          folder, results, resolved, begun(folder, resolved.scenario().pools(), served));
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          json.toString(), "is not a results file: " + e.getOriginalMessage(), "measure again");
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(), "has files that are cut or damaged", "measure again");
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) { // JSON, but not of a load test: what one has written is whole.
      throw InvalidInputException.of(
          folder.toString(), "holds results with parts missing or changed", "measure again");
    }
  }

  private static List<Served> served(Path folder, Results results) throws IOException {
    Path file = folder.resolve("requests.jsonl.gz");
    long submitted = results.ledger().requests().submitted();
    List<Map<?, ?>> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = next(lines); line != null && rows.size() <= submitted; ) {
        rows.add(ResultsJson.read(line, Map.class));
        line = next(lines);
      }
    }
    if (rows.size() != submitted || rows.stream().anyMatch(row -> !row.containsKey("outcome"))) {
      throw InvalidInputException.of(
          file.toString(),
          "has "
              + rows.size()
              + " requests where the ledger has "
              + submitted
              + ", or lines that are none",
          "measure again");
    }
    return MeasuredLog.served(rows, results.run().measuredFromSeconds());
  }

  /** Requests to a target that does not tell when they began have begun when a slot was free. */
  private static List<Served> begun(Path folder, List<PoolSpec> pools, List<Served> served) {
    List<Served> begun = new ArrayList<>(served.stream().filter(Served::told).toList());
    for (PoolSpec pool : pools) {
      List<Served> untold =
          served.stream()
              .filter(request -> !request.told() && request.pool().equals(pool.name()))
              .toList();
      UntoldQueue queue = UntoldQueue.of(untold, pool.servers());
      if (queue.contradicted() > MOST_CONTRADICTED) {
        throw InvalidInputException.of(
            folder.toString(),
            String.format(
                Locale.ROOT,
                "%.0f %% of the requests that would have waited for the %d %s of %s had their first"
                    + " token before",
                100 * queue.contradicted(),
                pool.servers(),
                pool.servers() == 1 ? "slot" : "slots",
                pool.name()),
            "state workers and slots as the target has them, and measure again");
      }
      begun.addAll(queue.served());
    }
    return begun;
  }

  /** The next line, or null; what was packed to be endless is not read into memory. */
  private static String next(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = lines.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = lines.read()) {
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " characters");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** The scenario at the load, and for the time, of the run. */
  Scenario scenario() {
    Scenario loaded = resolved.scenario().atLoad(results.load().factor());
    return loaded.over(Math.round(results.run().simulatedSeconds() * NANOS), loaded.warmUp());
  }

  /** Whether what it says can be believed. */
  boolean isValid() {
    return results.checks().stream().allMatch(Results.Check::holds);
  }
}
