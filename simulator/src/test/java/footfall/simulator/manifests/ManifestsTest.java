package footfall.simulator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir private Path folder;

  private void write(String routing, String pool) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("s.yaml"),
            """
            name: shop
            horizon: 1h
            month: steady
            arrivals: {poisson: {rate: 1/s}}
            shoppers: {all: {messageTokens: 100, replyTokens: 50}}
            pools:
              Small_1: {model: library/qwen3-8b, hardware: gpu-h100, precision: fp8, gpusPerWorker: 2, engine: {maxSequences: 64, maxBatchedTokens: 4096, maxContext: 8192}, %s}
              large: {model: library/gpt-4.1-mini, api: {requestsPerMinute: 500, tokensPerMinute: 90000, budget: {perMonth: $700}, retries: {max: 4}}}
            routing: {%s}
            """
                .formatted(pool, routing));
    Manifests.write(new ScenarioReader().read(file, List.of()), folder.resolve("out"));
  }

  private JsonNode read(String name) throws IOException {
    return YAML.readTree(Files.readString(folder.resolve("out").resolve(name)));
  }

  @Test
  void serversAreStartedAsTheyWereSimulated() throws IOException {
    write("ratio: {Small_1: 0.75, large: 0.25}", "workers: 3");

    assertThat(Files.readString(folder.resolve("out/vllm.sh")))
        .contains("# Small_1: 3 workers on gpu-h100, each")
        .contains("vllm serve Qwen/Qwen3-8B --served-model-name small-1")
        .contains("--tensor-parallel-size 2 --max-num-seqs 64 --max-num-batched-tokens 4096")
        .contains("--max-model-len 8192 --block-size 16 --gpu-memory-utilization 0.9")
        .contains("--quantization fp8 --enable-prefix-caching");
    JsonNode deployment = read("kubernetes/small-1-deployment.yaml");
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
    JsonNode container = deployment.at("/spec/template/spec/containers/0");
    assertThat(container.at("/resources/limits/nvidia.com~1gpu").asText()).isEqualTo("2");
    assertThat(container.at("/args/0").asText()).isEqualTo("Qwen/Qwen3-8B");
    assertThat(container.at("/args")).allMatch(JsonNode::isTextual);
    assertThat(read("kubernetes/kustomization.yaml").at("/resources"))
        .extracting(JsonNode::asText)
        .containsExactly("small-1-deployment.yaml", "small-1-service.yaml");
    assertThat(folder.resolve("out/kubernetes/small-1-hpa.yaml")).doesNotExist();
  }

  @Test
  void theRouterHasTheRatioAndTheQuotas() throws IOException {
    write("ratio: {Small_1: 0.75, large: 0.25}", "workers: 3");

    JsonNode own = read("litellm.yaml").at("/model_list/0");
    JsonNode api = read("litellm.yaml").at("/model_list/1");
    assertThat(own.at("/model_name")).isEqualTo(api.at("/model_name"));
    assertThat(own.at("/litellm_params/model").asText()).isEqualTo("hosted_vllm/small-1");
    assertThat(own.at("/litellm_params/api_base").asText()).isEqualTo("http://small-1:8000/v1");
    assertThat(own.at("/litellm_params/weight").asDouble()).isEqualTo(0.75);
    assertThat(api.at("/litellm_params/model").asText()).isEqualTo("openai/gpt-4.1-mini");
    assertThat(api.at("/litellm_params/weight").asDouble()).isEqualTo(0.25);
    assertThat(api.at("/litellm_params/rpm").asInt()).isEqualTo(500);
    assertThat(api.at("/litellm_params/tpm").asInt()).isEqualTo(90_000);
    assertThat(api.at("/litellm_params/max_budget").asInt()).isEqualTo(700);
    assertThat(read("litellm.yaml").at("/router_settings/num_retries").asInt()).isEqualTo(4);
  }

  @Test
  void whatFailsGoesToTheNext() throws IOException {
    write(
        "fallback: {pools: [Small_1, large], circuit: {failures: 3, open: 20s}}",
        "autoscale: {min: 1, max: 6, utilization: 0.5, cooldown: 5min}");

    JsonNode router = read("litellm.yaml").at("/router_settings");
    assertThat(router.at("/fallbacks/0/small-1/0").asText()).isEqualTo("large");
    assertThat(router.at("/allowed_fails").asInt()).isEqualTo(3);
    assertThat(router.at("/cooldown_time").asDouble()).isEqualTo(20);
    JsonNode hpa = read("kubernetes/small-1-hpa.yaml").at("/spec");
    assertThat(hpa.at("/minReplicas").asInt()).isEqualTo(1);
    assertThat(hpa.at("/maxReplicas").asInt()).isEqualTo(6);
    assertThat(hpa.at("/metrics/0/pods/target/averageValue").asText()).isEqualTo("32");
    assertThat(hpa.at("/behavior/scaleDown/stabilizationWindowSeconds").asInt()).isEqualTo(300);
    assertThat(read("kubernetes/small-1-deployment.yaml").at("/spec").has("replicas")).isFalse();
  }
}
