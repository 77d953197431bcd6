package footfall.reports.analysis.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.recording.ReplicationRecord;
import footfall.reports.results.Results;
import footfall.reports.results.Results.Ledger;
import footfall.reports.results.Results.MetricFigures;
import footfall.reports.results.RunMode;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Figures by name, beside the ledger and the results of the same books. */
class FiguresTest {
  private static final double HOURS = 1;
  private static final double HOURS_PER_MONTH = 730;

  private static final ResolvedScenario SHOP =
      SmallShop.read(
          """
          name: figures
          seed: 9
          horizon: 1h
          warmUp: none
          month: steady
          arrivals: {poisson: {rate: 1/s}}
          shoppers: {all: {messageTokens: 100, replyTokens: 30, purchase: {rate: 0.2, revenue: 40}}}
          pools:
            a:
              workers: 1
              queue: {capacity: 3}
              service: {time: {exponential: {mean: 900ms}}}
              cost: {perWorkerHour: $1}
              power: {idle: 40W, busy: 120W}
              quality: {satisfaction: 0.7}
            b:
              workers: 1
              service: {time: {exponential: {mean: 500ms}}}
              cost: {perWorkerHour: $2}
              power: {idle: 20W, busy: 60W}
              quality: {satisfaction: 0.9}
          routing: {ratio: {a: 0.75, b: 0.25}}
          """);

  private static ReplicationSet tried;
  private static Results results;

  @BeforeAll
  static void run() {
    World world =
        new World().shares(0.75, 0.25).service(0.9, 0.5).patience(3).failing(0.05).buying(0.2);
    List<ReplicationRecord> records = SmallShop.run(SHOP.scenario(), world, 1);
    tried = new ReplicationSet(SHOP.scenario(), records);
    results =
        Analysis.of(SHOP, records, Twins.NONE, RunMode.SIMULATE, "test", new Results.Wall("", 0, 0))
            .results();
  }

  private static double value(String name) {
    return tried.value(FigureName.parse(name).orElseThrow());
  }

  private static void isClose(String name, double expected) {
    assertThat(expected).as(name).isFinite().isNotZero();
    assertThat(value(name)).as(name).isCloseTo(expected, within(Math.abs(expected) * 1e-9));
  }

  @Test
  void ratesArePartsOfWhatEnded() {
    Ledger.Conversations all = results.ledger().conversations();
    double ended = all.completed() + all.abandoned() + all.failed();
    isClose("completion_rate", all.completed() / ended);
    isClose("abandonment_rate", all.abandoned() / ended);
    isClose("rejection_rate", all.failed() / ended);
    Ledger.Requests requests = results.ledger().requests();
    double lost = requests.rejected() + requests.failed();
    isClose("failure_rate", lost / (lost + requests.completed() + requests.abandoned()));
    isClose("conversion_rate", results.business().conversionRate());
    assertThat(value("conversion_rate")).isCloseTo(0.2 * all.completed() / ended, within(0.03));
  }

  @Test
  void timesAreThoseOfAllRequests() {
    MetricFigures latency = results.metrics().get("request_latency");
    isClose("request_latency.mean", latency.mean());
    isClose("request_latency.p50", latency.p50());
    isClose("request_latency.p95", latency.p95());
    isClose("request_latency.p999", latency.p999());
    isClose("request_latency.max", latency.max());
    assertThat(latency.p50()).isLessThan(latency.mean());
    assertThat(latency.p999()).isLessThan(latency.max());
    isClose("request_throughput", results.ledger().requests().completed() / (HOURS * 3_600));
  }

  @Test
  void moneyIsSharedByWhoCompleted() {
    double completed = results.ledger().conversations().completed();
    isClose("cost_per_conversation", 3 * HOURS / completed);
    isClose("cost_per_thousand_conversations", 3_000 * HOURS / completed);
    isClose("cost_per_month", 3 * HOURS_PER_MONTH);
    isClose("cost_per_satisfied_shopper", results.cost().perSatisfiedShopper());
    isClose("cost_per_satisfied_shopper", 3 / results.cost().satisfiedShoppers());
    double joules = results.energy().joules();
    isClose("energy_per_thousand_conversations", 1_000 * joules / completed);
    isClose("carbon_per_thousand_conversations", 1_000 * results.energy().gramsCo2e() / completed);
  }

  @Test
  void poolsHaveTheirOwn() {
    isClose("utilization[a]", results.pools().get(0).utilization());
    isClose("share[b]", results.pools().get(1).share());
    assertThat(value("share[b]")).isCloseTo(0.25, within(0.05));
    isClose("satisfaction", results.quality().satisfaction());
  }

  @Test
  void keyFiguresAreTheSameByName() {
    FigureName more = FigureName.parse("request_latency.max").orElseThrow();
    Samples samples = Samples.of(SHOP.scenario(), tried.records());
    var figures = KeyFigures.of(SHOP.scenario(), samples, List.of(more));
    assertThat(figures)
        .containsKeys("utilization[a]", "utilization[b]", "share[a]", "share[b]", "satisfaction")
        .containsKeys("request_latency.p95", "cost_per_month", "request_latency.max")
        .hasSizeGreaterThan(30);
    figures.forEach(
        (name, figure) -> {
          if (Double.isFinite(figure.value())) {
            assertThat(figure.value()).as(name).isEqualTo(value(name));
          }
        });
    var mean = figures.get("request_latency.mean");
    assertThat(mean.ci95()[0]).isLessThan(mean.value());
    assertThat(mean.samples()).hasSizeGreaterThan(5);
    assertThat(Arrays.stream(mean.samples()).average().orElseThrow())
        .isCloseTo(mean.value(), within(0.1 * mean.value()));
  }
}
