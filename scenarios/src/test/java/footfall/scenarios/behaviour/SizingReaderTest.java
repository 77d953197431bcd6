package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.sizing.Decision.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingReaderTest {
  private static final SizingReader READER = new SizingReader();

  @TempDir private Path folder;

  private ResolvedSizing read(String variables) throws IOException {
    return readAll("sizing: {variables: [" + variables + "]}");
  }

  private ResolvedSizing readAll(String sizing) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: s
            horizon: 1h
            arrivals: {poisson: {rate: 100/h}}
            pools:
              a: {service: {time: 1s}}
              b: {service: {time: 1s}, queue: {capacity: 5}}
              c: {model: as-claimed/gpt-4}
            routing: {ratio: {a: 0.5, b: 0.3, c: 0.2}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]
            """
                + sizing
                + "\n");
    return READER.read(file, List.of());
  }

  private static List<String> labels(ResolvedSizing sizing, int decision) {
    return sizing.sizing().decisions().get(decision).choices().stream().map(Choice::label).toList();
  }

  @Test
  void aRangeHasBothItsEnds() throws IOException {
    ResolvedSizing sizing =
        read(
            "{path: pools.a.workers, from: 2, to: 5}, {path: routing.ratio.a, from: 0.5, to: 0.9, step: 0.1}");

    assertThat(labels(sizing, 0)).containsExactly("2", "3", "4", "5");
    assertThat(labels(sizing, 1)).containsExactly("0.5", "0.6", "0.7", "0.8", "0.9");
    assertThat(sizing.sizing().configurations()).isEqualTo(20);
    assertThat(sizing.sizing().decisions().get(0).workersOf()).hasValue("a");
    assertThat(sizing.sizing().decisions().get(1).workersOf()).isEmpty();
  }

  @Test
  void aConfigurationHasWhatIsChosenAndTheOthersShareTheRest() throws IOException {
    ResolvedSizing sizing =
        read(
            "{path: pools.a.workers, from: 2, to: 5}, {path: routing.ratio.a, from: 0, to: 1, step: 0.25},"
                + " {name: room, variants: {little: {pools.b.queue.capacity: 1}, much: {pools.b.queue.capacity: 9}}}");
    Scenario scenario = sizing.scenario(new int[] {3, 1, 1});

    assertThat(scenario.pool("a").workers()).isEqualTo(5);
    assertThat(scenario.pool("b").queue().capacity()).hasValue(9);
    assertThat(((Policy.FixedRatio) scenario.routing().policy()).shares())
        .containsEntry("a", 0.25)
        .hasEntrySatisfying("b", share -> assertThat(share).isCloseTo(0.45, within(1e-12)));
    assertThat(sizing.resolve(new int[] {3, 1, 1}, 7).scenario())
        .usingRecursiveComparison()
        .ignoringFields("replications")
        .isEqualTo(scenario);
  }

  @Test
  void whatGetsNoRequestsIsLeftOut() throws IOException {
    ResolvedSizing sizing =
        read(
            "{path: pools.a.workers, from: 2, to: 5}, {path: routing.ratio.a, values: [0, 0.5, 1]}");

    assertThat(sizing.scenario(new int[] {0, 0}).pools())
        .extracting(PoolSpec::name)
        .containsExactly("b", "c");
    assertThat(sizing.scenario(new int[] {0, 2}).pools())
        .extracting(PoolSpec::name)
        .containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {path: pools.a.workers} | s.yaml:10: sizing.variables.0: "pools.a.workers": the variable is unbounded: from and to are missing. Maybe write {path: pools.a.workers, from: 1, to: 40}.
          {path: pools.a.workers, from: 1} | the variable is unbounded: `to` is missing
          {path: pools.a.workers, to: 1} | the variable is unbounded: `from` is missing
          {path: pools.a.workers, from: 9, to: 2} | sizing.variables.0: from 9 to 2: the bounds contradict each other: nothing is between them. Maybe swap them.
          {path: pools.a.workers, from: 1, to: 9, values: [1]} | must have either from and to, or values, or variants
          {path: routing.ratio.a, from: 0, to: 0.5} | steps from 0 must end at 0.5. Maybe write from: 0.5, to: 0.9, step: 0.1; or from: 1, to: 7, step: 2.
          {path: pools.d.workers, from: 1, to: 2} | pools.d.workers: there is no such path in the scenario
          {path: arrivals.poisson.rate, values: [1/h]} | must be a path below pools or routing
          {path: pools.a.workers, from: 0, to: 2} | pools.a.workers: 0: must be a whole number from 1
          {path: pools.a.workers, from: 1, to: 2}, {path: pools.a.workers, from: 1, to: 2} | another
          {path: pools.c.model, values: [as-claimed/gpt-5]} | there is no such model profile
          {path: pools.a.workers, from: 1, to: 3, step: 0.5} | pools.a.workers
          {from: 1, to: 2} | a variable needs a path
          {path: pools.a.workers, from: 1, to: 100}, {path: pools.b.workers, from: 1, to: 100}, {path: pools.b.queue.capacity, from: 0, to: 150} | the variables make 1510000 configurations; the limit is 1000000. Maybe narrow the bounds, or take larger steps.
          """)
  void mistakesAreTold(String variables, String message) {
    assertThatThrownBy(() -> read(variables))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aScenarioThatSaysNotWhatMayBeBoughtCannotBeSized() {
    assertThatThrownBy(() -> readAll(""))
        .hasMessageContaining(
            "does not say what may be bought. Maybe add `sizing: {variables: [{path: pools.a.workers, from: 1, to: 40}]}`");
  }

  @Test
  void withoutObjectivesNothingIsTheCheapest() {
    assertThatThrownBy(
            () ->
                readAll("slos: []\nsizing: {variables: [{path: pools.a.workers, from: 1, to: 4}]}"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void namesOfPoolsMayHoldDotsAndVariantsMayMixWhatTheyChange() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("dots.yaml"),
            """
            name: dots
            horizon: 1h
            arrivals: {poisson: {rate: 100/h}}
            pools: {llama-3.2: {service: {time: 1s}}, b: {service: {time: 1s}}}
            routing: {ratio: {llama-3.2: 0.5, b: 0.5}}
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 2s}]
            sizing:
              variables:
                - {path: pools.llama-3.2.workers, from: 1, to: 4}
                - name: way
                  variants:
                    own: {pools.b.workers: 6, routing.ratio.llama-3.2: 0}
                    other: {routing.ratio.llama-3.2: 1}
            """);
    ResolvedSizing sizing = READER.read(file, List.of());

    assertThat(sizing.sizing().decisions().get(0).workersOf()).hasValue("llama-3.2");
    assertThat(sizing.sizing().decisions().get(0).pools()).containsExactly("llama-3.2");
    assertThat(sizing.sizing().decisions().get(1).pools()).isEmpty();
    assertThat(sizing.scenario(new int[] {2, 1}).pool("llama-3.2").workers()).isEqualTo(3);
    assertThat(sizing.scenario(new int[] {2, 0}).pool("b").workers()).isEqualTo(6);
  }

  @Test
  void whatNoPoolStatesCannotBeAnObjective() {
    assertThatThrownBy(() -> sized("accuracy", "pools.a.workers, from: 1, to: 4"))
        .hasMessageContaining("slos.0: no run has it: no pool states accuracy");
  }

  @Test
  void aSpeedOnOneDeviceIsNotThatOfAnother() {
    assertThatThrownBy(() -> sized("satisfaction", "pools.a.hardware, values: [gpu-a10g, cpu-8]"))
        .hasMessageContaining(
            "pools.a.hardware=cpu-8: the speed of published/gemma-2-2b-a10g is that on gpu-a10g."
                + " Maybe write variants that change model and hardware together.");
  }

  private void sized(String quality, String variable) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("q.yaml"),
            """
            name: q
            horizon: 1h
            arrivals: {poisson: {rate: 100/h}}
            pools: {a: {model: published/gemma-2-2b-a10g, quality: {satisfaction: 0.7}}}
            routing: {ratio: {a: 1}}
            slos: [{metric: %s, op: ">=", threshold: 0.5}]
            sizing: {variables: [{path: %s}]}
            """
                .formatted(quality, variable));
    READER.read(file, List.of());
  }

  @Test
  void energyNeedsAPoolThatStatesItsPower() {
    assertThatThrownBy(
            () ->
                readAll(
                    "sizing: {objective: energy, variables: [{path: pools.a.workers, from: 1, to: 4}]}"))
        .hasMessageContaining("pool a states no power: what it draws would count as nothing");
  }
}
