package footfall.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An ONNX graph under construction: operators are added in the order of their evaluation, and each
 * returns the name of its output. Field numbers are those of {@code onnx.proto}.
 */
final class OnnxGraph {
  /** Element types of tensors. */
  enum Type {
    FLOAT(1),
    INT8(3),
    INT32(6),
    INT64(7),
    BOOL(9),
    FLOAT16(10);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int ATTRIBUTE_REAL = 1;
  private static final int ATTRIBUTE_NUMBER = 2;
  private static final int ATTRIBUTE_NUMBERS = 7;

  private final OnnxMessage graph = new OnnxMessage().text(2, "decoder");
  private int names;

  /** An operator of one output. */
  String op(String type, String... inputs) {
    return op(type, new OnnxMessage[0], inputs);
  }

  String op(String type, OnnxMessage attribute, String... inputs) {
    return op(type, new OnnxMessage[] {attribute}, inputs);
  }

  String op(String type, OnnxMessage[] attributes, String... inputs) {
    String output = fresh(type);
    ops("", type, attributes, inputs, output);
    return output;
  }

  /** An operator whose outputs have the given names. */
  void ops(
      String domain, String type, OnnxMessage[] attributes, String[] inputs, String... outputs) {
    OnnxMessage node = new OnnxMessage();
    for (String input : inputs) {
      node.text(1, input);
    }
    for (String output : outputs) {
      node.text(2, output);
    }
    node.text(3, outputs[0]).text(4, type);
    for (OnnxMessage attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, domain.isEmpty() ? node : node.text(7, domain));
  }

  /** A name that nothing else has. */
  String fresh(String stem) {
    return stem + "_" + names++;
  }

  static OnnxMessage number(String name, long value) {
    return new OnnxMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_NUMBER);
  }

  static OnnxMessage real(String name, float value) {
    return new OnnxMessage().text(1, name).real(2, value).number(20, ATTRIBUTE_REAL);
  }

  static OnnxMessage numbers(String name, long... values) {
    OnnxMessage attribute = new OnnxMessage().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, ATTRIBUTE_NUMBERS);
  }

  String cast(String input, Type to) {
    return op("Cast", number("to", to.number), input);
  }

  /** A constant list of numbers. */
  String constants(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return tensor(fresh("constants"), Type.INT64, raw.array(), values.length);
  }

  /** A constant number without dimensions. */
  String scalar(float value) {
    byte[] raw =
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
    return tensor(fresh("scalar"), Type.FLOAT, raw);
  }

  String scalar(long value) {
    byte[] raw =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return tensor(fresh("scalar"), Type.INT64, raw);
  }

  /** Constants in full precision. */
  String floats(String name, float[] values, long... dimensions) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(name, Type.FLOAT, raw.array(), dimensions);
  }

  /** Constants of eight bits. */
  String bytes(String name, byte[] values, long... dimensions) {
    return tensor(name, Type.INT8, values, dimensions);
  }

  /** Constants that are stored in half precision and calculated with in full. */
  String halves(String name, float[] values, long... dimensions) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putShort(HalfPrecision.of(value));
    }
    return cast(tensor(name, Type.FLOAT16, raw.array(), dimensions), Type.FLOAT);
  }

  private String tensor(String name, Type type, byte[] raw, long... dimensions) {
    OnnxMessage tensor = new OnnxMessage();
    for (long dimension : dimensions) {
      tensor.number(1, dimension);
    }
    graph.message(5, tensor.number(2, type.number).text(8, name).bytes(9, raw));
    return name;
  }

  /**
   * @param dimensions numbers, or names where they vary
   */
  void input(String name, Type type, Object... dimensions) {
    graph.message(11, value(name, type, dimensions));
  }

  void output(String name, Type type, Object... dimensions) {
    graph.message(12, value(name, type, dimensions));
  }

  private static OnnxMessage value(String name, Type type, Object... dimensions) {
    OnnxMessage shape = new OnnxMessage();
    for (Object dimension : dimensions) {
      shape.message(
          1,
          dimension instanceof Number fixed
              ? new OnnxMessage().number(1, fixed.longValue())
              : new OnnxMessage().text(2, dimension.toString()));
    }
    OnnxMessage tensor = new OnnxMessage().number(1, type.number).message(2, shape);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }

  /** The model with this graph. */
  byte[] toBytes() {
    return new OnnxMessage()
        .number(1, IR_VERSION)
        .text(2, "footfall")
        .message(7, graph)
        .message(8, new OnnxMessage().text(1, "").number(2, OPSET))
        .message(8, new OnnxMessage().text(1, "com.microsoft").number(2, 1))
        .toBytes();
  }
}
