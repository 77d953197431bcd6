package footfall.simulator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that manifests are for take them: kubectl, and the router of LiteLLM. */
@Tag("full")
class ManifestToolsTest {
  private static final Path ROUTER = Path.of("src/test/python/litellm-router").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("shop.yaml"),
            """
            name: shop
            horizon: 1h
            month: steady
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 50}}
            pools:
              small: {model: library/qwen3-8b, hardware: gpu-h100, precision: fp8, workers: 2, autoscale: {min: 1, max: 6, utilization: 0.7}}
              large: {model: library/gpt-4.1-mini, api: {requestsPerMinute: 500, tokensPerMinute: 90000, budget: {perMonth: $700}}}
            routing: {ratio: {small: 0.75, large: 0.25}}
            """);
    Manifests.write(new ScenarioReader().read(file, List.of()), folder.resolve("out"));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    return Files.readString(out);
  }

  @Test
  void kustomizeBuildsTheFolder() throws Exception {
    assertThat(run("kubectl", "kustomize", folder.resolve("out/kubernetes").toString()))
        .contains("kind: Deployment", "kind: Service", "kind: HorizontalPodAutoscaler")
        .contains("- Qwen/Qwen3-8B");
  }

  /** The script installs LiteLLM beside the build where it is not there yet. */
  @Test
  void theRouterOfLiteLlmRoutesByTheRatio() throws Exception {
    String shares =
        run(ROUTER.toString(), "target/litellm", folder.resolve("out/litellm.yaml").toString());

    double small = Double.parseDouble(shares.strip().replaceAll("(?s).*hosted_vllm/small ", ""));
    assertThat(small).isBetween(0.70, 0.80);
  }
}
