package footfall.serving.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A decoder that ONNX Runtime computes, in a graph with a cache of keys and values. */
final class OnnxDecoder implements Decoder {
  private final ModelConfig config;
  private final String[] inputNames;
  private final String[] outputNames;
  private final ZooModel<NDList, NDList> model;
  private final Block block;
  private final ParameterStore parameters;
  private final DataType cacheType;

  /** The fused attention goes by lengths: a row begins where its memory does. */
  private final boolean padsAtEnd;

  private float[] logits = {};

  private OnnxDecoder(ModelDirectory directory, ZooModel<NDList, NDList> model) {
    this.config = directory.config();
    this.inputNames = directory.header().inputs().keySet().toArray(String[]::new);
    this.outputNames = directory.header().outputs().keySet().toArray(String[]::new);
    this.model = model;
    this.block = model.getBlock();
    this.parameters = new ParameterStore(model.getNDManager(), false);
    this.cacheType =
        directory.header().inputs().get("past_key_values.0.key").elementType() == OnnxHeader.FLOAT16
            ? DataType.FLOAT16
            : DataType.FLOAT32;
    this.padsAtEnd = directory.header().fusesAttention();
  }

  /**
   * Loads the model.
   *
   * @param cores threads that one step uses on the CPU
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be loaded, or not there
   */
  static OnnxDecoder load(ModelDirectory directory, Device device, int cores) {
    return new OnnxDecoder(
        directory, OnnxGraph.load(directory.path(), directory.graph(), device, cores));
  }

  @Override
  public Cache emptyCache() {
    NDManager manager = model.getNDManager().newSubManager();
    List<NDArray> parts = new ArrayList<>();
    Shape nothing = new Shape(1, config.kvHeads(), 0, config.headSize());
    for (int i = 0; i < 2 * config.layers(); i++) {
      parts.add(manager.create(ByteBuffer.allocateDirect(0), nothing, cacheType));
    }
    return new Cache(manager, parts, 1, 0);
  }

  @Override
  public Step step(Cache cache, long[] tokens, int[] padding) {
    int rows = cache.rows();
    int fresh = tokens.length / rows;
    int total = cache.length() + fresh;
    NDManager next = model.getNDManager().newSubManager();
    try {
      NDList inputs = inputs(next, cache, tokens, padding, fresh, total);
      NDList outputs = block.forward(parameters, inputs, false); // They belong to next as well.
      for (NDArray input : inputs) {
        if (input.getManager() == next) {
          input.close();
        }
      }
      List<NDArray> parts = new ArrayList<>(outputs.size() - 1);
      int vocabulary = 0;
      for (int i = 0; i < outputNames.length; i++) {
        NDArray output = outputs.get(i);
        if (outputNames[i].startsWith("present.")) {
          parts.add(output);
        } else {
          if (outputNames[i].equals("logits")) {
            vocabulary = (int) output.getShape().get(2);
            readLast(output, rows, fresh, vocabulary);
          }
          output.close();
        }
      }
      Step step = new Step(logits, vocabulary, new Cache(next, parts, rows, total));
      cache.close();
      return step;
    } catch (RuntimeException | OutOfMemoryError e) {
      next.close();
      throw e;
    }
  }

  private NDList inputs(
      NDManager manager, Cache cache, long[] tokens, int[] padding, int fresh, int total) {
    int rows = cache.rows();
    NDList inputs = new NDList();
    int part = 0;
    for (String name : inputNames) {
      NDArray input =
          switch (name) {
            case "input_ids" -> manager.create(tokens, new Shape(rows, fresh));
            case "attention_mask" -> mask(manager, padding, total);
            case "position_ids" -> positions(manager, padding, cache.length(), fresh);
            default -> cache.parts().get(part++);
          };
      input.setName(name);
      inputs.add(input);
    }
    return inputs;
  }

  private NDArray mask(NDManager manager, int[] padding, int total) {
    long[] mask = new long[padding.length * total];
    for (int row = 0; row < padding.length; row++) {
      int first = row * total + (padsAtEnd ? 0 : padding[row]);
      Arrays.fill(mask, first, first + total - padding[row], 1);
    }
    return manager.create(mask, new Shape(padding.length, total));
  }

  private static NDArray positions(NDManager manager, int[] padding, int past, int fresh) {
    long[] positions = new long[padding.length * fresh];
    for (int row = 0; row < padding.length; row++) {
      for (int i = 0; i < fresh; i++) {
        positions[row * fresh + i] = (long) past - padding[row] + i;
      }
    }
    return manager.create(positions, new Shape(padding.length, fresh));
  }

  /** Only the logits of the last token of each row are of use. */
  private void readLast(NDArray all, int rows, int fresh, int vocabulary) {
    if (logits.length != rows * vocabulary) {
      logits = new float[rows * vocabulary];
    }
    OnnxGraph.Values values = OnnxGraph.values(all);
    for (int row = 0; row < rows; row++) {
      values.read(((row + 1) * fresh - 1) * vocabulary, logits, row * vocabulary, vocabulary);
    }
  }

  @Override
  public Cache combine(List<Row> rows) {
    int length = rows.stream().mapToInt(Row::length).max().orElseThrow();
    NDManager manager = model.getNDManager().newSubManager();
    try {
      return new Cache(manager, combine(rows, length, manager), rows.size(), length);
    } catch (RuntimeException | OutOfMemoryError e) {
      manager.close();
      throw e;
    }
  }

  private List<NDArray> combine(List<Row> rows, int length, NDManager manager) {
    int heads = config.kvHeads();
    int step = config.headSize() * cacheType.getNumOfBytes();
    Shape shape = new Shape(rows.size(), heads, length, config.headSize());
    List<NDArray> parts = new ArrayList<>();
    for (int part = 0; part < 2 * config.layers(); part++) {
      ByteBuffer whole =
          ByteBuffer.allocateDirect(Math.toIntExact((long) rows.size() * heads * length * step))
              .order(ByteOrder.nativeOrder());
      Cache last = null;
      ByteBuffer source = null;
      for (int to = 0; to < rows.size(); to++) {
        Row row = rows.get(to);
        if (row.cache() != last) {
          last = row.cache();
          source = last.parts().get(part).toByteBuffer();
        }
        for (int head = 0; head < heads; head++) {
          int from = (row.row() * heads + head) * last.length();
          int into = (to * heads + head) * length;
          if (!padsAtEnd) {
            from += last.length() - row.length();
            into += length - row.length();
          }
          whole.put(into * step, source, from * step, row.length() * step);
        }
      }
      parts.add(manager.create(whole, shape, cacheType));
    }
    return parts;
  }

  @Override
  public void close() {
    model.close();
  }
}
