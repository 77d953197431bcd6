package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import footfall.scenarios.engine.Engine;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.LibraryEngines;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.profiles.Library;
import footfall.scenarios.reading.profiles.Library.Entry;
import footfall.scenarios.reading.profiles.Profiles.Kind;
import footfall.scenarios.reading.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines of models and devices of the library, derived and not measured. */
class DerivedEnginesTest {
  private static final LibraryEngines ENGINES = new LibraryEngines();

  private static final String SCENARIO =
      """
      name: derived
      horizon: 1h
      arrivals: {poisson: {rate: 100/h}}
      shoppers:
        all: {turns: 1, messageTokens: 100, replyTokens: 100}
      pools:
        p: {POOL}
      routing: {ratio: {p: 1}}
      """;

  @TempDir private Path folder;

  private ResolvedScenario read(String pool, String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), SCENARIO.replace("POOL", pool));
    return new ScenarioReader().read(file, List.of(settings).stream().map(Setting::parse).toList());
  }

  private PoolSpec pool(String pool, String... settings) throws IOException {
    return read(pool, settings).scenario().pools().get(0);
  }

  private String problem(String pool) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(pool));
    assertThat(refused).as("the scenario should be refused").isNotNull();
    return refused.getMessage().replace(folder.toString() + "/", "");
  }

  /** Parameters and KV cache as the models' cards and configurations have them. */
  @ParameterizedTest
  @CsvSource({
    "llama-3.1-8b, 8.03, 131072",
    "llama-3.2-1b, 1.24, 32768",
    "llama-3.3-70b, 70.6, 327680",
    "qwen3-8b, 8.19, 147456",
    "qwen3-30b-a3b, 30.5, 98304",
    "qwen3-235b-a22b, 235, 192512",
    "mixtral-8x7b, 46.7, 131072",
    "gpt-oss-20b, 20.9, 24576",
    "gpt-oss-120b, 117, 36864",
    "deepseek-v3, 671, 70272",
    "gemma-3-1b, 1.0, 4096",
    "gemma-3-27b, 27, 81920",
    "phi-4, 14.7, 204800",
    "mistral-nemo, 12.2, 163840",
    "granite-3.3-8b, 8.17, 163840",
    "smollm2-135m, .134, 23040",
    "minimax-m2.5, 229, 253952",
    "qwen3.5-397b-a17b, 397, 30720"
  })
  void aConfigGivesParametersAndCache(String model, double billions, double kvPerToken) {
    Engine engine = ENGINES.of(model, "gpu-b300", "bf16", billions > 2 ? 8 : 1);
    double copies = engine.shape().kvBytesPerToken() / kvPerToken;
    assertThat(copies).isIn(1.0, 2.0, 4.0, 8.0);
    boolean isTied =
        List.of("gemma", "smollm", "granite").contains(model.replaceAll("[-0-9].*", ""))
            || model.equals("llama-3.2-1b");
    double embedding = isTied ? 0 : engine.shape().headParameters();
    assertThat(engine.shape().weightBytes() / 2 + embedding)
        .isCloseTo(billions * 1e9, within(.02 * billions * 1e9));
  }

  @Test
  void everyModelOfTheLibraryRunsOnADeviceThatHoldsIt() {
    List<Entry> models =
        new Library()
            .entries(Kind.MODEL, "library/").stream()
                .filter(entry -> entry.figures().has("config"))
                .toList();
    assertThat(models).hasSizeGreaterThan(40);
    for (Entry model : models) {
      int heads = model.figures().at("/config/num_attention_heads").asInt();
      int gpus = heads % 8 == 0 ? 8 : 1;
      Engine engine = ENGINES.of(model.name().replace("library/", ""), "gpu-b300", "bf16", gpus);
      assertThat(engine.stepTime().batchNanos(1, 1, 1, 1)).as(model.name()).isBetween(.3e6, 60e6);
    }
  }

  @Test
  void hardwarePrecisionAndGpusChangeSpeedMemoryWattsAndPriceTogether() throws IOException {
    String model = "model: library/llama-3.3-70b, hardware: gpu-h100, ";
    PoolSpec two = pool(model + "precision: fp8, gpusPerWorker: 2");
    PoolSpec four = pool(model + "precision: fp8, gpusPerWorker: 4");
    PoolSpec half = pool(model + "gpusPerWorker: 4");

    assertThat(four.prices().perWorkerHour()).isEqualTo(4 * 6.88, within(1e-9));
    assertThat(four.power().orElseThrow().busyWatts()).isEqualTo(2800, within(1e-9));
    assertThat(four.engine().orElseThrow().kvTokens())
        .isGreaterThan(2 * two.engine().orElseThrow().kvTokens());
    double stepOfTwo = two.engine().orElseThrow().stepTime().batchNanos(8, 8, 8, 8);
    double stepOfFour = four.engine().orElseThrow().stepTime().batchNanos(8, 8, 8, 8);
    assertThat(stepOfFour).isBetween(stepOfTwo / 2, .8 * stepOfTwo);
    assertThat(half.engine().orElseThrow().stepTime().batchNanos(8, 8, 8, 8))
        .isGreaterThan(1.5 * stepOfFour);
  }

  @Test
  void devicesDiffer() {
    double t4 = ENGINES.of("llama-3.2-1b", "gpu-t4", "bf16", 1).stepTime().batchNanos(8, 8, 8, 8);
    double l4 = ENGINES.of("llama-3.2-1b", "gpu-l4", "bf16", 1).stepTime().batchNanos(8, 8, 8, 8);
    double h100 =
        ENGINES.of("llama-3.2-1b", "gpu-h100", "bf16", 1).stepTime().batchNanos(8, 8, 8, 8);
    double cpu = ENGINES.of("llama-3.2-1b", "cpu-8", "bf16", 1).stepTime().batchNanos(8, 8, 8, 8);
    assertThat(h100).isLessThan(l4);
    assertThat(cpu).isGreaterThan(5 * l4);
    assertThat(t4).isNotEqualTo(l4);
  }

  @Test
  void aModelIsNamedByItsConfigJson() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "llama", "num_hidden_layers": 16, "hidden_size": 2048,
         "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
         "intermediate_size": 8192, "tie_word_embeddings": true, "max_position_embeddings": 4096}
        """);
    PoolSpec own = pool("model: {config: config.json}, hardware: gpu-l4");
    PoolSpec library = pool("model: library/llama-3.2-1b, hardware: gpu-l4");
    assertThat(own.engine().orElseThrow().rates())
        .isEqualTo(library.engine().orElseThrow().rates());
    assertThat(own.engine().orElseThrow().shape())
        .isEqualTo(library.engine().orElseThrow().shape());
    assertThat(own.engine().orElseThrow().maxContext()).isEqualTo(4096);
  }

  @Test
  void aResolvedScenarioIsReadAsItWas() throws IOException {
    ResolvedScenario first =
        read("model: library/gpt-oss-20b, hardware: gpu-l40s, gpusPerWorker: 2");
    Path file = Files.writeString(folder.resolve("resolved.yaml"), first.yaml());
    ResolvedScenario second = new ScenarioReader().read(file, List.of());
    assertThat(second.yaml()).isEqualTo(first.yaml());
    assertThat(second.scenario()).isEqualTo(first.scenario());
  }

  @Test
  void whatAPoolStatesWins() throws IOException {
    PoolSpec pool =
        pool(
            "model: library/llama-3.1-8b, hardware: gpu-l4,"
                + " engine: {maxSequences: 8, step: {overhead: 9ms}, uncertainty: 0}");
    assertThat(pool.engine().orElseThrow().maxSequences()).isEqualTo(8);
    assertThat(pool.engine().orElseThrow().rates().overheadSeconds())
        .isEqualTo(9e-3, within(1e-12));
    assertThat(pool.engine().orElseThrow().rates().uncertainty()).isZero();
    assertThat(pool.engine().orElseThrow().rates().bytesPerSecond()).isPositive();
  }

  @Test
  void settingsReplaceModelDeviceAndPrecision() throws IOException {
    PoolSpec set =
        pool(
            "model: library/llama-3.1-8b, hardware: gpu-l4",
            "pools.p.model=library/qwen3-8b",
            "pools.p.hardware=gpu-h100",
            "pools.p.precision=fp8");
    PoolSpec written = pool("model: library/qwen3-8b, hardware: gpu-h100, quantization: fp8");
    assertThat(set).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: library/llama-3.1-8b | derived from the data sheet of a device",
        "model: library/llama-3.1-8b, hardware: gpu-a100-80, precision: fp8 | gpu-a100-80 has no"
            + " peak at fp8; it has bf16, int8",
        "model: library/llama-3.1-8b, hardware: gpu-h100, gpusPerWorker: 3 | 32 attention heads",
        "model: library/llama-3.3-70b, hardware: gpu-l4 | 8 of these devices would hold it",
        "model: library/llama-3.1-9b, hardware: gpu-l4 | library/llama-3.1-8b",
        "model: library/llama-3.1-8b, hardware: h100 | gpu-h100",
        "model: published/gemma-2-2b-a10g, hardware: gpu-l4 | its speed is that on gpu-a10g, not on"
            + " gpu-l4. Maybe take a model of the library",
        "model: {config: none.json}, hardware: gpu-l4 | cannot be read",
        "model: {config: s.yaml}, hardware: gpu-l4 | model_type",
        "model: library/llama-3.1-8b, hardware: gpu-l4, precision: fp7 | there is no such"
            + " quantization profile"
      })
  void whatCannotBeDerivedIsRefused(String pool, String problem) {
    assertThat(problem(pool)).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"model_type\": \"llama\" | \"model_type\": \"mamba\" | the architecture \"mamba\" is not"
            + " known",
        "\"num_hidden_layers\": 16 | \"num_hidden_layers\": \"many\" | must be a whole number",
        "\"num_hidden_layers\": 16 | \"num_hidden_layers\": 1000000 | must be at most 10000",
        "\"num_hidden_layers\": 16 | \"num_hidden_layers\": 16, \"layer_types\": [\"full_attention\"]"
            + " | agree with layer_types",
        "\"hidden_size\": 2048 | \"hidden_size\": 0 | must be a whole number from 1",
        "\"hidden_size\": 2048 | \"size\": 2048 | hidden_size",
        "\"num_key_value_heads\": 8 | \"num_key_value_heads\": 0 | must divide",
        "\"num_key_value_heads\": 8 | \"num_key_value_heads\": 7 | must divide",
        "\"vocab_size\": 128256 | \"vocab_size\": null | vocab_size",
        "\"vocab_size\": 128256 | \"vocab_size\": 9, \"head_dim\": 1e9 | head_dim",
        "\"vocab_size\": 128256 | \"vocab_size\": 9, \"kv_lora_rank\": 512 | qk_nope_head_dim",
        "\"vocab_size\": 128256 | \"vocab_size\": 9, \"num_experts\": 8 | num_experts_per_tok",
        "\"vocab_size\": 128256 | \"vocab_size\": 9, \"num_experts\": 8, \"num_experts_per_tok\": 9"
            + " | from 1 to the number of experts"
      })
  void aConfigThatCannotBeReadIsRefused(String from, String to, String problem) throws IOException {
    String config =
        """
        {"model_type": "llama", "num_hidden_layers": 16, "hidden_size": 2048,
         "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
         "intermediate_size": 8192}
        """;
    assertThat(config).contains(from);
    Files.writeString(folder.resolve("config.json"), config.replace(from, to));
    assertThat(problem("model: {config: config.json}, hardware: gpu-l4")).contains(problem);
  }
}
