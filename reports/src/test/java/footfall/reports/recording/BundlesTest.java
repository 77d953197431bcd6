package footfall.reports.recording;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.queueing.statistics.Interval;
import footfall.reports.SmallShop;
import footfall.reports.SmallShop.World;
import footfall.reports.analysis.run.Analysis;
import footfall.reports.analysis.run.Twins;
import footfall.reports.analysis.verdicts.ReplicationSet;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.reading.ResolvedScenario;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BundlesTest {
  private static final int MANY = 250;

  private static final ResolvedScenario SHOP =
      SmallShop.read(
          """
          name: bundled
          seed: 9
          horizon: 10min
          warmUp: 1min
          arrivals: {poisson: {rate: 1/s}}
          pools:
            a: {workers: 1, service: {time: {exponential: {mean: 500ms}}}, cost: {perWorkerHour: $1}}
            b: {workers: 1, service: {time: {exponential: {mean: 800ms}}}, cost: {perWorkerHour: $2}}
          routing: {ratio: {a: 0.5, b: 0.5}}
          slos:
            - {metric: queue_wait, stat: p95, op: <=, threshold: 2s}
            - {metric: queue_wait, stat: share, within: 1s, op: ">=", threshold: 0.8}
          """);

  private static final List<ReplicationRecord> SINGLES =
      SmallShop.run(SHOP.scenario(), new World().service(0.5, 0.8).shares(0.5, 0.5), MANY);

  private static List<ReplicationRecord> bundled(List<ReplicationRecord> records) {
    Bundles bundles = new Bundles();
    IntStream.range(0, records.size())
        .map(i -> i % 2 == 0 && i + 1 < records.size() ? i + 1 : i - i % 2) // In another order.
        .forEach(i -> bundles.add(records.get(i), i));
    return bundles.records();
  }

  private static Results results(List<ReplicationRecord> records) {
    return Analysis.of(
            SHOP, records, Twins.NONE, RunMode.SIMULATE, "test", new Results.Wall("", 0, 0))
        .results();
  }

  @Test
  void upToAHundredStayByThemselves() {
    assertThat(bundled(SINGLES.subList(0, 100))).isEqualTo(SINGLES.subList(0, 100));
  }

  @Test
  void aboveThatNeighboursAreAddedUp() {
    List<ReplicationRecord> bundles = bundled(SINGLES);

    assertThat(bundles).hasSize(63);
    assertThat(bundles.subList(0, 62)).allMatch(bundle -> bundle.replications() == 4);
    assertThat(bundles.get(62).replications()).isEqualTo(2);
    assertThat(ReplicationRecord.replications(bundles)).isEqualTo(MANY);
  }

  @Test
  void whatTheyShowTogetherIsTheSame() {
    Results one = results(SINGLES);
    Results other = results(bundled(SINGLES));

    assertThat(other.run().replications()).isEqualTo(MANY);
    assertThat(other.run().events()).isEqualTo(one.run().events());
    assertThat(other.ledger()).isEqualTo(one.ledger());
    assertThat(other.losses()).isEqualTo(one.losses());
    assertThat(other.checks()).allMatch(Results.Check::holds);
    one.figures()
        .forEach(
            (name, figure) -> {
              double off = Math.abs(other.figures().get(name).value() - figure.value());
              assertThat(off > 1e-9 * Math.abs(figure.value())).as(name).isFalse(); // Or none.
            });
    assertThat(other.pools().get(1).backlog()).isEqualTo(one.pools().get(1).backlog());
    Results.MetricFigures throughput = one.metrics().get("request_throughput");
    assertThat(other.metrics().get("request_throughput"))
        .usingRecursiveComparison()
        .ignoringFields("ci95", "mean")
        .isEqualTo(throughput);
    assertThat(other.workload().arrivals().dispersion())
        .isEqualTo(one.workload().arrivals().dispersion());
    assertThat(other.slo().get(0).actual()).isEqualTo(one.slo().get(0).actual());
    assertThat(other.slo().get(1).actual()).isEqualTo(one.slo().get(1).actual());
  }

  @Test
  void theirScatterTellsTheSameIntervals() {
    ReplicationSet one = new ReplicationSet(SHOP.scenario(), SINGLES);
    ReplicationSet other = new ReplicationSet(SHOP.scenario(), bundled(SINGLES));

    for (String name : List.of("queue_wait.mean", "queue_wait.p95", "request_latency.p99")) {
      FigureName figure = FigureName.parse(name).orElseThrow();
      double width = width(one.interval(figure, 0.95));
      assertThat(width(other.interval(figure, 0.95)))
          .as(name)
          .isBetween(0.75 * width, 1.33 * width);
    }
  }

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }

  @Test
  void theSampleOfRequestsIsOfTheFirstHundred() {
    List<ReplicationRecord.Single> kept =
        bundled(SINGLES).stream().flatMap(bundle -> bundle.singles().stream()).toList();

    assertThat(kept).hasSize(MANY);
    assertThat(kept.subList(0, 100)).noneMatch(single -> single.sample().isEmpty());
    assertThat(kept.subList(100, MANY)).allMatch(single -> single.sample().isEmpty());
  }
}
