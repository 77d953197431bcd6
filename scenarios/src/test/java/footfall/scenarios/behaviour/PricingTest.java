package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.pools.Prices;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prices from a file and in other currencies. */
class PricingTest {
  private static final String SCENARIO =
      """
      name: prices
      horizon: 1h
      EXTRA
      arrivals: {poisson: {rate: 100/h}}
      shoppers:
        all: {turns: 1, messageTokens: 100, replyTokens: 100}
      pools:
        api: {model: library/gpt-5-mini}
        gpu: {model: library/llama-3.1-8b, hardware: gpu-l4}
      routing: {ratio: {api: 0.5, gpu: 0.5}}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeAFileOfPrices() throws IOException {
    Files.writeString(
        folder.resolve("prices.json"),
        """
        {"sample_spec": {"input_cost_per_token": 0},
         "gpt-5-mini": {"input_cost_per_token": 3e-07, "output_cost_per_token": 2.4e-06,
           "cache_read_input_token_cost": 3e-08, "litellm_provider": "openai"}}
        """);
  }

  private ResolvedScenario read(String extra) throws IOException {
    Path file = folder.resolve("s.yaml");
    return new ScenarioReader()
        .read(Files.writeString(file, SCENARIO.replace("EXTRA", extra)), List.of());
  }

  private Prices prices(String extra, int pool) throws IOException {
    return read(extra).scenario().pools().get(pool).prices();
  }

  @Test
  void aFileOfPricesWinsOverTheProfile() throws IOException {
    assertThat(prices("", 0)).isEqualTo(new Prices(0, .25, .025, 2, 0));
    assertThat(prices("prices: prices.json", 0)).isEqualTo(new Prices(0, .3, .03, 2.4, 0));
    assertThat(read("prices: prices.json").provenance().get("api"))
        .containsEntry("cost.perMillionInputTokens", "published: prices.json");
  }

  @Test
  void pricesOfProfilesAreConverted() throws IOException {
    String euros = "currency: EUR\nrates: {USD: 0.9}";
    assertThat(read(euros).scenario().currency()).isEqualTo("EUR");
    assertThat(prices(euros, 0).perMillionOutputTokens()).isCloseTo(1.8, within(1e-9));
    assertThat(prices(euros, 1).perWorkerHour()).isCloseTo(.9 * .8048, within(1e-9));
    assertThat(prices(euros + "\nprices: prices.json", 0).perMillionOutputTokens())
        .isCloseTo(.9 * 2.4, within(1e-9));
  }

  @Test
  void aResolvedScenarioIsConvertedOnce() throws IOException {
    ResolvedScenario first = read("currency: EUR\nrates: {USD: 0.9}\nprices: prices.json");
    Path file = Files.writeString(folder.resolve("resolved.yaml"), first.yaml());
    Files.delete(folder.resolve("prices.json"));
    assertThat(new ScenarioReader().read(file, List.of()).scenario()).isEqualTo(first.scenario());
  }

  @Test
  void whatCannotBePricedIsRefused() {
    assertThat(problem("currency: EUR")).contains("state the rate, as rates: {USD: 0.92}");
    assertThat(problem("prices: none.json")).contains("s.yaml:3: prices: \"none.json\"");
    assertThat(problem("prices: s.yaml")).contains("has none of the pools' models");
  }

  private String problem(String extra) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(extra));
    assertThat(refused).as("the scenario should be refused").isNotNull();
    return refused.getMessage();
  }
}
