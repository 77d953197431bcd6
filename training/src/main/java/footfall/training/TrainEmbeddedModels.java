package footfall.training;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import footfall.scenarios.dialogues.Dialogues;
import footfall.scenarios.dialogues.Dialogues.Part;
import footfall.scenarios.dialogues.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trains the embedded models: {@code training/train [NAME...]}. */
public final class TrainEmbeddedModels {
  private static final int VOCABULARY = 640;
  private static final int CONTEXT = 256;
  private static final long SEED = 20260101;
  private static final int DIALOGUES_FOR_WORDS = 8_000;

  private record Plan(DecoderShape shape, int steps, double rate, int replyWeight) {}

  private static final Map<String, Plan> PLANS = new LinkedHashMap<>();

  static {
    PLANS.put(
        "footfall-tiny",
        new Plan(DecoderShape.plain(VOCABULARY, 96, 2, 4, CONTEXT), 12_000, 4e-3, 2));
    PLANS.put(
        "footfall-small",
        new Plan(DecoderShape.plain(VOCABULARY, 160, 3, 5, CONTEXT), 12_000, 2.5e-3, 2));
  }

  private TrainEmbeddedModels() {}

  /**
   * Trains models and writes each into a folder of its name.
   *
   * @param arguments the folder for all of them, and names; all models without names
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<String> names =
        arguments.length > 1
            ? List.of(arguments).subList(1, arguments.length)
            : List.copyOf(PLANS.keySet());
    BytePairs pairs = BytePairs.learn(texts(), Transcript.SPECIAL, VOCABULARY);
    for (String name : names) {
      train(name, PLANS.get(name), pairs, folder.resolve(name));
    }
  }

  private static List<String> texts() {
    Dialogues dialogues = new Dialogues(SEED, Part.TRAINING, 0);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < DIALOGUES_FOR_WORDS; i++) {
      dialogues.get(i).messages().stream().map(Message::text).forEach(texts::add);
    }
    return texts;
  }

  private static void train(String name, Plan plan, BytePairs pairs, Path path) throws IOException {
    ModelFolder folder = new ModelFolder(path);
    folder.tokenizer(pairs);
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(
            path.resolve("tokenizer.json"),
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
      Map<String, float[]> weights =
          new Training(plan.shape(), tokenizer, plan.steps(), plan.rate(), plan.replyWeight(), SEED)
              .run();
      int parameters = weights.values().stream().mapToInt(w -> w.length).sum();
      System.err.printf(Locale.ROOT, "%s: %,d parameters%n", name, parameters);
      for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
        folder.graph(DecoderGraph.write(plan.shape(), weights, precision), precision);
      }
    }
    folder.json("config.json", config(plan.shape()));
    folder.json("tokenizer_config.json", tokenizerConfig());
    folder.json(
        "generation_config.json",
        new LinkedHashMap<>(Map.of("eos_token_id", Transcript.SPECIAL.indexOf(Transcript.END))));
    folder.manifest();
  }

  static Map<String, Object> config(DecoderShape shape) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", shape.modelType());
    config.put("vocab_size", shape.vocabulary());
    config.put("hidden_size", shape.width());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.kvHeads());
    config.put("head_dim", shape.headSize());
    config.put("intermediate_size", shape.mlpWidth());
    config.put("max_position_embeddings", shape.context());
    config.put("eos_token_id", Transcript.SPECIAL.indexOf(Transcript.END));
    config.put("pad_token_id", Transcript.SPECIAL.indexOf(Transcript.PAD));
    config.put("license", "Apache-2.0");
    return config;
  }

  private static Map<String, Object> tokenizerConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("eos_token", Transcript.END);
    config.put("pad_token", Transcript.PAD);
    config.put("chat_template", Transcript.TEMPLATE);
    return config;
  }
}
