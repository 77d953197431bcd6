package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.UnstatedLanguages;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and texts of a scenario may hold anything; formulas hold numbers. */
class StrangeWordsTest {
  @TempDir private Path folder;

  private ResolvedScenario read(String yaml) throws IOException {
    return new ScenarioReader().read(Files.writeString(folder.resolve("s.yaml"), yaml), List.of());
  }

  private ResolvedScenario claiming(String formula) throws IOException {
    return read(
        """
        name: claims
        horizon: 1min
        arrivals: {poisson: {rate: 1/s}}
        pools: {a: {service: {time: 1s}}}
        routing: {ratio: {a: 1}}
        facts: {group: {b: 2}}
        claims: [{claim: it, stated: 1, formula: '%s'}]
        """
            .formatted(formula));
  }

  @Test
  void whatTellsATerminalWhatToDoIsLeftOut() throws IOException {
    ResolvedScenario resolved =
        read(
            """
            name: strange
            description: "\\u001b[31mred\\u001b[0m and\\u0007 \\u009b so on\\n"
            horizon: 1min
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {"\\u001b[31mguest": {turns: 1}}
            pools: {a: {service: {time: 1s}}}
            routing: {ratio: {a: 1}}
            """);

    assertThat(resolved.scenario().description()).isEqualTo("[31mred[0m and  so on\n");
    assertThat(resolved.scenario().shoppers().get(0).name()).isEqualTo("[31mguest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "NULL", "TRUE", "group", "group.b == 2"})
  void aFormulaThatGivesNoNumberIsRefused(String formula) {
    assertThatThrownBy(() -> claiming(formula)).hasMessageContaining("is not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^9^9^9",
        "1e999999999",
        "1e-999999999",
        "2 group.b",
        "ROUND(1, 999999999)",
        "2^-99999"
      })
  void aFormulaThatNobodyCanWriteDownIsRefused(String formula) {
    assertThatThrownBy(() -> claiming(formula)).hasMessageContaining("cannot be worked out");
  }

  @Test
  void ordinaryFormulasAreWorkedOut() throws IOException {
    for (String formula : List.of("2^10", "1e3 * group.b", "ROUND(1/3, 4)", "MAX(1, group.b)")) {
      assertThat(claiming(formula).scenario().claims()).hasSize(1);
    }
  }

  private List<String> languages(String spoken, String stated) throws IOException {
    return UnstatedLanguages.of(
        read("""
                name: languages
                horizon: 1min
                arrivals: {poisson: {rate: 1/s}}
                shoppers: {shopper: {turns: 1, languages: {%s}}}
                pools: {a: {service: {time: 1s}, quality: {satisfaction: 0.7, byLanguage: {%s}}}}
                routing: {ratio: {a: 1}}
                """
                .formatted(spoken, stated))
            .scenario());
  }

  @Test
  void aLanguageThatAModelDoesNotStateIsTold() throws IOException {
    assertThat(languages("hindi: {share: 1}", "hindii: {satisfaction: 0.2}"))
        .containsExactly(
            "pool a states no quality in hindi, so its quality in general is taken (it states"
                + " hindii, which nobody writes)");
    assertThat(languages("hindi: {share: 1}", "hindi: {satisfaction: 0.2}")).isEmpty();
    assertThat(languages("english: {share: 1}", "hindi: {satisfaction: 0.2}")).isEmpty();
  }
}
