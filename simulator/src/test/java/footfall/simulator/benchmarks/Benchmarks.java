package footfall.simulator.benchmarks;

import footfall.queueing.closedforms.MarkovPool;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import footfall.reports.results.Results;
import footfall.reports.results.Results.TheoryRow;
import footfall.reports.results.RunMode;
import footfall.reports.theory.Reduction;
import footfall.scenarios.Scenario;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Measures the engine beside its baselines, in one process as far as that can be. */
public final class Benchmarks {
  private static final int ROUNDS = 7;
  private static final long FLOOR_TURNS = 5_000_000;
  private static final double ACTOR_SECONDS = 2_000;
  private static final double SIMPY_SECONDS = 100;
  private static final int COVERAGE_SEEDS = 200;

  private Benchmarks() {}

  /** Prints Markdown. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("quantiles")) {
      quantiles();
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("coverage")) {
      coverage();
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("verdicts")) {
      VerdictStudy.print(List.of(arguments).subList(1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("messages")) {
      messages();
      return;
    }
    messages();
    speed();
    command();
    memory();
    cores();
  }

  private static void messages() throws IOException {
    double hot = Double.POSITIVE_INFINITY;
    double cold = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 5; round++) {
      hot = Math.min(hot, PingPong.run(1, 20_000_000));
      cold = Math.min(cold, PingPong.run(5_000, 20_000_000));
    }
    print("| one message, best of 5 | ns |");
    print("|---|---|");
    print("| between 2 actors | %.0f |", hot);
    print("| among 10,000 actors | %.0f |%n", cold);
    print("| shoppers, 50 for each worker | turns/s, median of 5 |");
    print("|---|---|");
    for (int population : new int[] {1_000, 10_000}) {
      ClosedModel model = new ClosedModel(population, population / 50, 10, 0.18);
      Scenario scenario = model.scenario(10_000_000.0 / population, 1);
      double[] rates = new double[5];
      for (int round = -1; round < rates.length; round++) {
        long begin = System.nanoTime();
        double rate = turns(Replications.run(scenario, part -> {}, 1)) / seconds(begin);
        if (round >= 0) {
          rates[round] = rate;
        }
      }
      print("| %,d | %,.0f |", population, median(rates));
    }
    print("");
  }

  private static void speed() throws IOException, InterruptedException {
    ClosedModel model = ClosedModel.STANDARD;
    Scenario scenario = model.scenario(ACTOR_SECONDS, 1);
    double[] floor = new double[ROUNDS];
    double[] actors = new double[ROUNDS];
    double[] simpy = new double[3];
    for (int round = -2; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      HeapLoop.run(
          model.population(),
          model.servers(),
          model.thinking(),
          model.service(),
          FLOOR_TURNS,
          round);
      double floorRate = FLOOR_TURNS / seconds(begin);
      begin = System.nanoTime();
      List<ReplicationRecord> records = Replications.run(scenario, part -> {}, 1);
      double actorRate = turns(records) / seconds(begin);
      if (round >= 0) {
        floor[round] = floorRate;
        actors[round] = actorRate;
      }
      if (round >= 0 && round < simpy.length) {
        simpy[round] = simpy(model);
      }
    }
    double floorRate = median(floor);
    double actorRate = median(actors);
    double simpyRate = median(simpy);
    print("| one core, 10,000 shoppers, 200 workers | turns/s | of the floor | of SimPy |");
    print("|---|---|---|---|");
    print(
        "| hand-written heap loop (floor) | %,.0f | 1 | %.1f |", floorRate, floorRate / simpyRate);
    print(
        "| **actors, supervisor and metrics included** | **%,.0f** | **%.3f** | **%.1f** |",
        actorRate, actorRate / floorRate, actorRate / simpyRate);
    print("| SimPy | %,.0f | %.4f | 1 |", simpyRate, simpyRate / floorRate);
    print(
        "%nMedians of %d rounds in turn (SimPy of %d); the actors' rounds ranged from %,.0f to %,.0f.%n",
        ROUNDS,
        simpy.length,
        Arrays.stream(actors).min().orElse(0),
        Arrays.stream(actors).max().orElse(0));
  }

  private static double simpy(ClosedModel model) throws IOException, InterruptedException {
    String output =
        output(
            "/usr/bin/python3",
            "simulator/benchmarks/closed.py",
            Integer.toString(model.population()),
            Integer.toString(model.servers()),
            Double.toString(model.thinking()),
            Double.toString(model.service()),
            Double.toString(SIMPY_SECONDS));
    return Double.parseDouble(output.split(" ")[0]);
  }

  private static void command() throws IOException, InterruptedException {
    print("| from command to report, JVM start included | wall |");
    print("|---|---|");
    for (String file :
        new String[] {
          "claims/seed1-80-20", "claims/seed2-benchmark-slm", "claims/seed2-benchmark-llm"
        }) {
      double[] walls = new double[3];
      for (int round = 0; round < walls.length; round++) {
        long begin = System.nanoTime();
        Path out = Files.createTempDirectory("benchmark").resolve("run");
        output(
            "./footfall",
            "simulate",
            "scenarios/catalog/" + file + ".yaml",
            "--quiet",
            "--out",
            out.toString());
        walls[round] = seconds(begin);
      }
      print("| `%s.yaml` | %.2f s |", file, median(walls));
    }
    long begin = System.nanoTime();
    output("./footfall", "--version");
    print("| `--version` | %.2f s |%n", seconds(begin));
  }

  private static void memory() throws IOException, InterruptedException {
    print("| shoppers alive at once | heap limit | wall | turns |");
    print("|---|---|---|---|");
    memory(100_000, "768m");
    memory(1_000_000, "4g");
    print("");
  }

  private static void memory(int population, String heap) throws IOException, InterruptedException {
    ClosedModel model = new ClosedModel(population, population / 50, 10, 0.18);
    Path folder = Files.createTempDirectory("benchmark");
    Path file = Files.writeString(folder.resolve("closed.yaml"), model.yaml(30, 1));
    long begin = System.nanoTime();
    String out =
        output(
            "java",
            "-XX:+UseParallelGC",
            "-Xmx" + heap,
            "-jar",
            "simulator/target/footfall.jar",
            "simulate",
            file.toString(),
            "--quiet",
            "--out",
            folder.resolve("run").toString());
    double wall = seconds(begin);
    if (!out.contains("workers is busy")) {
      throw new IllegalStateException(out);
    }
    String summary = Files.readString(folder.resolve("run/summary.csv"));
    String turns =
        summary
            .lines()
            .filter(l -> l.startsWith("request_latency,count"))
            .findFirst()
            .orElseThrow();
    print(
        "| %,d | %s | %.1f s | %,.0f |",
        population, heap, wall, Double.parseDouble(turns.split(",")[3]));
  }

  private static void cores() throws IOException {
    Scenario one = ClosedModel.STANDARD.scenario(ACTOR_SECONDS, 1);
    Scenario two = ClosedModel.STANDARD.scenario(ACTOR_SECONDS, 2);
    double[] alone = new double[5];
    double[] together = new double[5];
    for (int round = 0; round < alone.length; round++) {
      long begin = System.nanoTime();
      Replications.run(one, part -> {}, 2);
      alone[round] = seconds(begin);
      begin = System.nanoTime();
      Replications.run(two, part -> {}, 2);
      together[round] = seconds(begin);
    }
    print("| replications on two cores | wall |");
    print("|---|---|");
    print("| one | %.2f s |", median(alone));
    print(
        "| two, side by side | %.2f s (%.2f x) |%n",
        median(together), median(together) / median(alone));
  }

  /** How often the 95 % and 99.9 % intervals cover the closed form. */
  private static void coverage() throws IOException {
    print("| system | figure | 95 %% interval covers | 99.9 %% interval covers |");
    print("|---|---|---|---|");
    List<Path> files;
    try (Stream<Path> list = Files.list(Path.of("scenarios/catalog/theory"))) {
      files = list.sorted().toList();
    }
    for (Path file : files) {
      Map<String, int[]> covered = new LinkedHashMap<>();
      for (int seed = 1001; seed <= 1000 + COVERAGE_SEEDS; seed++) {
        for (TheoryRow row : theory(file, seed)) {
          int[] counts =
              covered.computeIfAbsent(
                  file.getFileName()
                      + " | "
                      + row.system().replaceFirst(",.*?(, class|$)", "$1")
                      + " "
                      + row.metric(),
                  key -> new int[2]);
          counts[0] += covers(row.ci95(), row.closedForm()) ? 1 : 0;
          counts[1] += covers(row.ci999(), row.closedForm()) ? 1 : 0;
        }
      }
      covered.forEach(
          (name, counts) ->
              print(
                  "| %s | %.1f %% | %.1f %% |",
                  name, 100.0 * counts[0] / COVERAGE_SEEDS, 100.0 * counts[1] / COVERAGE_SEEDS));
    }
  }

  /** How often the 95 % intervals of mean, p95 and p99 cover what they are in M/M/c. */
  private static void quantiles() {
    print("| system | figure | truth | mean | p95 | p99 |");
    print("|---|---|---|---|---|---|");
    for (String name : List.of("mm1", "mmc")) {
      Path file = Path.of("scenarios/catalog/theory/" + name + ".yaml");
      List<Setting> few = List.of(Setting.parse("replications=5"));
      MarkovPool pool = Reduction.markov(new ScenarioReader().read(file, few).scenario()).get(0);
      Map<String, double[]> truths = new LinkedHashMap<>();
      truths.put(
          "queue_wait",
          new double[] {
            pool.meanWait(),
            VerdictStudy.quantile(pool::waitExceeding, 0.05),
            VerdictStudy.quantile(pool::waitExceeding, 0.01)
          });
      truths.put(
          "request_latency",
          new double[] {
            pool.meanSojourn(),
            VerdictStudy.quantile(pool::sojournExceeding, 0.05),
            VerdictStudy.quantile(pool::sojournExceeding, 0.01)
          });
      Map<String, int[]> covered = new LinkedHashMap<>();
      for (int seed = 1001; seed <= 1000 + COVERAGE_SEEDS; seed++) {
        List<Setting> settings = new ArrayList<>(few);
        settings.add(Setting.parse("seed=" + seed));
        Results results = results(file, settings);
        truths.forEach(
            (metric, truth) -> {
              int[] counts = covered.computeIfAbsent(metric, key -> new int[3]);
              Map<String, double[]> ci = results.metrics().get(metric).ci95();
              counts[0] += covers(ci.get("mean"), truth[0]) ? 1 : 0;
              counts[1] += covers(ci.get("p95"), truth[1]) ? 1 : 0;
              counts[2] += covers(ci.get("p99"), truth[2]) ? 1 : 0;
            });
      }
      covered.forEach(
          (metric, counts) ->
              print(
                  "| M/M/%d | %s | %.4g, %.4g, %.4g s | %.1f %% | %.1f %% | %.1f %% |",
                  pool.servers(),
                  metric,
                  truths.get(metric)[0],
                  truths.get(metric)[1],
                  truths.get(metric)[2],
                  100.0 * counts[0] / COVERAGE_SEEDS,
                  100.0 * counts[1] / COVERAGE_SEEDS,
                  100.0 * counts[2] / COVERAGE_SEEDS));
    }
  }

  private static boolean covers(double[] interval, double value) {
    return interval[0] <= value && value <= interval[1];
  }

  private static List<TheoryRow> theory(Path file, int seed) {
    return results(file, List.of(Setting.parse("seed=" + seed))).theory();
  }

  private static Results results(Path file, List<Setting> settings) {
    ResolvedScenario resolved = new ScenarioReader().read(file, settings);
    List<ReplicationRecord> records = Replications.run(resolved.scenario(), part -> {});
    return Analysis.of(
            resolved,
            records,
            Twins.NONE,
            RunMode.SIMULATE,
            "benchmark",
            new Results.Wall("", 0, 0))
        .results();
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static double turns(List<ReplicationRecord> records) {
    return records.stream()
        .mapToLong(r -> Window.sum(r.sections()).requests(TurnOutcome.COMPLETED))
        .sum();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
