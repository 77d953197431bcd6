package footfall.reports.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import footfall.reports.calibration.FittedService.Parameter;
import footfall.reports.measurement.MeasuredLog.Served;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Batching;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.Service;
import footfall.scenarios.randomness.RandomStream;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made by a known service model give it back. */
class ServiceFitTest {
  private static final String BATCHING =
      """
      {slots: 8, service: {time: 5ms, perInputToken: 50us, batching: {tpot: {table: {1: 2ms, 2: 3ms,\
       4: 5ms, 8: 9ms}}}}}""";
  private static final String STREAMING =
      "{slots: 8, service: {time: 100ms, perInputToken: 1ms, perOutputToken: 10ms}}";

  @TempDir private Path folder;

  private PoolSpec pool(String yaml) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: fit
            horizon: 1h
            arrivals: {poisson: {rate: 1/s}}
            pools: {slm: %s}
            routing: {ratio: {slm: 1}}
            """
                .formatted(yaml));
    Scenario scenario = new ScenarioReader().read(file, List.of()).scenario();
    return scenario.pools().get(0);
  }

  /** Groups of so many that begin and end together, so that each has the whole group about it. */
  private static List<Served> groups(Service service, int rounds, double slowness) {
    RandomStream random = new RandomStream().at(42);
    List<Served> requests = new ArrayList<>();
    double start = 0;
    for (int round = 0; round < rounds; round++) {
      for (int together : new int[] {1, 2, 4, 8}) {
        int input = 20 + (int) (180 * random.nextDouble());
        double tpot = slowness * service.batching().orElseThrow().tpot().at(together);
        double slowdown = service.batching().orElseThrow().prefillSlowdown().at(together);
        double prefill =
            slowness * slowdown * (service.time().mean() + input * service.secondsPerInputToken());
        for (int i = 0; i < together; i++) {
          double noise = 1 + 0.05 * (random.nextDouble() - 0.5);
          double first = start + (prefill + tpot) * noise;
          double ended = first + 30 * tpot * noise;
          requests.add(new Served("slm", 0, true, start, first, ended, input, 0, 31));
        }
        start += 2;
      }
    }
    return requests;
  }

  /**
   * Fewer values than stand for them, or not a multiple: none may count for more than it should.
   */
  @Test
  void whatStandsForValuesHasTheirMean() {
    for (int count : new int[] {7, 60, 130, 1_013}) {
      double[] values = IntStream.range(0, count).mapToDouble(i -> Math.exp(i % 7)).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      assertThat(ServiceFit.distribution(values).mean()).isCloseTo(mean, within(1e-9 * mean));
    }
    assertThat(ServiceFit.distribution(new double[] {0, 0, 0}).mean()).isZero();
  }

  @Test
  void aBatchingServiceIsFoundAgain() throws IOException {
    PoolSpec spec = pool(BATCHING);
    FittedService fitted =
        ServiceFit.of(spec, List.of(groups(spec.service(), 60, 1))).orElseThrow();

    Service service = fitted.service();
    for (int together : new int[] {1, 2, 4, 8}) {
      assertThat(service.batching().orElseThrow().tpot().at(together))
          .isCloseTo(spec.service().batching().orElseThrow().tpot().at(together), byPercent(2));
      assertThat(service.batching().orElseThrow().prefillSlowdown().at(together))
          .isCloseTo(together == 1 ? 1 : (together + 1) / 2.0, within(0.35));
    }
    assertThat(service.secondsPerInputToken()).isCloseTo(50e-6, within(3e-6));
    assertThat(service.time().mean()).isCloseTo(5e-3, within(0.4e-3));
    assertThat(fitted.requests()).isEqualTo(60 * 15);
  }

  /** Two workers, of which one serves so many and the other none, one or two meanwhile. */
  private static List<Served> beside(double slowdownPerNeighbour, int rounds) {
    RandomStream random = new RandomStream().at(4);
    List<Served> requests = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int together = 1 << round % 3;
      int others = round / 3 % 3;
      double start = 2.0 * round;
      double noise = (1 + slowdownPerNeighbour * others) * (1 + 0.4 * (random.nextDouble() - 0.5));
      for (int i = 0; i < together; i++) {
        double first = start + (5e-3 + 100 * 50e-6 + 1e-3 * (1 + together)) * noise;
        double ended = first + 30 * 1e-3 * (1 + together) * noise;
        requests.add(new Served("slm", 0, true, start, first, ended, 100, 0, 31));
      }
      for (int i = 0; i < others; i++) { // From before the first to after the last.
        requests.add(new Served("slm", 1, false, start - 0.1, start, start + 1, 100, 0, 31));
      }
    }
    return requests;
  }

  @Test
  void workersOfOneMachineAreSeenToSlowEachOther() throws IOException {
    PoolSpec spec = pool(BATCHING.replace("{slots: 8", "{slots: 8, workers: 2"));
    Service service = ServiceFit.of(spec, List.of(beside(0.4, 900))).orElseThrow().service();

    Batching batching = service.batching().orElseThrow();
    assertThat(batching.contention().orElseThrow().workers()).isEqualTo(2);
    assertThat(batching.contention().orElseThrow().tpot().at(1)).isCloseTo(1.4, byPercent(3));
    assertThat(batching.contention().orElseThrow().tpot().at(2)).isCloseTo(1.8, byPercent(3));
    assertThat(batching.tpot().at(1)).isCloseTo(2e-3, byPercent(3));
    assertThat(batching.tpot().at(4)).isCloseTo(5e-3, byPercent(3));
    assertThat(batching.pace().mean()).isCloseTo(1, byPercent(0.5));
    assertThat(Math.sqrt(batching.pace().squaredCv())).isCloseTo(0.115, byPercent(10));
  }

  @Test
  void workersThatDoNotSlowEachOtherAreNotSeenTo() throws IOException {
    PoolSpec spec = pool(BATCHING.replace("{slots: 8", "{slots: 8, workers: 2"));
    Batching batching =
        ServiceFit.of(spec, List.of(beside(0, 900)))
            .orElseThrow()
            .service()
            .batching()
            .orElseThrow();

    batching.contention().ifPresent(c -> assertThat(c.tpot().at(2)).isCloseTo(1, within(0.03)));
  }

  @Test
  void aSlowdownOfThirtyPercentIsFoundAndOneOfNothingIsNot() throws IOException {
    PoolSpec spec = pool(BATCHING);
    List<Parameter> same =
        ServiceFit.of(spec, List.of(groups(spec.service(), 60, 1))).orElseThrow().parameters();
    List<Parameter> slower =
        ServiceFit.of(spec, List.of(groups(spec.service(), 60, 1.3))).orElseThrow().parameters();

    assertThat(same).filteredOn(p -> p.name().contains("tpot")).hasSize(4);
    assertThat(same)
        .filteredOn(p -> p.name().contains("tpot"))
        .allSatisfy(p -> assertThat(p.ratio()).isCloseTo(1.0, within(0.02)));
    assertThat(slower)
        .filteredOn(p -> p.name().contains("tpot"))
        .allSatisfy(
            p -> {
              assertThat(p.differs()).isTrue();
              assertThat(p.ratio()).isCloseTo(1.3, within(0.03));
            });
  }

  @Test
  void aServiceThatDoesNotBatchIsFoundWithItsScatter() throws IOException {
    PoolSpec spec = pool(STREAMING);
    RandomStream random = new RandomStream().at(7);
    List<Served> requests = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      int input = 10 + (int) (200 * random.nextDouble());
      double gap = 0.008 + 0.004 * random.nextDouble();
      double first = i + 0.08 + 0.04 * random.nextDouble() + input * 0.001 + gap;
      requests.add(new Served("slm", 0, true, i, first, first + 20 * gap, input, 0, 21));
    }
    FittedService fitted = ServiceFit.of(spec, List.of(requests)).orElseThrow();

    assertThat(fitted.service().secondsPerInputToken()).isCloseTo(0.001, within(2e-5));
    assertThat(fitted.service().time().mean()).isCloseTo(0.1, within(0.003));
    assertThat(fitted.service().secondsPerOutputToken().mean()).isCloseTo(0.01, within(2e-4));
    assertThat(Math.sqrt(fitted.service().secondsPerOutputToken().squaredCv()))
        .isCloseTo(0.115, within(0.01));
  }

  /** Whatever is stated, a model on this machine slows down with its batch. */
  @Test
  void aModelThatReallyBatchesIsSeenTo() throws IOException {
    PoolSpec batching = pool(BATCHING);
    PoolSpec stated =
        pool(STREAMING.replace("}}", "}, backend: {local: {model: embedded/footfall-tiny}}}"));
    List<Served> requests = groups(batching.service(), 100, 1);
    FittedService fitted = ServiceFit.of(stated, List.of(requests)).orElseThrow();
    Batching found = fitted.service().batching().orElseThrow();
    for (int together : new int[] {1, 2, 4, 8}) {
      assertThat(found.tpot().at(together))
          .isCloseTo(
              batching.service().batching().orElseThrow().tpot().at(together), withinPercentage(5));
    }
  }

  @Test
  void repliesThatComeAllAtOnceTellNothingOfGaps() throws IOException {
    PoolSpec spec = pool(BATCHING);
    List<Served> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      requests.add(new Served("slm", 0, true, i, i + 0.1, i + 0.1, 30, 0, 21));
    }
    Service service = ServiceFit.of(spec, List.of(requests)).orElseThrow().service();

    assertThat(service.batching().orElseThrow().tpot())
        .isEqualTo(spec.service().batching().orElseThrow().tpot());
  }

  @Test
  void aFewRequestsAreNoFit() throws IOException {
    PoolSpec spec = pool(BATCHING);
    assertThat(ServiceFit.of(spec, List.of(groups(spec.service(), 2, 1)))).isEmpty();
  }

  @Test
  void theProfileIsReadBackAsItWasFitted() throws IOException {
    String two = BATCHING.replace("{slots: 8", "{slots: 8, workers: 2");
    for (String yaml : List.of(BATCHING, STREAMING, two)) {
      PoolSpec spec = pool(yaml);
      List<Served> requests = new ArrayList<>();
      if (spec.workers() == 2) {
        requests.addAll(beside(0.4, 900));
      } else if (spec.service().batching().isPresent()) {
        requests.addAll(groups(spec.service(), 60, 1));
      } else {
        for (int i = 0; i < 100; i++) {
          double first = i + 0.1 + (i % 10) * 0.01;
          requests.add(new Served("slm", 0, true, i, first, first + 0.2, 30, 0, 21));
        }
      }
      FittedService fitted = ServiceFit.of(spec, List.of(requests)).orElseThrow();
      Files.writeString(
          folder.resolve("mine.yaml"), ProfileYaml.write(spec, fitted, "a test, 2 machines"));
      PoolSpec again = pool("{model: mine.yaml}");

      assertThat(again.slots()).isEqualTo(spec.slots());
      assertThat(again.service().time().mean())
          .isCloseTo(fitted.service().time().mean(), byPercent(0.1));
      assertThat(again.service().secondsPerInputToken())
          .isCloseTo(fitted.service().secondsPerInputToken(), within(1e-9));
      assertThat(again.service().batching().flatMap(Batching::contention).isPresent())
          .isEqualTo(spec.workers() == 2);
      assertThat(again.service().meanSeconds(100, 50))
          .isCloseTo(fitted.service().meanSeconds(100, 50), byPercent(0.1));
    }
  }

  private static org.assertj.core.data.Percentage byPercent(double percent) {
    return org.assertj.core.data.Percentage.withPercentage(percent);
  }
}
