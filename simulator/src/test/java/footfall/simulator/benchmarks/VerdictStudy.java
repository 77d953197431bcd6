package footfall.simulator.benchmarks;

import footfall.queueing.closedforms.MarkovPool;
import footfall.queueing.statistics.Interval;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.analysis.verdicts.SloJudge;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SloVerdict;
import footfall.reports.theory.Reduction;
import footfall.scenarios.Scenario;
import footfall.scenarios.Slo;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * How often intervals hold what is exact, and how often a verdict is wrong, over many seeds of
 * M/M/c queues of which the waits are known.
 */
final class VerdictStudy {
  private static final int SEEDS = 200;
  private static final int MOST_REPLICATIONS = 40;
  private static final int[] REPLICATIONS = {5, 10, 20, 40};
  private static final double[] WAITING = {0.05, 0.1, 0.2, 0.5, 0.8, 0.95};
  private static final int[] PERCENTS = {50, 75, 90, 95, 99};
  private static final double[] OFF = {0.005, 0.01, 0.03};
  private static final double NEAR = 0.02;
  private static final int SERVERS = 10;

  /** From this part on a single server takes their place, which reaches its steady state sooner. */
  private static final double MOST_WAIT = 0.8;

  private static final double LEAST_ARRIVALS = 1_500;
  private static final double WARM_UP = 5;
  private static final double MEASURED = 20;

  /** How often something held, of how many times. */
  private static final class Rate {
    int held;
    int of;

    void add(boolean holds) {
      held += holds ? 1 : 0;
      of++;
    }

    String percent() {
      return of == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * held / of);
    }

    double part() {
      return (double) held / of;
    }
  }

  private final Map<Integer, Rate> pooled = new LinkedHashMap<>();
  private final List<Double> cells = new ArrayList<>();
  private final Rate near = new Rate();
  private final Rate inside = new Rate();
  private final Map<Double, Map<Integer, Rate>> wrong = new LinkedHashMap<>();
  private final Map<Double, Map<Integer, Rate>> decided = new LinkedHashMap<>();

  /**
   * Prints Markdown.
   *
   * @param waiting parts of the requests that wait, and no single servers; if empty, all there are
   */
  static void print(List<String> waiting) throws IOException {
    new VerdictStudy()
        .mixtures(
            waiting.isEmpty()
                ? WAITING
                : waiting.stream().mapToDouble(Double::parseDouble).toArray());
    if (waiting.isEmpty()) {
      singleServers();
    }
  }

  private static Scenario scenario(String yaml, int seed) throws IOException {
    Path file = Files.createTempFile("study", ".yaml");
    try {
      Files.writeString(file, yaml);
      return new ScenarioReader().read(file, List.of(Setting.parse("seed=" + seed))).scenario();
    } finally {
      Files.delete(file);
    }
  }

  /**
   * A queue at a load, of which the start is left out, and which is measured, for some of the times
   * in which it relaxes: {@code 1 / (c mu (1 - sqrt(rho))^2)} (J. W. Cohen, "The Single Server
   * Queue", 1982, III.7).
   */
  private static String mmc(int servers, double load, String slos) {
    double relaxation = 1 / (servers * Math.pow(1 - Math.sqrt(load / servers), 2));
    double warmUp = WARM_UP * relaxation;
    return """
        name: study
        horizon: %.3fs
        warmUp: %.3fs
        replications: %d
        arrivals: {poisson: {rate: %.9f/s}}
        shoppers: {shopper: {turns: 1, messageTokens: 1, replyTokens: 1}}
        pools: {desk: {workers: %d, slots: 1, service: {time: {exponential: {mean: 1s}}}}}
        routing: {ratio: {desk: 1}}
        slos: [%s]
        """
        .formatted(
            warmUp + Math.max(LEAST_ARRIVALS / load, MEASURED * relaxation),
            warmUp,
            MOST_REPLICATIONS,
            load,
            servers,
            slos);
  }

  /** The load at which this part of the requests waits. */
  private static double load(int servers, double waiting) throws IOException {
    double low = 0.1;
    double high = servers - 1e-6;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      MarkovPool pool = Reduction.markov(scenario(mmc(servers, middle, ""), 1)).get(0);
      if (pool.waitExceeding(0) < waiting) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void mixtures(double[] parts) throws IOException {
    System.out.println("| P(wait) | percentile | truth, s | 5 | 10 | 20 | 40 replications |");
    System.out.println("|---|---|---|---|---|---|---|");
    StringBuilder slos = new StringBuilder();
    for (int percent : PERCENTS) {
      slos.append("{metric: queue_wait, stat: p%d, op: <=, threshold: 1s},".formatted(percent));
    }
    for (double waiting : parts) {
      int servers = waiting < MOST_WAIT ? SERVERS : 1;
      String yaml = mmc(servers, load(servers, waiting), slos.toString());
      MarkovPool pool = Reduction.markov(scenario(yaml, 1)).get(0);
      Rate[][] covered = new Rate[PERCENTS.length][REPLICATIONS.length];
      for (Rate[] row : covered) {
        Arrays.setAll(row, i -> new Rate());
      }
      for (int seed = 1; seed <= SEEDS; seed++) {
        Scenario scenario = scenario(yaml, seed);
        List<ReplicationRecord> records = Replications.run(scenario, part -> {});
        for (int r = 0; r < REPLICATIONS.length; r++) {
          List<SloVerdict> judged =
              new ReplicationSet(scenario, records.subList(0, REPLICATIONS[r])).judge(0.95);
          for (int p = 0; p < PERCENTS.length; p++) {
            double truth = truth(pool, PERCENTS[p]);
            covered[p][r].add(look(scenario.slos().get(p), judged.get(p), truth, waiting, p, r));
          }
        }
      }
      for (int p = 0; p < PERCENTS.length; p++) {
        StringBuilder row = new StringBuilder();
        for (Rate rate : covered[p]) {
          row.append(" | ").append(rate.percent());
          if (PERCENTS[p] / 100.0 - (1 - waiting) >= NEAR) {
            cells.add(rate.part());
          }
        }
        System.out.printf(
            Locale.ROOT,
            "| %.2f | p%d | %.4g%s |%n",
            waiting,
            PERCENTS[p],
            truth(pool, PERCENTS[p]),
            row);
      }
    }
    summary();
  }

  private static double truth(MarkovPool pool, int percent) {
    double part = 1 - percent / 100.0;
    return pool.waitExceeding(0) <= part ? 0 : quantile(pool::waitExceeding, part);
  }

  private boolean look(
      Slo slo, SloVerdict judged, double truth, double waiting, int percent, int replications) {
    double above = PERCENTS[percent] / 100.0 - (1 - waiting);
    Interval interval = new Interval(judged.ci95()[0], judged.ci95()[1]);
    boolean holds = interval.covers(truth) || Math.abs(interval.low() - truth) < 1e-3 * truth;
    if (above >= NEAR) {
      pooled.computeIfAbsent(REPLICATIONS[replications], key -> new Rate()).add(holds);
      for (double off : OFF) {
        for (int side : new int[] {-1, 1}) {
          verdict(slo, judged, interval, truth, side * off, REPLICATIONS[replications]);
        }
      }
    } else if (above <= -NEAR) {
      inside.add(interval.low() == 0 && interval.high() == 0);
    } else {
      near.add(holds);
    }
    return holds;
  }

  /** A threshold a little off the truth: to pass or fail is right on one side only. */
  private void verdict(
      Slo like, SloVerdict judged, Interval interval, double truth, double off, int replications) {
    Slo slo = new Slo(like.figure(), Slo.Op.AT_MOST, truth * (1 + off), "");
    Verdict verdict = SloJudge.verdict(slo, judged.actual(), interval);
    Verdict right = off > 0 ? Verdict.PASS : Verdict.FAIL;
    wrong
        .computeIfAbsent(off, key -> new LinkedHashMap<>())
        .computeIfAbsent(replications, key -> new Rate())
        .add(verdict != right && verdict != Verdict.UNDECIDED);
    decided
        .computeIfAbsent(off, key -> new LinkedHashMap<>())
        .computeIfAbsent(replications, key -> new Rate())
        .add(verdict != Verdict.UNDECIDED);
  }

  private void summary() {
    long good = cells.stream().filter(part -> part >= 0.91 && part <= 0.99).count();
    System.out.printf(
        Locale.ROOT,
        "%nAt least %.2f above those who do not wait: %d of %d cells between 91 and 99 %%; pooled",
        NEAR,
        good,
        cells.size());
    pooled.forEach((count, rate) -> System.out.printf(" %d: %s", count, rate.percent()));
    System.out.printf(
        "%nNearer: %s. Among those who do not wait: [0, 0] in %s.%n%n",
        near.percent(), inside.percent());
    System.out.println(
        "| threshold off the truth | wrong of 5 | 10 | 20 | 40 | decided of 5 | 10 | 20 | 40 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (double off : wrong.keySet()) {
      StringBuilder row = new StringBuilder();
      wrong.get(off).values().forEach(rate -> row.append(" | ").append(rate.percent()));
      decided.get(off).values().forEach(rate -> row.append(" | ").append(rate.percent()));
      System.out.printf(Locale.ROOT, "| %+.1f %%%s |%n", 100 * off, row);
    }
  }

  private static void singleServers() throws IOException {
    System.out.println();
    System.out.println("| rho | arrivals | figure | 1 | 5 | 20 replications |");
    System.out.println("|---|---|---|---|---|---|");
    int[] counts = {1, 5, 20};
    for (double rho : new double[] {0.5, 0.8, 0.95}) {
      int arrivals = rho > 0.9 ? 40_000 : 4_000;
      String yaml =
          """
          name: study
          horizon: %.0fs
          warmUp: %.0fs
          replications: 20
          arrivals: {poisson: {rate: %.4f/s}}
          shoppers: {shopper: {turns: 1, messageTokens: 1, replyTokens: 1}}
          pools: {desk: {service: {time: {exponential: {mean: 1s}}}}}
          routing: {ratio: {desk: 1}}
          slos:
            - {metric: request_latency, stat: mean, op: <=, threshold: 1s}
            - {metric: request_latency, stat: p95, op: <=, threshold: 1s}
            - {metric: request_latency, stat: p99, op: <=, threshold: 1s}
          """
              .formatted(1.1 * arrivals / rho, 0.1 * arrivals / rho, rho);
      double mean = 1 / (1 - rho);
      double[] truths = {mean, -mean * Math.log(0.05), -mean * Math.log(0.01)};
      Rate[][] covered = new Rate[3][3];
      for (Rate[] row : covered) {
        Arrays.setAll(row, i -> new Rate());
      }
      for (int seed = 1; seed <= SEEDS; seed++) {
        Scenario scenario = scenario(yaml, seed);
        List<ReplicationRecord> records = Replications.run(scenario, part -> {});
        for (int r = 0; r < counts.length; r++) {
          List<SloVerdict> judged =
              new ReplicationSet(scenario, records.subList(0, counts[r])).judge(0.95);
          for (int f = 0; f < truths.length; f++) {
            double[] ci = judged.get(f).ci95();
            covered[f][r].add(ci[0] <= truths[f] && truths[f] <= ci[1]);
          }
        }
      }
      for (int f = 0; f < truths.length; f++) {
        System.out.printf(
            Locale.ROOT,
            "| %.2f | %,d | %s | %s | %s | %s |%n",
            rho,
            arrivals,
            List.of("mean", "p95", "p99").get(f),
            covered[f][0].percent(),
            covered[f][1].percent(),
            covered[f][2].percent());
      }
    }
  }

  /** Where a tail falls to this part, by bisection. */
  static double quantile(DoubleUnaryOperator exceeding, double part) {
    double low = 0;
    double high = 1e6;
    while (high - low > 1e-9 * high) {
      double middle = (low + high) / 2;
      if (exceeding.applyAsDouble(middle) > part) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
