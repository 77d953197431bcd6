package footfall.simulator.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.Results;
import footfall.reports.results.Results.Better;
import footfall.reports.results.Results.PoolFigures;
import footfall.reports.results.Results.Verdict;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Simulation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each file of the catalog is there to show. */
class CatalogFindingsTest {
  private static Results run(String name, String... settings) {
    Path file = Path.of("../scenarios/catalog", name + ".yaml");
    List<Setting> all = Stream.of(settings).map(Setting::parse).toList();
    return Simulation.run(new ScenarioReader().read(file, all), "test", part -> {}).results();
  }

  @Tag("full")
  @Test
  void aMillionRecommendationsAnHourKeepOneSmallModelBusyHalfTheTime() {
    Results results = run("claims/seed2-benchmark-slm");
    PoolFigures pool = results.pools().get(0);

    // 277.78/s x 0.1 s / 50 slots; four standard deviations of a Poisson count of a million.
    assertThat(pool.utilization()).isCloseTo(0.5556, within(0.5556 * 0.004));
    assertThat(pool.stable()).isTrue();
    assertThat(results.ledger().turns().submitted()).isCloseTo(1_000_000, within(4_000L));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Tag("full")
  @Test
  void oneLargeModelDrownsInThem() {
    Results results = run("claims/seed2-benchmark-llm");
    PoolFigures pool = results.pools().get(0);

    assertThat(pool.stable()).isFalse();
    assertThat(pool.offeredUtilization()).isCloseTo(2.778, within(0.012));
    assertThat(pool.backlog()).isCloseTo(640_000, within(4_200.0));
    assertThat(results.answer()).startsWith("Overloaded: pool recommender is offered 2.78 times");
    assertThat(results.checks()).allMatch(Results.Check::holds);
  }

  @Tag("full")
  @Test
  void threeOfThemHold() {
    PoolFigures pool = run("claims/seed2-benchmark-llm-x3").pools().get(0);

    assertThat(pool.stable()).isTrue();
    assertThat(pool.utilization()).isCloseTo(0.926, within(0.926 * 0.005));
  }

  @Test
  void theHybridOfTheFirstRunIsAsGoodAndAsCheapAsItsArithmeticSays() {
    Results results = run("claims/seed1-80-20");

    assertThat(results.quality().satisfaction()).isCloseTo(0.7966, within(0.0005));
    assertThat(results.cost().perConversation()).isCloseTo(0.00018, within(0.000002));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Test
  void aMillionConversationsAMonthCostWhatTheyShouldOnFourDevices() {
    Results results = run("claims/seed1-1m-conversations-month");

    assertThat(results.cost().perMonth()).isCloseTo(180, within(9.0));
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Tag("full")
  @Test
  void aShopSizedForItsMeanDrownsInTheEvening() {
    Results day = run("evening-peak-day");
    Results larger = run("evening-peak-day", "pools.slm.workers=20");

    assertThat(day.ledger().conversations().arrived()).isCloseTo(300_000, within(3_000L));
    assertThat(day.pools().get(0).utilization()).isBetween(0.70, 0.78);
    assertThat(day.answer()).contains("worst from 19:12 h to 20:24 h: request_latency p95");
    assertThat(day.slo()).allMatch(slo -> slo.verdict() == Verdict.FAIL);
    assertThat(larger.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(larger.cost().perMonth()).isCloseTo(20 * 0.526 * 730, within(0.01));
  }

  @Tag("full")
  @Test
  void anAutoscalerComesTooLateForAFlashSale() {
    Results scaled = run("flash-sale");
    Results ready = run("flash-sale", "pools.gpu.workers=6", "pools.gpu.autoscale.min=6");

    assertThat(scaled.answer())
        .contains("gpu has 1 to 6 workers up")
        .contains("each takes 180 s to start")
        .contains("worst from 1:0");
    assertThat(verdict(scaled, "abandonment_rate")).isEqualTo(Verdict.FAIL);
    assertThat(ready.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(scaled.pools().get(0).workersPaid().mean())
        .isGreaterThan(scaled.pools().get(0).workersUp().mean());
    assertThat(ready.cost().total()).isGreaterThan(2 * scaled.cost().total());
  }

  @Test
  void anOutageIsLongerThanTheVendorWasOut() {
    Results outage = run("vendor-outage");
    Results without = run("vendor-outage", "pools.llm.api.outages=[]");

    Results.Ledger.Attempts attempts = outage.ledger().attempts();
    assertThat(attempts.failed()).isPositive();
    assertThat(attempts.throttled()).isGreaterThan(10 * without.ledger().attempts().throttled());
    assertThat(outage.answer())
        .contains("worst from 1:06 h to 1:12 h")
        .contains("attempts a request");
    assertThat(without.ledger().attempts().failed()).isZero();
    assertThat(verdict(outage, "failure_rate")).isEqualTo(Verdict.FAIL);
    assertThat(verdict(without, "failure_rate")).isEqualTo(Verdict.PASS);
    // Who was not answered tries again: there are more requests than turns need calls.
    assertThat(outage.ledger().requests().submitted())
        .isGreaterThan(outage.ledger().turns().submitted() * 102 / 100);
  }

  @Test
  void tokensBindLongBeforeRequestsDo() {
    Results results = run("quota-200k-tpm");
    Results tenfold = run("quota-200k-tpm", "pools.llm.api.tokensPerMinute=2000000");

    // 15 conversations a minute ask for about 20,000 tokens each: 1.5 times the quota.
    double perConversation =
        results.workload().inputTokens().mean() + results.workload().outputTokens().mean();
    double turns = 6.5;
    assertThat(perConversation * 2 * turns).isBetween(15_000.0, 25_000.0);
    assertThat(results.answer())
        .contains("are throttled (429)")
        .contains("its quota of 200,000 tokens a minute is 100 % used by 5.7 completed");
    assertThat(verdict(results, "throttle_rate")).isEqualTo(Verdict.FAIL);
    assertThat(tenfold.ledger().attempts().throttled()).isZero();
    double granted = (results.pools().get(0).throughput() * perConversation) * 60;
    assertThat(granted).isLessThan(200_000 * 1.02).isGreaterThan(180_000);
  }

  @Tag("full")
  @Test
  void aFullerBatchIsSlowerButNeverProportionally() {
    Results results = run("gpu-batching");
    Results twice = run("gpu-batching", "arrivals.poisson.rate=6000/h");

    double together = results.pools().get(0).inService().mean();
    double more = twice.pools().get(0).inService().mean();
    assertThat(together).isBetween(4.0, 5.5);
    assertThat(more).isGreaterThan(2.1 * together);
    double tpot = results.metrics().get("inter_token_latency").mean();
    assertThat(tpot).isBetween(0.0133, 0.0143);
    assertThat(twice.metrics().get("inter_token_latency").mean()).isBetween(tpot * 1.05, 0.0175);
    assertThat(results.pools().get(0).computing()).isGreaterThan(0.9);
  }

  @Tag("full")
  @Test
  void readingTheHistoryIsTheTrapOnCpus() {
    Results results = run("cpu-slms-only");
    Results affine =
        run(
            "cpu-slms-only",
            "pools.cpu.prefixCache=0.95",
            "pools.cpu.queue.layout=per-worker",
            "pools.cpu.queue.placement=affinity");

    assertThat(results.workload().inputTokens().mean()).isGreaterThan(500);
    assertThat(verdict(results, "time_to_first_token")).isEqualTo(Verdict.FAIL);
    assertThat(affine.metrics().get("time_to_first_token").mean())
        .isLessThan(results.metrics().get("time_to_first_token").mean() / 2);
    assertThat(results.answer()).contains("a request reads");
  }

  @Test
  void aRecordedHourIsWorseThanItsRate() {
    Results results = run("trace-replay");

    assertThat(results.workload().arrivals().cv()).isCloseTo(1.706, within(0.001));
    assertThat(results.workload().inputTokens().p50()).isCloseTo(474, within(4.7));
    assertThat(results.workload().outputTokens().p99()).isCloseTo(656, within(6.6));
    assertThat(results.burstiness().ratioOfP99()).isGreaterThan(1.3);
    assertThat(results.burstiness().poisson().cv()).isCloseTo(1, within(0.03));
    assertThat(results.answer())
        .contains("as recorded, but")
        .contains("if the same requests came as a Poisson process of the same rate");
  }

  @Tag("full")
  @Test
  void theTwinOfAReplayThatIsCutShortKnowsOnlyWhatWasReplayed() {
    Results results = run("trace-replay", "horizon=4min", "drain=false");

    double rate = results.workload().arrivals().ratePerSecond();
    assertThat(rate).isNotCloseTo(0.964, within(0.2));
    assertThat(results.burstiness().poisson().ratePerSecond()).isCloseTo(rate, within(0.25 * rate));
  }

  @Tag("full")
  @Test
  void fashionShoppersRejectAcceptAndBuyInThreeLanguages() {
    Results results = run("muse-fashion-hinglish");

    assertThat(results.workload().languages().get("hinglish")).isCloseTo(0.41, within(0.02));
    assertThat(results.workload().languages().get("hindi")).isCloseTo(0.18, within(0.02));
    assertThat(results.workload().rejectionReasons().get("price")).isCloseTo(0.35, within(0.01));
    // Two calls for most turns, one for chat and acceptance.
    double calls =
        (double) results.ledger().requests().completed() / results.ledger().turns().completed();
    assertThat(calls).isBetween(1.6, 1.9);
    assertThat(results.business().conversionRate()).isCloseTo(0.155, within(0.008));
    assertThat(results.answer()).contains("of the conversations end in a purchase");
    assertThat(results.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Tag("full")
  @Test
  void aRegionIsMoreThanAWorker() {
    Results region = run("region-loss");
    Results worker = run("region-loss", "pools.gpu.outages.0.workers=1");
    Results larger = run("region-loss", "pools.gpu.workers=6");

    assertThat(region.answer()).contains("gpu has 2 to 4 workers up").contains("worst from 2:0");
    assertThat(verdict(region, "completion_rate")).isEqualTo(Verdict.FAIL);
    assertThat(worker.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(larger.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(region.pools().get(0).failures()).containsKey("worker_lost");
  }

  private static Verdict verdict(Results results, String metric) {
    return results.slo().stream()
        .filter(slo -> slo.metric().equals(metric))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  @Tag("full")
  @Test
  void slowAnswersCostTheHybridALittle() {
    Results results = run("claims/seed1-hybrid");

    assertThat(results.quality().satisfaction()).isBetween(0.785, 0.7966);
    assertThat(results.ledger().conversations().abandoned()).isPositive();
    assertThat(results.business().conversionRate()).isBetween(0.14, 0.155);
  }

  @Test
  void aCascadePaysWhereConfidenceKnowsSomething() {
    Results knowing = run("cascade");
    Results blind = run("cascade", "routing.cascade.correlation=0");
    double requests = knowing.ledger().requests().submitted();

    assertThat(knowing.routing().escalated() / requests).isCloseTo(0.3, within(0.005));
    assertThat(blind.quality().satisfaction()).isCloseTo(0.7 * 0.667 + 0.3 * 0.783, within(0.003));
    assertThat(knowing.quality().satisfaction())
        .isGreaterThan(blind.quality().satisfaction() + 0.02);
    assertThat(knowing.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
  }

  @Tag("full")
  @Test
  void aClassifierThatErrsIsWorthLessThanOneThatDoesNot() {
    Results erring = run("triage");
    Results perfect = run("triage", "routing.classifier.accuracy=1");

    assertThat((double) erring.routing().misclassified() / erring.routing().classified())
        .isCloseTo(0.1, within(0.004));
    assertThat(perfect.routing().misclassified()).isZero();
    assertThat(erring.quality().satisfaction())
        .isLessThan(perfect.quality().satisfaction() - 0.005);
    assertThat(erring.pools().get(0).throughput()).isPositive();
  }

  @Test
  void aCircuitBreakerSparesRequestsTheWaitForAnError() {
    Results broken = run("fallback");
    Results unbroken = run("fallback", "routing.fallback.circuit.failures=1000000");

    assertThat(broken.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(unbroken.metrics().get("request_latency").p99())
        .isGreaterThan(broken.metrics().get("request_latency").p99() + 2);
    assertThat(broken.ledger().requests().failed()).isZero();
  }

  @Test
  void aGatewaySendsElsewhereWhatADeploymentRefuses() {
    Results two = run("gateway");
    Results oneAndAHalf = run("gateway", "pools.west.api.outputTokensPerMinute=2500");

    assertThat(two.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(two.pools().get(0).share()).isBetween(0.5, 0.65); // and not .9
    assertThat(two.pools().get(2).share()).isLessThan(0.03);
    assertThat(oneAndAHalf.pools().get(2).share()).isBetween(0.1, 0.3);
  }

  @Tag("full")
  @Test
  void priorityKeepsAJobOutOfTheShoppersWay() {
    Results apart = run("cohorts");
    Results together = run("cohorts", "pools.slm.queue.discipline=fifo");

    assertThat(apart.slo()).allMatch(slo -> slo.verdict() == Verdict.PASS);
    assertThat(together.slo()).allMatch(slo -> slo.verdict() == Verdict.FAIL);
    assertThat(apart.losses().fairness().speed()).isLessThan(0.9);
  }

  @Tag("full")
  @Test
  void tenTestsTellTwoModelsApartOnlyIfTheyAreLongEnough() {
    Results results = run("ab-test");
    Results shorter = run("ab-test", "arrivals.poisson.rate=900/h");

    assertThat(results.abTest().conversationsPerArm()).isEqualTo(8_960);
    assertThat(results.abTest().comparisons().get(0).found()).isBetween(5, 10);
    assertThat(results.abTest().comparisons().get(0).verdict()).isEqualTo(Better.WORSE);
    assertThat(shorter.abTest().comparisons().get(0).found()).isLessThanOrEqualTo(4);
  }
}
