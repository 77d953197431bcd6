package footfall.simulator.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import footfall.scenarios.Scenario;
import footfall.scenarios.pools.Circuit;
import footfall.scenarios.pools.Quota;
import footfall.scenarios.pools.VendorApi;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.routing.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a LiteLLM proxy is configured to do, as pools and routing. */
class GatewayConfigTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: shop
          litellm_params: {model: azure/gpt-4.1-mini, rpm: 500, tpm: 200000, weight: 9}
        - model_name: shop
          litellm_params: {model: openai/gpt-4.1-mini, rpm: 300, weight: 1, timeout: 20}
        - model_name: spare
          litellm_params: {model: openai/strange-9, max_parallel_requests: 7}
        - model_name: other
          litellm_params: {model: openai/gpt-4.1}
      router_settings: {allowed_fails: 1, cooldown_time: 30, fallbacks: [{shop: [spare]}]}
      """;

  @TempDir private Path folder;

  private GatewayConfig read(String text, String group) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), text);
    return GatewayConfig.read(file, Optional.ofNullable(group));
  }

  private Scenario scenario(GatewayConfig config) throws IOException {
    Path file = Files.writeString(folder.resolve("made.yaml"), config.scenario());
    return new ScenarioReader().read(file, List.of()).scenario();
  }

  @Test
  void deploymentsOfOneNameAreARankAndFallbacksTheNext() throws IOException {
    GatewayConfig config = read(CONFIG, null);
    Scenario scenario = scenario(config);

    Policy.Fallback policy = (Policy.Fallback) scenario.routing().policy();
    assertThat(policy.ranks())
        .containsExactly(List.of("gpt-4.1-mini", "gpt-4.1-mini-2"), List.of("strange-9"));
    assertThat(policy.weights()).contains(entry("gpt-4.1-mini", 0.9), entry("gpt-4.1-mini-2", 0.1));
    assertThat(policy.circuit()).isEqualTo(new Circuit(2, 30_000_000_000L));
    assertThat(scenario.pool("gpt-4.1-mini").api().orElseThrow().quotas().limits())
        .containsExactly(
            new Quota(Quota.Unit.REQUESTS, Quota.Period.MINUTE, 500),
            new Quota(Quota.Unit.TOKENS, Quota.Period.MINUTE, 200_000));
    assertThat(scenario.pool("gpt-4.1-mini-2").api().orElseThrow().timeoutNanos())
        .hasValue(20_000_000_000L);
    assertThat(scenario.pool("strange-9").api().orElseThrow().quotas().concurrent()).hasValue(7);
    assertThat(config.notes())
        .anyMatch(note -> note.contains("openai/strange-9 is not in the library"))
        .anyMatch(note -> note.startsWith("requests for shop never reach other"));
  }

  @Test
  void anotherNameMayBeAskedFor() throws IOException {
    assertThat(scenario(read(CONFIG, "other")).routing().policy())
        .isEqualTo(new Policy.FixedRatio(Map.of("gpt-4.1", 1.0), Policy.Granularity.TURN));
    assertThatThrownBy(() -> read(CONFIG, "none"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one of other, shop, spare");
  }

  /** A deployment that has nobody to turn to is tried again; what is no number is said. */
  @Test
  void retriesOfASingleDeploymentAndWhatCannotBeKept() throws IOException {
    String config =
        """
        model_list:
          - model_name: shop
            litellm_params: {model: openai/gpt-4.1, rpm: os.environ/RPM, weight: much}
        litellm_settings: {num_retries: 3, request_timeout: 20, fallbacks: [{shop: [shop, gone]}]}
        """;

    GatewayConfig read = read(config, null);
    VendorApi api = scenario(read).pool("gpt-4.1").api().orElseThrow();

    assertThat(api.retries().max()).isEqualTo(3);
    assertThat(api.timeoutNanos()).hasValue(20_000_000_000L);
    assertThat(api.quotas().limits()).isEmpty();
    assertThat(read.notes())
        .contains(
            "rpm: os.environ/RPM is no number above zero, and no quota",
            "gpt-4.1: weight much is no number, and taken as none",
            "fallbacks name gone, which is not in model_list");
  }

  @Test
  void whatIsNoSuchFileIsRefused() {
    assertThatThrownBy(() -> read("name: shop\n", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no model_list");
    assertThatThrownBy(() -> read("model_list: [{model_name: a, litellm_params: {}}]\n", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.yaml:1")
        .hasMessageContaining("no litellm_params.model");
  }
}
