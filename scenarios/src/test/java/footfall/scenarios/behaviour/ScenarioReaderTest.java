package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import footfall.scenarios.Scenario;
import footfall.scenarios.arrivals.Renewal;
import footfall.scenarios.distributions.Exponential;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.pools.QueueSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
  private static final String VALID =
      """
      name: small
      horizon: 1h
      arrivals:
        poisson: {rate: 100/h}
      shoppers:
        all: {turns: 2, thinking: {exponential: {mean: 45s}}}
      pools:
        slm: {workers: 2, service: {time: {exponential: {mean: 1s}}}}
        llm: {kind: llm, service: {time: 500ms, perOutputToken: 10ms}}
      routing:
        ratio: {slm: 0.8, llm: 0.2}
      """;

  @TempDir private Path folder;

  private ResolvedScenario read(String yaml, String... settings) {
    try {
      Path file = Files.writeString(folder.resolve("s.yaml"), yaml);
      return new ScenarioReader().read(file, Stream.of(settings).map(Setting::parse).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> problems(String yaml, String... settings) {
    InvalidInputException exception =
        catchThrowableOfType(InvalidInputException.class, () -> read(yaml, settings));
    assertThat(exception).as("the scenario should be refused").isNotNull();
    String prefix = folder + "/s.yaml";
    return exception.problems().stream().map(p -> p.toString().replace(prefix, "s.yaml")).toList();
  }

  @Test
  void fillsInDefaults() {
    Scenario scenario = read(VALID).scenario();

    assertThat(scenario.replications()).isEqualTo(5);
    assertThat(scenario.arrivals()).isEqualTo(Renewal.poisson(100 / 3600.0));
    assertThat(scenario.shoppers().get(0).share()).isEqualTo(1);
    assertThat(scenario.shoppers().get(0).patience()).isEmpty();
    assertThat(scenario.pool("slm").service().time()).isEqualTo(new Exponential(1));
    assertThat(scenario.pool("slm").queue().discipline()).isEqualTo(QueueSpec.Discipline.FIFO);
    assertThat(scenario.pool("slm").queue().capacity()).isEmpty();
    assertThat(scenario.pool("llm").service().streams()).isTrue();
  }

  @Test
  void tellsEveryProblemAtOnceWithPathLineValueRuleAndHint() {
    String yaml =
        VALID
            .replace("rate: 100/h", "rate: -100/h")
            .replace("workers: 2", "wrokers: 2")
            .replace("slm: 0.8, llm: 0.2", "slm: 0.8, llm: 0.3");

    assertThat(problems(yaml))
        .containsExactlyInAnyOrder(
            "s.yaml:4: arrivals.poisson.rate: \"-100/h\": must be a rate above zero with its unit"
                + " (/s, /min, /h, /d). Maybe write 100/h.",
            "s.yaml:8: pools.slm.wrokers: there is no such key. Maybe you mean workers.",
            "s.yaml:11: routing.ratio: 1.1: the ratio must sum to 1. Maybe change one share by -0.1.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "horizon: 1h | horizon: 3600 | s.yaml:2: horizon: 3600: must be a duration above zero with"
            + " its unit (ns, us, ms, s, min, h, d). Maybe write 45s.",
        "horizon: 1h | horizon: 0s | s.yaml:2: horizon: \"0s\": must be a duration above zero",
        "rate: 100/h | rate: .nan | arrivals.poisson.rate: \".nan\": must be a rate above zero",
        "rate: 100/h | rate: 0/h | arrivals.poisson.rate: \"0/h\": must be a rate above zero",
        "rate: 100/h | rate: 100 | arrivals.poisson.rate: 100: must be a rate above zero with its unit",
        "turns: 2 | turns: -2 | shoppers.all.turns: -2: must be a number, zero or more",
        "turns: 2 | turns: 2s | shoppers.all.turns: \"2s\": must be a number, zero or more, without a unit",
        "workers: 2 | workers: 0 | pools.slm.workers: 0: must be a whole number from 1 to 100000",
        "workers: 2 | workers: 2.5 | pools.slm.workers: 2.5: must be a whole number",
        "mean: 1s | mean: 0s | pools.slm.service.time.exponential.mean: \"0s\": must be a duration above zero",
        "kind: llm | kind: gpu | pools.llm.kind: \"gpu\": must be one of slm, llm",
        "exponential: {mean: 45s} | exponentail: {mean: 45s} | you mean exponential",
        "poisson: {rate: 100/h} | closed: {population: 0} | arrivals.closed.population: 0: must be",
        "'{slm: 0.8, llm: 0.2}' | '{slm: 1}' | pools.llm: nobody routes to this pool",
        "'{slm: 0.8, llm: 0.2}' | '{slm: 0.8, lml: 0.2}' | routing.ratio.lml: \"lml\": there is no such pool. Maybe one of slm, llm.",
        "name: small | name: small/../../x | name: \"small/../../x\": must be",
        "horizon: 1h | horizon: 1h\\nhorizon: 2h | horizon: is stated twice",
        "horizon: 1h | horizon: 1000000d | horizon: \"1000000d\": must be at most 30000d",
        "name: small | seed: 1 | name: is missing. Maybe add `name: evening-peak`.",
        "kind: llm | model: nobody/nothing | pools.llm.model: \"nobody/nothing\": there is no such model profile",
        "kind: llm | model: ../../secret | there is no such model profile",
        "'service: {time: 500ms, perOutputToken: 10ms}' | 'workers: 1' | pools.llm: needs a service, an engine or a model",
        "turns: 2 | 'turns: {uniform: {min: 5, max: 2}}' | shoppers.all.turns.uniform.min: 5: must not be above max",
        "turns: 2 | 'turns: {empirical: {values: [1, 2], weights: [1]}}' | there must be as many weights as values",
        "horizon: 1h | 'horizon: 1h\nwarmUp: 2h' | warmUp: \"2h\": must be shorter than the horizon",
        "horizon: 1h | 'horizon: 1h\nslos: [{metric: request_latency, op: <=, threshold: 2}]' | slos.0.threshold: 2: must be in the unit of request_latency. Maybe write 2s.",
        "horizon: 1h | 'horizon: 1h\nslos: [{metric: utilization, pool: x, op: <=, threshold: 1}]' | slos.0.pool: \"x\": there is no such pool",
        "horizon: 1h | 'horizon: 1h\nslos: {a: 1}' | slos: {\"a\":1}: must be a list",
        "horizon: 1h | 'horizon: 1h\nslos: [null]' | slos.0: null: must be",
        "horizon: 1h | 'horizon: 1h\nslos: [{metric: queue_wait, op: <=, threshold: 1..5s}]' | slos.0.threshold: \"1..5s\": must be in the unit of queue_wait",
        "horizon: 1h | 'horizon: 1h\nslos: [{metric: satisfaction, op: <=, threshold: -5}]' | slos.0.threshold: -5: must be in the unit of satisfaction",
        "mean: 45s | mean: 110000d | shoppers.all.thinking.exponential.mean: \"110000d\": must be at most 30000d",
        "workers: 2 | 'power: {idle: 300W, busy: 60W}' | pools.slm.power.idle: \"300W\": must not be above busy",
        "'ratio: {slm: 0.8, llm: 0.2}' | 'leastLoaded: [slm, llm, slm]' | routing.leastLoaded.2: \"slm\": is named twice",
        "'ratio: {slm: 0.8, llm: 0.2}' | 'leastLoaded: {slm: 1}' | routing.leastLoaded: {\"slm\":1}: must be a list",
        "'poisson: {rate: 100/h}' | 'times: {a: 1s, b: 0s}' | arrivals.times: {\"a\":\"1s\",\"b\":\"0s\"}: must be a list",
        "turns: 2 | 'share: 0.5' | shoppers: 0.5: the shares must sum to 1",
      })
  void refuses(String good, String bad, String message) {
    String yaml = VALID.replace(good, bad.replace("\\n", "\n"));
    assertThat(yaml).isNotEqualTo(VALID);

    assertThat(problems(yaml)).anySatisfy(problem -> assertThat(problem).contains(message));
  }

  @Test
  void refusesAnEndlessRunWithItsEstimate() {
    assertThat(problems(VALID.replace("100/h", "100000000/s")))
        .singleElement()
        .asString()
        .contains(
            "the run would handle about 4.0e+13 events", "the limit is 2.0e+10", "raise maxEvents");
  }

  @Test
  void refusesWhatIsNoYamlAndWhatIsNotThere() {
    assertThat(problems("name: [oops")).singleElement().asString().contains("is not valid YAML");
    assertThat(problems("")).singleElement().asString().contains("must hold keys and values");
    assertThat(problems("- a\n- b\n"))
        .singleElement()
        .asString()
        .contains("must hold keys and values");
    assertThatThrownBy(() -> new ScenarioReader().read(folder.resolve("no.yaml"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> new ScenarioReader().read(folder, List.of()))
        .hasMessageContaining("is a folder, not a file");
    Path endless = Path.of("/dev/zero");
    if (Files.exists(endless)) {
      assertThatThrownBy(() -> new ScenarioReader().read(endless, List.of()))
          .hasMessageContaining("is larger than 16 MiB");
    }
  }

  @Test
  void refusesABombOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString())).singleElement().asString().contains("is not valid YAML");
  }

  @Test
  void refusesAliasesThatMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 24; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("holds more than 2000000 values");
  }

  @Test
  void aClosedPopulationThatNeverThinksIsRefused() {
    String closed =
        VALID
            .replace("poisson: {rate: 100/h}", "closed: {population: 5}")
            .replace(
                "thinking: {exponential: {mean: 45s}}", "thinking: {empirical: {values: [0s]}}");

    assertThat(problems(closed))
        .singleElement()
        .asString()
        .contains("shoppers.all.thinking: a closed population needs a thinking time above zero");
  }

  @Test
  void aResolvedScenarioRefusesAnotherModel() throws IOException {
    ResolvedScenario first =
        read(VALID.replace("kind: llm, service", "model: as-claimed/gpt-4, service"));
    Path again = Files.writeString(folder.resolve("resolved.yaml"), first.yaml());
    Setting other = Setting.parse("pools.llm.model=as-claimed/gpt-3.5-turbo");

    assertThatThrownBy(() -> new ScenarioReader().read(again, List.of(other)))
        .hasMessageContaining("this file has the figures of another model filled in");
  }

  @Test
  void settingsWinOverTheFileAndAreNamedInMessages() {
    assertThat(read(VALID, "pools.slm.workers=7").scenario().pool("slm").workers()).isEqualTo(7);
    assertThat(read(VALID, "pools.slm.queue.capacity=3").scenario().pool("slm").queue().capacity())
        .hasValue(3);
    assertThat(problems(VALID, "pools.slm.workers=-7"))
        .containsExactly(
            "--set pools.slm.workers=-7: pools.slm.workers: -7: must be a whole number from 0 to"
                + " 100000 (how many workers at the start; 0 only where autoscale.min is 0).");
    assertThat(problems(VALID, "pools.slm.wrokers=7"))
        .containsExactly(
            "--set pools.slm.wrokers=7: pools.slm.wrokers: there is no such key. Maybe you mean"
                + " workers.");
    assertThatThrownBy(() -> Setting.parse("workers")).hasMessageContaining("must be path=value");
    for (String path : List.of("a.".repeat(5_000) + "b", "pools..workers", ".", "pools.")) {
      assertThatThrownBy(() -> Setting.parse(path + "=1"))
          .hasMessageContaining("a path has up to 20 keys with one dot between each two");
    }
  }

  @Test
  void aResolvedScenarioResolvesToItself() throws IOException {
    ResolvedScenario first =
        read(VALID.replace("kind: llm, service", "model: as-claimed/gpt-4, service"));
    Path again = Files.writeString(folder.resolve("resolved.yaml"), first.yaml());

    ResolvedScenario second = new ScenarioReader().read(again, List.of());

    assertThat(second.yaml()).isEqualTo(first.yaml());
    assertThat(second.sha256()).isEqualTo(first.sha256());
  }

  @Test
  void aProfileFillsInWhatThePoolDoesNotState() {
    ResolvedScenario resolved =
        read(
            VALID.replace(
                "kind: llm, service: {time: 500ms, perOutputToken: 10ms}",
                "model: as-claimed/gpt-4, slots: 3, cost: {perWorkerHour: $1}"));
    PoolSpec pool = resolved.scenario().pool("llm");

    assertThat(pool.kind()).isEqualTo(PoolSpec.Kind.LLM);
    assertThat(pool.slots()).isEqualTo(3);
    assertThat(pool.prices().perConversation()).isEqualTo(0.002);
    assertThat(pool.prices().perWorkerHour()).isEqualTo(1);
    assertThat(pool.quality().byMeasure().get("satisfaction").mean()).isEqualTo(0.759);
    assertThat(resolved.provenance().get("llm")).containsEntry("profile.model", "as-claimed/gpt-4");
    assertThat(resolved.provenance().get("llm"))
        .containsKey("quality.satisfaction")
        .doesNotContainKey("slots")
        .allSatisfy(
            (figure, from) ->
                assertThat(figure.equals("profile.model") ? "claimed: x" : from)
                    .matches("(claimed|published|measured|assumed): .+"));
  }

  @Test
  void aProfileOfOnesOwnNeedsProvenance() throws IOException {
    Files.writeString(
        folder.resolve("mine.yaml"),
        "slots: 4\nservice:\n  time: {value: 1s, provenance: guessed, source: me}\n");

    assertThat(problems(VALID.replace("kind: llm", "model: mine.yaml")))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains("mine.yaml:1: slots: 4: a figure in a profile needs a provenance"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains(
                        "mine.yaml:3: service.time: a figure has value, provenance (one of assumed, claimed, measured, published) and source"));
  }
}
