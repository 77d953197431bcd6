package footfall.training;

import footfall.training.DecoderShape.Mlp;
import footfall.training.DecoderShape.Norm;
import footfall.training.OnnxGraph.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a decoder as ONNX, with the inputs and outputs of the exporters that people use: {@code
 * input_ids, attention_mask, position_ids, past_key_values.N.key/value} to {@code logits,
 * present.N.key/value} as optimum does, or without positions and with one fused attention as
 * onnxruntime-genai's builder does.
 */
public final class DecoderGraph {
  private static final float ROPE_BASE = 10_000;
  private static final float EPSILON = 1e-5f;
  private static final float NEVER = -1e9f;

  private final DecoderShape shape;
  private final Map<String, float[]> weights;
  private final Precision precision;
  private final OnnxGraph graph = new OnnxGraph();

  /** What was quantised on the way, and its scale and zero. */
  private final Map<String, String[]> activations = new HashMap<>();

  private String cosTable;
  private String sinTable;

  /** Additive, [B, 1, S, T]. */
  private String bias;

  /** By position, [B, 1, S, head size / 2]. */
  private String cos;

  private String sin;
  private String lastKeys;
  private String length;

  private DecoderGraph(DecoderShape shape, Map<String, float[]> weights, Precision precision) {
    this.shape = shape;
    this.weights = weights;
    this.precision = precision;
  }

  /**
   * The model of that shape with these weights.
   *
   * @param weights by name, row by row; {@code embed} is the head too
   */
  public static byte[] write(
      DecoderShape shape, Map<String, float[]> weights, Precision precision) {
    return new DecoderGraph(shape, weights, precision).write();
  }

  private byte[] write() {
    declare();
    int half = shape.headSize() / 2;
    cosTable = graph.floats("cos_cache", rotations(true), shape.context(), half);
    sinTable = graph.floats("sin_cache", rotations(false), shape.context(), half);
    if (shape.positions()) {
      preparePositions();
    } else {
      prepareLengths();
    }
    Embedding embedding = precision == Precision.INT8 ? new Small() : new Plain();
    String x = embedding.read();
    if (shape.mlp() == Mlp.GEGLU) {
      x = graph.op("Mul", x, graph.scalar((float) Math.sqrt(shape.width())));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      x = graph.op("Add", x, attention(layer, norm(x, "l" + layer + ".norm1")));
      x = graph.op("Add", x, mlp(layer, norm(x, "l" + layer + ".norm2")));
    }
    graph.ops("", "Identity", none(), new String[] {embedding.logits(norm(x, "norm"))}, "logits");
    return graph.toBytes();
  }

  /** The embedding, which is the head too. */
  private interface Embedding {
    /** Of the tokens that are read. */
    String read();

    String logits(String x);
  }

  private final class Plain implements Embedding {
    private final String table = constants("embed", shape.vocabulary(), shape.width());

    @Override
    public String read() {
      return graph.op("Gather", table, "input_ids");
    }

    @Override
    public String logits(String x) {
      return graph.op("MatMul", x, transposed(table));
    }
  }

  private final class Small implements Embedding {
    private final String table;
    private final String scales;

    Small() {
      Quantized rows = Quantized.byRow(weights.get("embed"), shape.width());
      table = graph.bytes("embed", rows.values(), shape.vocabulary(), shape.width());
      scales = graph.floats("embed.scales", rows.scales(), shape.vocabulary());
    }

    @Override
    public String read() {
      String scale =
          graph.op("Unsqueeze", graph.op("Gather", scales, "input_ids"), graph.constants(-1));
      String row = graph.cast(graph.op("Gather", table, "input_ids"), Type.FLOAT);
      return graph.op("Mul", row, scale);
    }

    @Override
    public String logits(String x) {
      return inIntegers(x, transposed(table), scales);
    }
  }

  private String transposed(String matrix) {
    return graph.op("Transpose", OnnxGraph.numbers("perm", 1, 0), matrix);
  }

  private String constants(String name, long... dimensions) {
    return precision == Precision.FP16
        ? graph.halves(name, weights.get(name), dimensions)
        : graph.floats(name, weights.get(name), dimensions);
  }

  /** A product with a matrix of whole numbers, of whose columns each has a scale. */
  private String inIntegers(String x, String matrix, String scales) {
    String[] quantized =
        activations.computeIfAbsent(
            x,
            input -> {
              String[] parts = {
                graph.fresh("quantized"), graph.fresh("scale"), graph.fresh("zero")
              };
              graph.ops("", "DynamicQuantizeLinear", none(), new String[] {input}, parts);
              return parts;
            });
    String sums = graph.op("MatMulInteger", quantized[0], matrix, quantized[2]);
    return graph.op("Mul", graph.cast(sums, Type.FLOAT), graph.op("Mul", quantized[1], scales));
  }

  private void declare() {
    graph.input("input_ids", Type.INT64, "batch_size", "sequence_length");
    graph.input("attention_mask", Type.INT64, "batch_size", "total_sequence_length");
    if (shape.positions()) {
      graph.input("position_ids", Type.INT64, "batch_size", "sequence_length");
    }
    graph.output("logits", Type.FLOAT, "batch_size", "sequence_length", shape.vocabulary());
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (String part : new String[] {"key", "value"}) {
        graph.input(
            "past_key_values." + layer + "." + part,
            Type.FLOAT,
            "batch_size",
            shape.kvHeads(),
            "past_sequence_length",
            shape.headSize());
        graph.output(
            "present." + layer + "." + part,
            Type.FLOAT,
            "batch_size",
            shape.kvHeads(),
            "total_sequence_length",
            shape.headSize());
      }
    }
  }

  private float[] rotations(boolean cosine) {
    int half = shape.headSize() / 2;
    float[] table = new float[shape.context() * half];
    for (int position = 0; position < shape.context(); position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ROPE_BASE, -(double) i / half);
        table[position * half + i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
      }
    }
    return table;
  }

  /** A token sees those before it and itself, but no padding. */
  private void preparePositions() {
    String total = dimension("attention_mask", 1);
    String fresh = dimension("input_ids", 1);
    String zero = graph.scalar(0L);
    String one = graph.scalar(1L);
    String columns = graph.op("Range", zero, total, one);
    String rows = graph.op("Range", graph.op("Sub", total, fresh), total, one);
    String before =
        graph.op("LessOrEqual", columns, graph.op("Unsqueeze", rows, graph.constants(1)));
    String real =
        graph.op("Unsqueeze", graph.cast("attention_mask", Type.BOOL), graph.constants(1, 2));
    String seen = graph.op("And", before, real);
    bias = graph.op("Where", seen, graph.scalar(0f), graph.scalar(NEVER));
    cos = byPosition(cosTable);
    sin = byPosition(sinTable);
  }

  private String byPosition(String table) {
    return graph.op("Unsqueeze", graph.op("Gather", table, "position_ids"), graph.constants(1));
  }

  private void prepareLengths() {
    String counted =
        graph.op(
            "ReduceSum", OnnxGraph.number("keepdims", 0), "attention_mask", graph.constants(1));
    lastKeys = graph.cast(graph.op("Sub", counted, graph.constants(1)), Type.INT32);
    length = graph.cast(dimension("attention_mask", 1), Type.INT32);
  }

  private String dimension(String tensor, long axis) {
    return graph.op("Gather", graph.op("Shape", tensor), graph.scalar(axis));
  }

  private String attention(int layer, String x) {
    String name = "l" + layer + ".";
    String q = linear(x, name + "q", shape.width(), shape.headsWidth());
    String k = linear(x, name + "k", shape.width(), shape.kvWidth());
    String v = linear(x, name + "v", shape.width(), shape.kvWidth());
    String mixed = shape.positions() ? plainAttention(layer, q, k, v) : fused(layer, q, k, v);
    return linear(mixed, name + "o", shape.headsWidth(), shape.width());
  }

  private String plainAttention(int layer, String q, String k, String v) {
    String query = rotated(byHead(q, shape.heads()));
    String past = "past_key_values." + layer;
    String keys = "present." + layer + ".key";
    String values = "present." + layer + ".value";
    OnnxMessage[] alongTokens = {OnnxGraph.number("axis", 2)};
    String newKeys = rotated(byHead(k, shape.kvHeads()));
    String newValues = byHead(v, shape.kvHeads());
    graph.ops("", "Concat", alongTokens, new String[] {past + ".key", newKeys}, keys);
    graph.ops("", "Concat", alongTokens, new String[] {past + ".value", newValues}, values);
    String turned =
        graph.op("Transpose", OnnxGraph.numbers("perm", 0, 1, 3, 2), forEveryHead(keys));
    String scaled = graph.op("Mul", query, graph.scalar((float) (1 / Math.sqrt(shape.headSize()))));
    String scores = graph.op("Add", graph.op("MatMul", scaled, turned), bias);
    String shares = graph.op("Softmax", OnnxGraph.number("axis", -1), scores);
    String mixed = graph.op("MatMul", shares, forEveryHead(values));
    String side = graph.op("Transpose", OnnxGraph.numbers("perm", 0, 2, 1, 3), mixed);
    return graph.op("Reshape", side, graph.constants(0, 0, shape.headsWidth()));
  }

  private String byHead(String x, int heads) {
    String split = graph.op("Reshape", x, graph.constants(0, 0, heads, shape.headSize()));
    return graph.op("Transpose", OnnxGraph.numbers("perm", 0, 2, 1, 3), split);
  }

  /** Keys or values of a group of heads, given to each of them. */
  private String forEveryHead(String x) {
    int group = shape.heads() / shape.kvHeads();
    if (group == 1) {
      return x;
    }
    String wide = graph.op("Unsqueeze", x, graph.constants(2));
    String[] copies = new String[group];
    Arrays.fill(copies, wide);
    String repeated = graph.op("Concat", OnnxGraph.number("axis", 2), copies);
    return graph.op("Reshape", repeated, graph.constants(0, shape.heads(), -1, shape.headSize()));
  }

  private String rotated(String x) {
    String first = graph.fresh("first");
    String second = graph.fresh("second");
    int half = shape.headSize() / 2;
    graph.ops(
        "",
        "Split",
        new OnnxMessage[] {OnnxGraph.number("axis", -1)},
        new String[] {x, graph.constants(half, half)},
        first,
        second);
    String left = graph.op("Sub", graph.op("Mul", first, cos), graph.op("Mul", second, sin));
    String right = graph.op("Add", graph.op("Mul", second, cos), graph.op("Mul", first, sin));
    return graph.op("Concat", OnnxGraph.number("axis", -1), left, right);
  }

  private String fused(int layer, String q, String k, String v) {
    String past = "past_key_values." + layer;
    String output = graph.fresh("attention");
    graph.ops(
        "com.microsoft",
        "GroupQueryAttention",
        new OnnxMessage[] {
          OnnxGraph.number("num_heads", shape.heads()),
          OnnxGraph.number("kv_num_heads", shape.kvHeads()),
          OnnxGraph.number("do_rotary", 1)
        },
        new String[] {
          q, k, v, past + ".key", past + ".value", lastKeys, length, cosTable, sinTable
        },
        output,
        "present." + layer + ".key",
        "present." + layer + ".value");
    return output;
  }

  private String mlp(int layer, String x) {
    String name = "l" + layer + ".";
    String up = linear(x, name + "up", shape.width(), shape.mlpWidth());
    String active =
        switch (shape.mlp()) {
          case RELU -> graph.op("Relu", up);
          case SWIGLU -> {
            String gate = linear(x, name + "gate", shape.width(), shape.mlpWidth());
            yield graph.op("Mul", graph.op("Mul", gate, graph.op("Sigmoid", gate)), up);
          }
          case GEGLU -> {
            String gate = linear(x, name + "gate", shape.width(), shape.mlpWidth());
            yield graph.op("Mul", gelu(gate), up);
          }
        };
    return linear(active, name + "down", shape.mlpWidth(), shape.width());
  }

  private String gelu(String x) {
    String error = graph.op("Erf", graph.op("Div", x, graph.scalar((float) Math.sqrt(2))));
    String half = graph.op("Mul", x, graph.scalar(0.5f));
    return graph.op("Mul", half, graph.op("Add", error, graph.scalar(1f)));
  }

  private String linear(String x, String name, int from, int to) {
    if (precision == Precision.INT8) {
      Quantized columns = Quantized.byColumn(weights.get(name), to);
      return inIntegers(
          x,
          graph.bytes(name, columns.values(), from, to),
          graph.floats(name + ".scales", columns.scales(), to));
    }
    return graph.op("MatMul", x, constants(name, from, to));
  }

  private String norm(String x, String name) {
    String scale = constants(name + ".scale", shape.width());
    if (shape.norm() == Norm.LAYER) {
      String shift = constants(name + ".shift", shape.width());
      return graph.op(
          "LayerNormalization",
          new OnnxMessage[] {OnnxGraph.number("axis", -1), OnnxGraph.real("epsilon", EPSILON)},
          x,
          scale,
          shift);
    }
    String squares = graph.op("Mul", x, x);
    String mean = graph.op("ReduceMean", OnnxGraph.numbers("axes", -1), squares);
    String root = graph.op("Sqrt", graph.op("Add", mean, graph.scalar(EPSILON)));
    return graph.op("Mul", graph.op("Div", x, root), scale);
  }

  private static OnnxMessage[] none() {
    return new OnnxMessage[0];
  }
}
