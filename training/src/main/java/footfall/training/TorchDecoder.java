package footfall.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The same decoder as {@link DecoderGraph} writes, of the plain shape, with gradients: norm first,
 * rotary positions, ReLU, and the embedding as head. Not thread-safe.
 */
final class TorchDecoder {
  private static final float ROPE_BASE = 10_000;

  private final DecoderShape shape;
  private final NDManager manager;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  TorchDecoder(DecoderShape shape, NDManager manager) {
    this.shape = shape;
    this.manager = manager;
    int d = shape.width();
    random("embed", 0.02, shape.vocabulary(), d);
    double deep = 1 / Math.sqrt(2.0 * shape.layers());
    for (int layer = 0; layer < shape.layers(); layer++) {
      String name = "l" + layer + ".";
      norm(name + "norm1");
      for (String part : new String[] {"q", "k", "v"}) {
        random(name + part, 1 / Math.sqrt(d), d, d);
      }
      random(name + "o", deep / Math.sqrt(d), d, d);
      norm(name + "norm2");
      random(name + "up", 1 / Math.sqrt(d), d, shape.mlpWidth());
      random(name + "down", deep / Math.sqrt(shape.mlpWidth()), shape.mlpWidth(), d);
    }
    norm("norm");
  }

  private void norm(String name) {
    keep(name + ".scale", manager.ones(new Shape(shape.width())));
    keep(name + ".shift", manager.zeros(new Shape(shape.width())));
  }

  private void random(String name, double stdev, long... dimensions) {
    keep(name, manager.randomNormal(0, (float) stdev, new Shape(dimensions), DataType.FLOAT32));
  }

  private void keep(String name, NDArray weight) {
    weight.setRequiresGradient(true);
    weights.put(name, weight);
  }

  /** What is learned, by name. */
  Map<String, NDArray> weights() {
    return weights;
  }

  /** What was learned, row by row. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    weights.forEach((name, weight) -> values.put(name, weight.toFloatArray()));
    return values;
  }

  /**
   * The mean cross-entropy of the tokens to be learned.
   *
   * @param tokens [B, S]
   * @param places where in the flattened tokens something is to be said next, [N]
   * @param next what is to be said there, [N]
   */
  NDArray loss(NDArray tokens, NDArray places, NDArray next) {
    NDManager m = tokens.getManager();
    long batch = tokens.getShape().get(0);
    long length = tokens.getShape().get(1);
    int d = shape.width();
    NDArray[] turns = rotations(m, length);
    NDArray bias =
        m.arange(length)
            .reshape(1, length)
            .gt(m.arange(length).reshape(length, 1))
            .toType(DataType.FLOAT32, false)
            .mul(-1e9f);
    NDArray x = rows(weights.get("embed"), tokens.flatten()).reshape(batch, length, d);
    for (int layer = 0; layer < shape.layers(); layer++) {
      String name = "l" + layer + ".";
      NDArray seen = normalized(x, name + "norm1");
      NDArray q = rotated(byHead(seen.matMul(weights.get(name + "q"))), turns);
      NDArray k = rotated(byHead(seen.matMul(weights.get(name + "k"))), turns);
      NDArray v = byHead(seen.matMul(weights.get(name + "v")));
      NDArray scores =
          q.matMul(k.transpose(0, 1, 3, 2)).mul(1 / Math.sqrt(shape.headSize())).add(bias);
      NDArray mixed = scores.softmax(-1).matMul(v).transpose(0, 2, 1, 3).reshape(batch, length, d);
      x = x.add(mixed.matMul(weights.get(name + "o")));
      NDArray up = normalized(x, name + "norm2").matMul(weights.get(name + "up"));
      x = x.add(NDArrays.maximum(up, 0f).matMul(weights.get(name + "down")));
    }
    NDArray asked = rows(x.reshape(batch * length, d), places);
    NDArray head = weights.get("embed").transpose();
    head.attach(m);
    NDArray logits = normalized(asked, "norm").matMul(head);
    return logits.logSoftmax(-1).gather(next.expandDims(1), 1).mean().neg();
  }

  private static NDArray rows(NDArray table, NDArray numbers) {
    long width = table.getShape().get(1);
    NDArray index = numbers.expandDims(1).broadcast(numbers.size(), width);
    NDArray rows = table.gather(index, 0);
    rows.attach(numbers.getManager()); // Else they would live as long as the table.
    return rows;
  }

  private NDArray byHead(NDArray x) {
    long batch = x.getShape().get(0);
    long length = x.getShape().get(1);
    return x.reshape(batch, length, shape.heads(), shape.headSize()).transpose(0, 2, 1, 3);
  }

  private NDArray normalized(NDArray x, String name) {
    return x.getNDArrayInternal()
        .layerNorm(
            x,
            new Shape(shape.width()),
            weights.get(name + ".scale"),
            weights.get(name + ".shift"),
            1e-5f)
        .singletonOrThrow();
  }

  private NDArray rotated(NDArray x, NDArray[] turns) {
    NDList halves = x.split(2, 3);
    NDArray first = halves.get(0);
    NDArray second = halves.get(1);
    NDArray left = first.mul(turns[0]).sub(second.mul(turns[1]));
    NDArray right = second.mul(turns[0]).add(first.mul(turns[1]));
    return NDArrays.concat(new NDList(left, right), 3);
  }

  private NDArray[] rotations(NDManager m, long length) {
    int half = shape.headSize() / 2;
    float[] cos = new float[(int) length * half];
    float[] sin = new float[(int) length * half];
    for (int position = 0; position < length; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(ROPE_BASE, -(double) i / half);
        cos[position * half + i] = (float) Math.cos(angle);
        sin[position * half + i] = (float) Math.sin(angle);
      }
    }
    Shape table = new Shape(length, half);
    return new NDArray[] {m.create(cos, table), m.create(sin, table)};
  }
}
