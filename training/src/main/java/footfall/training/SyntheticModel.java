package footfall.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Models of any shape that have learned nothing: for those who test what loads and runs them. The
 * same seed gives the same weights.
 */
public final class SyntheticModel {
  private static final double SPREAD = 0.4;

  private SyntheticModel() {}

  /**
   * Writes a model directory with a tokenizer of single bytes.
   *
   * @param template how it reads a chat, in Jinja
   */
  public static void write(Path path, DecoderShape shape, String template, long seed)
      throws IOException {
    ModelFolder folder = new ModelFolder(path);
    folder.tokenizer(BytePairs.learn(List.of(), Transcript.SPECIAL, shape.vocabulary()));
    folder.graph(DecoderGraph.write(shape, weights(shape, new Random(seed)), Precision.FP16));
    folder.json("config.json", TrainEmbeddedModels.config(shape));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("eos_token", Transcript.END);
    settings.put("bos_token", Transcript.TOOLS);
    settings.put("chat_template", template);
    folder.json("tokenizer_config.json", settings);
    folder.manifest();
  }

  /**
   * Writes a directory with an encoder, which turns each token into a vector by itself, and a
   * tokenizer of single bytes.
   *
   * @param width numbers of a vector
   * @param context tokens that it reads at most
   */
  public static void writeEncoder(Path path, int width, int context, long seed) throws IOException {
    Random random = new Random(seed);
    int vocabulary = 256 + Transcript.SPECIAL.size();
    ModelFolder folder = new ModelFolder(path);
    folder.tokenizer(BytePairs.learn(List.of(), Transcript.SPECIAL, vocabulary));
    OnnxGraph graph = new OnnxGraph();
    graph.input("input_ids", OnnxGraph.Type.INT64, "batch", "tokens");
    graph.input("attention_mask", OnnxGraph.Type.INT64, "batch", "tokens");
    graph.input("token_type_ids", OnnxGraph.Type.INT64, "batch", "tokens");
    String table = graph.floats("table", normal(random, vocabulary * width, 1), vocabulary, width);
    String mixed = graph.floats("mixed", normal(random, width * width, SPREAD), width, width);
    String kind = graph.cast("token_type_ids", OnnxGraph.Type.FLOAT);
    String kinds = graph.op("Unsqueeze", kind, graph.constants(2));
    String words = graph.op("Add", graph.op("Gather", table, "input_ids"), kinds);
    String hidden = graph.op("Tanh", graph.op("MatMul", words, mixed));
    String mask = graph.cast("attention_mask", OnnxGraph.Type.FLOAT);
    String seen = graph.op("Unsqueeze", mask, graph.constants(2));
    graph.ops("", "Mul", new OnnxMessage[0], new String[] {hidden, seen}, "last_hidden_state");
    graph.output("last_hidden_state", OnnxGraph.Type.FLOAT, "batch", "tokens", width);
    folder.graph(graph.toBytes());
    folder.json("config.json", Map.of("max_position_embeddings", context));
    folder.manifest();
  }

  /**
   * Writes a directory with a classifier that counts characters: a text is of the kind whose it has
   * most of. Its tokenizer is of single bytes.
   *
   * @param characters by kind, each of one byte
   */
  public static void writeClassifier(Path path, Map<String, String> characters, int context)
      throws IOException {
    int vocabulary = 256 + Transcript.SPECIAL.size();
    List<String> kinds = List.copyOf(characters.keySet());
    BytePairs pairs = BytePairs.learn(List.of(), Transcript.SPECIAL, vocabulary);
    float[] counted = new float[vocabulary * kinds.size()];
    Map<String, Object> named = new LinkedHashMap<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      named.put(Integer.toString(kind), kinds.get(kind));
      for (char of : characters.get(kinds.get(kind)).toCharArray()) {
        counted[pairs.vocabulary().indexOf(Character.toString(of)) * kinds.size() + kind] = 1;
      }
    }
    ModelFolder folder = new ModelFolder(path);
    folder.tokenizer(pairs);
    OnnxGraph graph = new OnnxGraph();
    graph.input("input_ids", OnnxGraph.Type.INT64, "batch", "tokens");
    graph.input("attention_mask", OnnxGraph.Type.INT64, "batch", "tokens");
    String table = graph.floats("table", counted, vocabulary, kinds.size());
    String found = graph.op("Gather", table, "input_ids");
    String mask = graph.cast("attention_mask", OnnxGraph.Type.FLOAT);
    String seen = graph.op("Mul", found, graph.op("Unsqueeze", mask, graph.constants(2)));
    graph.ops(
        "",
        "ReduceSum",
        new OnnxMessage[] {OnnxGraph.number("keepdims", 0)},
        new String[] {seen, graph.constants(1)},
        "logits");
    graph.output("logits", OnnxGraph.Type.FLOAT, "batch", kinds.size());
    folder.graph(graph.toBytes());
    folder.json("config.json", Map.of("max_position_embeddings", context, "id2label", named));
    folder.manifest();
  }

  private static Map<String, float[]> weights(DecoderShape shape, Random random) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    int d = shape.width();
    weights.put("embed", normal(random, shape.vocabulary() * d, 1));
    for (int layer = 0; layer < shape.layers(); layer++) {
      String name = "l" + layer + ".";
      norm(weights, name + "norm1", d);
      weights.put(name + "q", normal(random, d * shape.headsWidth(), SPREAD));
      weights.put(name + "k", normal(random, d * shape.kvWidth(), SPREAD));
      weights.put(name + "v", normal(random, d * shape.kvWidth(), SPREAD));
      weights.put(name + "o", normal(random, shape.headsWidth() * d, SPREAD));
      norm(weights, name + "norm2", d);
      weights.put(name + "up", normal(random, d * shape.mlpWidth(), SPREAD));
      weights.put(name + "gate", normal(random, d * shape.mlpWidth(), SPREAD));
      weights.put(name + "down", normal(random, shape.mlpWidth() * d, SPREAD));
    }
    norm(weights, "norm", d);
    return weights;
  }

  private static void norm(Map<String, float[]> weights, String name, int width) {
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    weights.put(name + ".scale", ones);
    weights.put(name + ".shift", new float[width]);
  }

  private static float[] normal(Random random, int count, double stdev) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (stdev * random.nextGaussian());
    }
    return values;
  }
}
