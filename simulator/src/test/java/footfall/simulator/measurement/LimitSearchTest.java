package footfall.simulator.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.gatling.LoadSettings;
import footfall.reports.results.LoadFigures;
import footfall.reports.results.LoadFigures.Fitness;
import footfall.reports.results.LoadFigures.Limit;
import footfall.reports.results.LoadFigures.Probe;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.measurement.LoadTest.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search on a deployment that is itself simulated, perhaps slower than the scenario says. */
class LimitSearchTest {
  private static final String SCENARIO =
      """
      name: limit
      replications: 1
      horizon: %s
      warmUp: 10s
      arrivals: {poisson: {rate: 16/s}}
      shoppers: {all: {turns: 1, messageTokens: 20, replyTokens: 5, thinking: 1s}}
      pools: {m1: {slots: 8, service: {time: %s}}}
      routing: {ratio: {m1: 1}}
      slos: [{metric: request_latency, stat: p95, op: <=, threshold: 400ms}]
      """;
  private static final LoadFigures.Generator FIT =
      new LoadFigures.Generator(Fitness.KEPT_UP, "", null, 9, 9, 9, 100, 0.1, 2, 0, null);
  private static final LoadFigures.Generator LATE =
      new LoadFigures.Generator(Fitness.LATE, "late", null, 9, 9, 9, 100, 0.1, 2, 0, null);

  @TempDir private Path folder;
  private ResolvedScenario stated;
  private LoadSettings settings;
  private final List<Double> tested = new ArrayList<>();
  private final List<Double> held = new ArrayList<>();

  @BeforeEach
  void state() {
    stated = scenario("300s", "250ms");
    Properties properties = new Properties();
    properties.setProperty("footfall.scenario", folder.resolve("300s250ms.yaml").toString());
    properties.setProperty("footfall.out", folder.resolve("run").toString());
    settings = LoadSettings.of(properties);
  }

  private ResolvedScenario scenario(String horizon, String service) {
    try {
      Path file = folder.resolve(horizon + service + ".yaml");
      Files.writeString(file, SCENARIO.formatted(horizon, service));
      return new ScenarioReader().read(file, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Searches on a deployment.
   *
   * @param late tells of a test, by its number from zero, whether the generator is late in it
   */
  private Limit search(ResolvedScenario deployed, IntPredicate late) {
    LoadSettings probe = settings.at(1, folder.resolve("probe"));
    return new LimitSearch(probe, settings, stated, test -> tested(deployed, test, late), held::add)
        .search()
        .results()
        .load()
        .limit();
  }

  private Measured tested(ResolvedScenario deployed, LoadSettings test, IntPredicate late) {
    boolean isLate = late.test(tested.size());
    tested.add(test.factor());
    Results simulated =
        LoadTest.predict(deployed, deployed.scenario().atLoad(test.factor()), "test");
    LoadFigures.Generator generator = isLate ? LATE : FIT;
    LoadFigures load =
        new LoadFigures(
            "",
            "",
            test.factor(),
            generator,
            Map.of(),
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null);
    boolean keeps = simulated.slo().stream().allMatch(SloVerdict::isKept);
    if (!test.limit().isEmpty()) {
      load = load.with(limit(test).confirmed(test.factor(), !isLate, keeps, true));
    }
    return new Measured(simulated.loaded(load), keeps);
  }

  private static Limit limit(LoadSettings test) {
    try {
      return ResultsJson.read(test.limit(), Limit.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void findsTheLimitOfADeploymentThatIsAsStatedInFewTests() {
    Limit limit = search(scenario("290s", "250ms"), number -> false);
    assertThat(limit.found()).isCloseTo(limit.predicted(), within(0.06 * limit.predicted()));
    assertThat(limit.above() / limit.found()).isLessThan(1.06);
    assertThat(tested).hasSizeLessThanOrEqualTo(5);
    assertThat(limit.sentence()).startsWith("The limit is ");
  }

  @Test
  void findsThatOfASlowerOne() {
    Limit limit = search(scenario("290s", "350ms"), number -> false);
    assertThat(limit.found()).isLessThan(0.8 * limit.predicted()).isPositive();
    assertThat(limit.probes()).extracting(Probe::verdict).contains("PASS", "FAIL");
  }

  @Test
  void putsALoadOnAgainWhereTheGeneratorWasLate() {
    Limit limit = search(scenario("290s", "250ms"), number -> number < 2);
    assertThat(tested.subList(0, 3)).containsOnly(tested.get(0));
    assertThat(limit.probes())
        .extracting(Probe::verdict)
        .startsWith("NOT_VALID", "NOT_VALID", "PASS");
    assertThat(limit.found()).isCloseTo(limit.predicted(), within(0.06 * limit.predicted()));
    assertThat(limit.generatorWasLate()).isFalse();
  }

  @Test
  void findsNoneWhereTheGeneratorStaysLate() {
    Limit limit = search(scenario("290s", "250ms"), number -> true);
    assertThat(limit.found()).isNaN();
    assertThat(limit.above()).isNaN();
    assertThat(limit.sentence()).startsWith("No limit found: the generator was late");
    assertThat(tested).hasSizeLessThanOrEqualTo(6).containsOnly(tested.get(0));
  }

  @Test
  void saysWhatHoldsWhereTheGeneratorIsLateBeyondIt() {
    Limit limit = search(scenario("290s", "250ms"), number -> number > 0 && number < 4);
    assertThat(limit.found()).isEqualTo(tested.get(0));
    assertThat(limit.sentence()).contains("the limit was not found, as the generator was late");
  }
}
