package footfall.serving.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import footfall.serving.djl.EncoderModel.Pooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An encoder that ONNX Runtime computes. For one thread at a time. */
final class OnnxEncoder implements AutoCloseable {
  /** Texts that are computed at once; more are taken in turn. */
  private static final int BATCH = 32;

  private final ZooModel<NDList, NDList> model;
  private final Block block;
  private final ParameterStore parameters;
  private final String[] inputNames;
  private final int output;
  private final Pooling pooling;

  OnnxEncoder(ZooModel<NDList, NDList> model, OnnxHeader header, String output, Pooling pooling) {
    this.model = model;
    this.block = model.getBlock();
    this.parameters = new ParameterStore(model.getNDManager(), false);
    this.inputNames = header.inputs().keySet().toArray(String[]::new);
    this.output = List.copyOf(header.outputs().keySet()).indexOf(output);
    this.pooling = pooling;
  }

  /** A vector of length one for each text. */
  List<float[]> embed(List<int[]> texts) {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      embed(texts.subList(from, Math.min(texts.size(), from + BATCH)), vectors);
    }
    return vectors;
  }

  private void embed(List<int[]> texts, List<float[]> into) {
    int longest = texts.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList inputs = new NDList();
      for (String name : inputNames) {
        long[] values = new long[texts.size() * longest];
        for (int row = 0; row < texts.size(); row++) {
          fill(name, texts.get(row), values, row * longest);
        }
        NDArray input = manager.create(values, new Shape(texts.size(), longest));
        input.setName(name);
        inputs.add(input);
      }
      NDArray computed = block.forward(parameters, inputs, false).get(output);
      int width = (int) computed.getShape().get(computed.getShape().dimension() - 1);
      float[] all = OnnxGraph.floats(computed);
      for (int row = 0; row < texts.size(); row++) {
        int from = row * width * (pooling == Pooling.NONE ? 1 : longest);
        into.add(unit(pooled(all, from, texts.get(row).length, width)));
      }
    }
  }

  private static void fill(String input, int[] tokens, long[] values, int from) {
    for (int i = 0; i < tokens.length; i++) {
      values[from + i] =
          switch (input) {
            case "input_ids" -> tokens[i];
            case "attention_mask" -> 1;
            case "position_ids" -> i;
            default -> 0; // All is of one kind: token_type_ids.
          };
    }
  }

  private float[] pooled(float[] all, int from, int tokens, int width) {
    return switch (pooling) {
      case NONE, FIRST_TOKEN -> Arrays.copyOfRange(all, from, from + width);
      case LAST_TOKEN ->
          Arrays.copyOfRange(all, from + (tokens - 1) * width, from + tokens * width);
      case MEAN -> {
        float[] mean = new float[width];
        for (int i = 0; i < tokens * width; i++) {
          mean[i % width] += all[from + i] / tokens;
        }
        yield mean;
      }
    };
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.max(Math.sqrt(squares), Float.MIN_NORMAL);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) length;
    }
    return vector;
  }

  @Override
  public void close() {
    model.close();
  }
}
