package footfall.simulator.measurement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import footfall.reports.results.Results;
import footfall.reports.results.ShadowFigures;
import footfall.reports.results.ShadowFigures.PoolLoad;
import footfall.reports.results.ShadowFigures.Routed;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.serving.shadow.ShadowRecord;
import footfall.serving.shadow.ShadowRecord.Played;
import footfall.simulator.experiments.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the ratio would bring that shadow traffic has found: the requests that came are simulated
 * again, with services as long as those that were measured, and so many of them in the shadow's
 * pool. How services slow each other down at another load is not known and not in it.
 */
public final class ShadowStudy {
  /** File of the scenario in the run folder. */
  public static final String SCENARIO = "shadow.yaml";

  /** File of the requests in the run folder. */
  public static final String REQUESTS = "shadow-requests.csv";

  private static final int FEWEST = 30;
  private static final int MOST_VALUES = 2_000;
  private static final int REPLICATIONS = 5;
  private static final List<String> KEPT =
      List.of("kind", "workers", "slots", "queue", "cost", "api");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private final ResolvedScenario served;
  private final ShadowRecord record;
  private final List<Played> requests;

  private ShadowStudy(ResolvedScenario served, ShadowRecord record) {
    this.served = served;
    this.record = record;
    this.requests =
        record.requests().stream().sorted(Comparator.comparingLong(Played::atNanos)).toList();
  }

  /**
   * What was found, and the files to simulate it again with.
   *
   * @param files by their names in the run folder
   */
  public record Finding(Routed routed, Map<String, String> files) {}

  /**
   * Simulates the ratio.
   *
   * @param served the scenario that was served
   * @param figures of the shadow traffic
   * @return empty where too little was recorded
   */
  public static Optional<Finding> of(
      ResolvedScenario served, ShadowRecord record, ShadowFigures figures, String version) {
    ShadowStudy study = new ShadowStudy(served, record);
    boolean enough = study.requests.size() >= FEWEST && record.copyNanos().size() >= FEWEST;
    return enough && !Double.isNaN(figures.ratio())
        ? Optional.of(study.simulate(figures.ratio(), version))
        : Optional.empty();
  }

  private Finding simulate(double ratio, String version) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(SCENARIO, yaml(ratio));
    files.put(REQUESTS, csv());
    Path folder = Scratch.folder();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      Results then = run(folder.resolve(SCENARIO), version);
      Files.writeString(folder.resolve(SCENARIO), yaml(0));
      Results now = run(folder.resolve(SCENARIO), version);
      List<PoolLoad> pools =
          then.pools().stream()
              .map(
                  pool ->
                      new PoolLoad(
                          pool.name(),
                          pool.utilization(),
                          pool.ci95().get("utilization"),
                          pool.queueWait().mean()))
              .toList();
      Routed routed = new Routed(SCENARIO, then.cost().perHour(), now.cost().perHour(), pools);
      return new Finding(routed, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Scratch.delete(folder);
    }
  }

  private static Results run(Path scenario, String version) {
    List<Setting> nothing = List.of();
    ResolvedScenario resolved = new ScenarioReader().read(scenario, nothing);
    return Simulation.run(resolved, version, part -> {}).results();
  }

  private String csv() {
    StringBuilder csv = new StringBuilder("timestamp,input_tokens,output_tokens\n");
    long first = requests.get(0).atNanos();
    for (Played request : requests) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%.6f,%d,%d%n",
              (request.atNanos() - first) / 1e9,
              Math.max(1, request.inputTokens()),
              Math.max(1, request.outputTokens())));
    }
    return csv.toString();
  }

  private String yaml(double ratio) {
    try {
      ObjectNode was = (ObjectNode) YAML.readTree(served.yaml());
      ObjectNode scenario = YAML.createObjectNode();
      scenario.put("name", was.path("name").asText() + "-shadow");
      scenario.put("replications", REPLICATIONS);
      scenario.put("warmUp", "none");
      for (String key : List.of("currency", "rates", "seed")) {
        if (was.has(key)) {
          scenario.set(key, was.get(key));
        }
      }
      scenario.putObject("arrivals").putObject("trace").put("file", REQUESTS).put("unit", "s");
      ObjectNode pools = scenario.putObject("pools");
      ObjectNode shares = scenario.putObject("routing").putObject("ratio");
      Map<Integer, Integer> counts = new TreeMap<>();
      requests.forEach(request -> counts.merge(request.pool(), 1, Integer::sum));
      double left = 1 - ratio;
      for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
        String name = served.scenario().pools().get(count.getKey()).name();
        List<Long> services =
            requests.stream()
                .filter(request -> request.pool() == count.getKey())
                .map(Played::serviceNanos)
                .toList();
        pools.set(name, pool((ObjectNode) was.path("pools").get(name), services));
        shares.put(name, left * count.getValue() / requests.size());
      }
      ObjectNode own = (ObjectNode) was.path("pools").get(record.pool());
      pools.set(record.pool(), pool(own, record.copyNanos()));
      shares.put(record.pool(), ratio);
      return "# What came to "
          + was.path("name").asText()
          + ", services as measured there.\n"
          + YAML.writeValueAsString(scenario);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a resolved scenario is no YAML", e);
    }
  }

  private static ObjectNode pool(ObjectNode was, List<Long> serviceNanos) {
    ObjectNode pool = YAML.createObjectNode();
    KEPT.stream().filter(was::has).forEach(key -> pool.set(key, was.get(key)));
    ArrayNode values =
        pool.putObject("service").putObject("time").putObject("empirical").putArray("values");
    int step = Math.max(1, serviceNanos.size() / MOST_VALUES);
    for (int i = 0; i < serviceNanos.size(); i += step) {
      values.add(String.format(Locale.ROOT, "%.3fms", Math.max(0, serviceNanos.get(i)) / 1e6));
    }
    return pool;
  }
}
