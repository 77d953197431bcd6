package footfall.reports.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.verdicts.SloJudge;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.RunMode;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of runs whose figures theory knows. */
class VerdictsTest {
  private static final Results.Wall WALL = new Results.Wall("", 0, 0);

  private static String shop(String pool, String slos) {
    return """
        name: shop
        seed: 3
        horizon: 1h
        warmUp: 5min
        arrivals: {poisson: {rate: 1/s}}
        shoppers: {all: {messageTokens: 100, replyTokens: 30}}
        pools: {slm: {service: {time: {exponential: {mean: 500ms}}}, %s}}
        routing: {ratio: {slm: 1}}
        slos: [%s]
        """
        .formatted(pool, slos);
  }

  static Results results(ResolvedScenario shop, World world, int replications) {
    List<ReplicationRecord> records = SmallShop.run(shop.scenario(), world, replications);
    return Analysis.of(shop, records, Twins.NONE, RunMode.SIMULATE, "test", WALL).results();
  }

  private static SloVerdict slo(String slo, World world, int replications, String... settings) {
    return results(SmallShop.read(shop("workers: 1", slo), settings), world, replications)
        .slo()
        .get(0);
  }

  @Test
  void theWaitOfASingleServerIsWhatTheorySays() {
    Results results =
        results(SmallShop.read(shop("workers: 1", "")), new World().rate(1).service(0.5), 20);

    // M/M/1 at 1/s and 0.5 s: sojourn 1 s, wait 0.5 s, half of the time busy.
    assertThat(results.pools().get(0).utilization()).isCloseTo(0.5, within(0.01));
    double[] interval = results.metrics().get("request_latency").ci95().get("mean");
    assertThat(interval[0]).isLessThan(1.0);
    assertThat(interval[1]).isGreaterThan(1.0);
    assertThat(results.metrics().get("queue_wait").mean()).isCloseTo(0.5, within(0.05));
    assertThat(results.theory()).isNotEmpty().allMatch(row -> row.verdict() == Verdict.PASS);
    assertThat(results.checks()).allMatch(Results.Check::holds);
    assertThat(results.pools().get(0).littleResidual()).isLessThan(1e-6);
  }

  @Test
  void aThresholdOutsideTheIntervalIsDecidedAndOneInsideIsNot() {
    World world = new World().rate(1).service(0.5);
    String mean = "{metric: request_latency, stat: mean, op: <=, threshold: %s}";
    assertThat(slo(mean.formatted("1.3s"), world, 20).verdict()).isEqualTo(Verdict.PASS);
    assertThat(slo(mean.formatted("800ms"), world, 20).verdict()).isEqualTo(Verdict.FAIL);
    SloVerdict open = slo(mean.formatted("1s"), world, 20);
    assertThat(open.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(open.ci95()[0]).isLessThan(1.0);
    assertThat(open.ci95()[1]).isGreaterThan(1.0);

    String rate = "{metric: completion_rate, op: \">=\", threshold: %s}";
    assertThat(slo(rate.formatted("0.99"), world, 5).verdict()).isEqualTo(Verdict.PASS);
    World failing = new World().rate(1).service(0.2).failing(0.2);
    assertThat(slo(rate.formatted("0.9"), failing, 20).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(slo(rate.formatted("0.7"), failing, 20).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aTimeIsJudgedFromThirtySamplesOn() {
    String slo = "{metric: request_latency, stat: mean, op: <=, threshold: 10s}";
    World world = new World().rate(1).service(0.01).constant();
    int before = 0;
    int after = 0;
    for (int seconds : new int[] {10, 13, 14, 15, 16, 17, 18, 30}) {
      ResolvedScenario shop =
          SmallShop.read(shop("workers: 1", slo), "horizon=" + seconds + "s", "warmUp=none");
      List<ReplicationRecord> records = SmallShop.run(shop.scenario(), world, 2);
      Results results =
          Analysis.of(shop, records, Twins.NONE, RunMode.SIMULATE, "test", WALL).results();
      long samples = results.metrics().get("request_latency").count();
      Verdict expected = samples < 30 ? Verdict.UNDECIDED : Verdict.PASS;
      assertThat(results.slo().get(0).verdict()).as("%d samples", samples).isEqualTo(expected);
      before += samples < 30 ? 1 : 0;
      after += samples < 30 ? 0 : 1;
    }
    assertThat(before).isPositive();
    assertThat(after).isPositive();
  }

  @Test
  void aPercentileNeedsAsManySamplesAsABoundOfItHas() {
    assertThat(SloJudge.samplesNeeded("mean", 0.95)).isEqualTo(30);
    assertThat(SloJudge.samplesNeeded("p50", 0.95)).isEqualTo(30);
    assertThat(SloJudge.samplesNeeded("p75", 0.95)).isEqualTo(30);
    assertThat(SloJudge.samplesNeeded("p90", 0.95)).isEqualTo(36); // ln 0.025 / ln 0.9 = 35.01
    assertThat(SloJudge.samplesNeeded("p95", 0.95)).isEqualTo(72);
    assertThat(SloJudge.samplesNeeded("p99", 0.95)).isEqualTo(368);
    assertThat(SloJudge.samplesNeeded("p999", 0.95)).isEqualTo(3_688);
    assertThat(SloJudge.samplesNeeded("p99", 0.999)).isEqualTo(757);
  }

  @Test
  void whatCannotKeepUpPassesNothingAboutTime() {
    String generous = "{metric: request_latency, stat: p50, op: <=, threshold: 2h}";
    World overloaded = new World().rate(3).service(0.5);
    Results results = results(SmallShop.read(shop("workers: 1", generous)), overloaded, 5);
    assertThat(results.pools().get(0).stable()).isFalse();
    assertThat(results.pools().get(0).offeredUtilization()).isCloseTo(1.5, within(0.03));
    assertThat(results.slo().get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(results.answer())
        .startsWith("Overloaded: pool slm is offered 1.5")
        .contains("with 2 workers it would be busy 7");

    Results busy = results(SmallShop.read(shop("workers: 1", generous)), new World().rate(1), 5);
    assertThat(busy.pools().get(0).stable()).isTrue();
    assertThat(busy.slo().get(0).verdict()).isEqualTo(Verdict.PASS);
  }

  /** Each of the three conditions of an overload alone is none. */
  @Test
  void aFullQueueAloneIsNoOverload() {
    String slo = "{metric: request_latency, stat: p50, op: <=, threshold: 2h}";
    // More is offered than can be served, but the queue is bounded and cannot grow.
    Results bounded =
        results(
            SmallShop.read(shop("workers: 1, queue: {capacity: 1}", slo)),
            new World().rate(3).service(0.5),
            5);
    assertThat(bounded.pools().get(0).offeredUtilization()).isGreaterThan(1);
    assertThat(bounded.pools().get(0).stable()).isTrue();
    assertThat(bounded.slo().get(0).verdict()).isEqualTo(Verdict.PASS);

    // The queue grows over a short time, but less is offered than can be served.
    ResolvedScenario shop =
        SmallShop.read(shop("workers: 1", slo), "horizon=40s", "warmUp=none", "seed=11");
    int grown = 0;
    for (int seed = 0; seed < 12; seed++) {
      ResolvedScenario each =
          SmallShop.read(
              shop("workers: 1", ""), "horizon=40s", "warmUp=none", "seed=" + (seed + 1));
      Results short_ = results(each, new World().rate(1.6).service(0.5), 1);
      grown += short_.pools().get(0).backlog() > 2 ? 1 : 0;
      if (short_.pools().get(0).offeredUtilization() < 1) {
        assertThat(short_.pools().get(0).stable()).isTrue();
      }
    }
    assertThat(grown).isPositive();
    assertThat(shop.scenario().slos()).hasSize(1);
  }

  /** A closed population cannot send more than it is answered. */
  @Test
  void aClosedPopulationNeverOverloads() {
    ResolvedScenario closed =
        SmallShop.read(
            shop("workers: 1", "")
                .replace("poisson: {rate: 1/s}", "closed: {population: 10}")
                .replace("replyTokens: 30}", "replyTokens: 30, thinking: 1s}"));
    Results results = results(closed, new World().rate(3).service(0.5), 3);
    assertThat(results.pools().get(0).backlog()).isGreaterThan(1_000);
    assertThat(results.pools().get(0).stable()).isTrue();
  }

  @Test
  void energyIsWhatTheWallGives() {
    String powered = "workers: 2, power: {idle: 100W, busy: 300W%s}";
    World world = new World().rate(1).service(0.5);
    Results plain = results(SmallShop.read(shop(powered.formatted(", pue: 1"), "")), world, 5);
    Results cooled = results(SmallShop.read(shop(powered.formatted(", pue: 1.5"), "")), world, 5);

    // Two workers idle at 100 W, and half a worker busy at 200 W more: 300 W.
    double watts = plain.energy().joules() / 3_300;
    assertThat(watts).isCloseTo(300, within(6.0));
    assertThat(cooled.energy().joules()).isCloseTo(1.5 * plain.energy().joules(), within(1.0));
    assertThat(plain.energy().joulesPerRequest()).isCloseTo(300, within(9.0));
  }

  @Test
  void anAnswerLeadsWithWhatFails() {
    String slos =
        "{metric: request_latency, stat: p50, op: <=, threshold: 100ms},"
            + " {metric: completion_rate, op: \">=\", threshold: 0.5},"
            + " {metric: queue_wait, stat: mean, op: <=, threshold: 1ms}";
    Results failed = results(SmallShop.read(shop("workers: 1", slos)), new World(), 10);
    assertThat(failed.answer()).startsWith("2 of 3 SLOs fail: request_latency p50 ");
    Results one =
        results(
            SmallShop.read(
                shop("workers: 1", "{metric: completion_rate, op: \">=\", threshold: 0.5}")),
            new World(),
            10);
    assertThat(one.answer()).startsWith("The SLO holds: completion_rate");
    assertThat(one.answer()).contains("slm is busy 5");
  }

  @Test
  void moneyIsHoursAndTokens() {
    String priced =
        "workers: 2, cost: {perWorkerHour: $1.5, perMillionInputTokens: $10,"
            + " perMillionOutputTokens: $20, perConversation: $0.001}";
    Results results = results(SmallShop.read(shop(priced, "")), new World(), 4);
    // Measured: 55 minutes of two workers; 99.5 input and 29.5 output tokens a conversation.
    double perConversation = (99.5 * 10 + 29.5 * 20) / 1e6 + 0.001 + 3.0 / 3_600;
    assertThat(results.cost().perConversation()).isCloseTo(perConversation, within(1e-4));
    assertThat(results.cost().perThousandConversations())
        .isCloseTo(1_000 * results.cost().perConversation(), within(1e-9));
    assertThat(results.cost().currency()).isEqualTo("USD");
  }
}
