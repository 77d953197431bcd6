package footfall.simulator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.SizingFigures.Answer;
import footfall.scenarios.Slo;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.reading.yaml.Setting;
import footfall.scenarios.sizing.Sizing;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Replications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is chosen is the cheapest that does. */
class SizerTest {
  @TempDir private Path folder;

  private LocalReplicator replicator;

  @BeforeEach
  void begin() {
    replicator = new LocalReplicator(2);
  }

  @AfterEach
  void end() {
    replicator.close();
  }

  private ResolvedSizing problem(String yaml, String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("problem.yaml"), yaml);
    List<Setting> all = new ArrayList<>();
    for (String setting : settings) {
      all.add(Setting.parse(setting));
    }
    return new SizingReader().read(file, all);
  }

  private Sizer.Sized size(ResolvedSizing problem) {
    Screening.Field field = Screening.Field.survey(problem, replicator, part -> {});
    return new Sizer(problem.sizing(), field, replicator, part -> {}).size(1, 50e6);
  }

  private static Map<String, String> answer(Sizer.Sized sized, ResolvedSizing problem) {
    return sized.best().candidate().labels(problem.sizing());
  }

  // Against theory.

  /** Erlang C from the sum over states, which is not how the product computes it. */
  private static double waitExceeding(double lambda, double mu, int servers, double seconds) {
    double load = lambda / mu;
    if (load >= servers) {
      return 1;
    }
    double term = 1;
    double sum = 0;
    for (int n = 0; n < servers; n++) {
      sum += term;
      term *= load / (n + 1);
    }
    double busy = term * servers / (servers - load);
    return busy / (sum + busy) * Math.exp(-(servers * mu - lambda) * seconds);
  }

  @Test
  void theAnswerIsTheLeastNumberOfServersThatTheoryAllows() throws IOException {
    theAnswersAreTheLeastNumbers(6);
  }

  @Tag("full")
  @Test
  void theAnswerIsTheLeastNumberOfServersInThirtyCases() throws IOException {
    theAnswersAreTheLeastNumbers(30);
  }

  private void theAnswersAreTheLeastNumbers(int cases) throws IOException {
    Random random = new Random(2026);
    for (int i = 0; i < cases; i++) {
      double mu = Math.round(100 * Math.exp(random.nextDouble() * 3 - 2)) / 100.0;
      double lambda = Math.round(100 * mu * (0.5 + 20 * random.nextDouble())) / 100.0;
      double threshold = Math.round(1e4 * random.nextDouble() * 2 / mu) / 1e4;
      int least = 1;
      while (waitExceeding(lambda, mu, least, threshold) > 0.05) {
        least++;
      }
      ResolvedSizing problem =
          problem(
              String.format(
                  Locale.ROOT,
                  """
                  name: mmc
                  seed: %d
                  warmUp: auto
                  horizon: %.0fs
                  arrivals: {poisson: {rate: %.2f/s}}
                  pools: {server: {service: {time: {exponential: {mean: %.9fs}}}}}
                  routing: {ratio: {server: 1}}
                  slos: [{metric: queue_wait, stat: p95, op: <=, threshold: %.4fs}]
                  sizing: {variables: [{path: pools.server.workers, from: 1, to: 60}]}
                  """,
                  i + 1,
                  2_000 / mu,
                  lambda,
                  1 / mu,
                  threshold));

      Sizer.Sized sized = size(problem);

      assertThat(sized.answer()).as("case %d", i).isEqualTo(Answer.DECIDED);
      assertThat(answer(sized, problem))
          .as("lambda %s, mu %s, threshold %s", lambda, mu, threshold)
          .containsEntry("pools.server.workers", Integer.toString(least));
    }
  }

  // Against brute force.

  private static final String TWO_POOLS =
      """
      name: two
      seed: %d
      replications: 5
      warmUp: 5min
      horizon: 30min
      arrivals: {poisson: {rate: 2/s}}
      shoppers:
        all: {turns: 2, thinking: {exponential: {mean: 20s}}, patience: {exponential: {mean: 60s}}}
      pools:
        a: {service: {time: {lognormal: {mean: 1s, sd: 1s}}}, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.8}}
        b:
          service: {time: {gamma: {mean: 0.6s, sd: 0.3s}}}
          cost: {perWorkerHour: $1.4, perConversation: $0.0001}
          quality: {satisfaction: 0.7}
      routing: {ratio: {a: 0.5, b: 0.5}}
      slos:
        - {metric: request_latency, stat: p95, of: completed, op: <=, threshold: %s}
        - {metric: abandonment_rate, op: <=, threshold: 0.05}
        - {metric: satisfaction, op: ">=", threshold: %s}
      sizing:
        variables:
          - {path: pools.a.workers, from: 1, to: 4}
          - {path: pools.b.workers, from: 1, to: 3}
          - {path: routing.ratio.a, values: [0.25, 0.5, 0.75]}
      """;

  /** What many replications of every single configuration say. */
  private Map<String, String> bruteForce(ResolvedSizing problem) {
    Sizing sizing = problem.sizing();
    double least = Double.POSITIVE_INFINITY;
    Map<String, String> best = Map.of();
    for (int index = 0; index < sizing.configurations(); index++) {
      int[] chosen = Candidate.chosen(sizing, index);
      var scenario = problem.scenario(chosen);
      ReplicationSet tried =
          new ReplicationSet(scenario, Replications.run(replicator, scenario, 0, 24, part -> {}));
      boolean meets = true;
      for (Slo slo : scenario.slos()) {
        double value = tried.value(slo.figure());
        meets &= slo.op() == Slo.Op.AT_MOST ? value <= slo.threshold() : value >= slo.threshold();
      }
      double cost = tried.value(sizing.objective().figure());
      if (meets && cost < least) {
        least = cost;
        best = new Candidate(index, chosen, scenario, null).labels(sizing);
      }
    }
    return best;
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {"3s 0.74", "4.5s 0.72", "2.6s 0.70"})
  void theAnswerIsThatOfBruteForce(String case_) throws IOException {
    String[] thresholds = case_.split(" ");
    ResolvedSizing problem = problem(TWO_POOLS.formatted(1, thresholds[0], thresholds[1]));

    Sizer.Sized sized = size(problem);

    assertThat(sized.answer()).isEqualTo(Answer.DECIDED);
    assertThat(answer(sized, problem)).isEqualTo(bruteForce(problem));
  }

  @Tag("full")
  @Test
  void allSeedsGiveTheSameAnswerOrNone() throws IOException {
    Set<Map<String, String>> answers = new HashSet<>();
    int decided = 0;
    for (int seed = 1; seed <= 20; seed++) {
      ResolvedSizing problem =
          problem(
              """
              name: bursty
              seed: %d
              warmUp: 2min
              horizon: 30min
              arrivals: {gamma: {rate: 1/s, cv: 1.5}}
              shoppers: {all: {patience: {exponential: {mean: 30s}}}}
              pools:
                a: {service: {time: {lognormal: {mean: 4s, sd: 4s}}}, cost: {perWorkerHour: $1}}
                b: {service: {time: {lognormal: {mean: 2s, sd: 1s}}}, cost: {perWorkerHour: $1.7, perConversation: $0.0002}}
              routing: {ratio: {a: 0.5, b: 0.5}}
              slos:
                - {metric: request_latency, stat: p95, op: <=, threshold: 11s}
                - {metric: abandonment_rate, op: <=, threshold: 0.01}
              sizing:
                variables:
                  - {path: pools.a.workers, from: 1, to: 8}
                  - {path: pools.b.workers, from: 1, to: 6}
                  - {path: routing.ratio.a, from: 0, to: 1, step: 0.5}
              """
                  .formatted(seed));
      Sizer.Sized sized = size(problem);
      if (sized.answer() == Answer.DECIDED) {
        answers.add(answer(sized, problem));
        decided++;
      }
    }
    assertThat(answers).hasSize(1);
    assertThat(decided).isGreaterThanOrEqualTo(15);
  }

  @Tag("full")
  @Test
  void everyConfigurationIsAccountedFor() throws IOException {
    ResolvedSizing problem = problem(TWO_POOLS.formatted(1, "3s", "0.74"));
    Sizer.Sized sized = size(problem);
    Screening screening = sized.screening();
    Search.Found found = sized.found();

    int pruned = screening.all().size() - screening.survivors().size();
    assertThat(
            screening.unfit()
                + screening.alike()
                + pruned
                + found.dominated()
                + found.dearer()
                + found.untried()
                + found.rulings().size())
        .isEqualTo(36);
    assertThat(pruned).isPositive();
    assertThat(found.rulings().size()).isLessThan(20);
  }

  @Test
  void whatGetsNoRequestsIsNotBought() throws IOException {
    ResolvedSizing problem =
        problem(TWO_POOLS.formatted(1, "3s", "0.6").replace("[0.25, 0.5, 0.75]", "[0, 0.5, 1]"));
    Sizer.Sized sized = size(problem);

    assertThat(sized.answer()).isEqualTo(Answer.DECIDED);
    assertThat(sized.best().candidate().scenario().pools()).hasSize(1);
    assertThat(sized.screening().alike()).isPositive();
  }

  @Tag("full")
  @Test
  void energyCanBeWhatIsToBeLeast() throws IOException {
    String powered =
        TWO_POOLS
            .formatted(1, "3s", "0.74")
            .replace("cost: {perWorkerHour: $1}", "power: {idle: 100W, busy: 200W}")
            .replace(
                "cost: {perWorkerHour: $1.4, perConversation: $0.0001}",
                "power: {idle: 20W, busy: 300W}");
    ResolvedSizing problem = problem(powered + "  objective: energy\n");
    Sizer.Sized sized = size(problem);

    assertThat(sized.answer()).isEqualTo(Answer.DECIDED);
    for (ConfigurationVerdict other : sized.found().rulings()) {
      if (other.passes()) {
        assertThat(sized.best().objective()).isLessThanOrEqualTo(other.objective() * 1.01);
      }
    }
  }

  @Test
  void aQuotaThatIsTooSmallIsNotChosen() throws IOException {
    ResolvedSizing problem =
        problem(
            """
            name: quota
            horizon: 30min
            arrivals: {poisson: {rate: 60/min}}
            shoppers: {all: {messageTokens: 100, replyTokens: 100}}
            pools:
              llm:
                kind: llm
                slots: 500
                service: {time: 500ms}
                cost: {perMillionOutputTokens: $1}
                api: {tokensPerMinute: 6000}
            routing: {ratio: {llm: 1}}
            slos: [{metric: failure_rate, op: <=, threshold: 0.01}, {metric: request_latency, stat: p95, op: <=, threshold: 5s}]
            sizing:
              variables:
                - name: tier
                  variants:
                    small: {pools.llm.api.tokensPerMinute: 6000}
                    medium: {pools.llm.api.tokensPerMinute: 20000}
                    large: {pools.llm.api.tokensPerMinute: 200000}
            """);
    Sizer.Sized sized = size(problem);

    assertThat(sized.answer()).isEqualTo(Answer.DECIDED);
    assertThat(answer(sized, problem))
        .containsEntry("tier", "large"); // costs the same, spares more
  }
}
