package footfall.serving.djl;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a graph takes and gives, read from the file without loading it: the weights are skipped. A
 * file that ends too early is noticed here.
 *
 * <p>Field numbers are those of {@code onnx.proto}; element types too.
 *
 * @param inputs by name, in their order
 * @param fusesAttention whether it has an operator that takes padding to be at the right
 */
record OnnxHeader(Map<String, Tensor> inputs, Map<String, Tensor> outputs, boolean fusesAttention) {
  private static final String FUSED_ATTENTION = "GroupQueryAttention";
  static final int FLOAT16 = 10;

  /**
   * @param elementType of ONNX
   * @param dimensions -1 where they vary
   */
  record Tensor(int elementType, List<Long> dimensions) {}

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /**
   * @throws IOException if the file cannot be read or is no ONNX model
   */
  static OnnxHeader read(Path file) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    boolean[] fused = new boolean[1];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      new Reader(in, in.length())
          .fields(
              (field, model) -> {
                if (field == 7) {
                  model.fields(
                      (part, graph) -> {
                        if (part == 1) {
                          graph.fields(
                              (f, node) ->
                                  fused[0] |= f == 4 && FUSED_ATTENTION.equals(node.text()));
                        } else if (part == 11 || part == 12) {
                          value(graph, part == 11 ? inputs : outputs);
                        }
                      });
                }
              });
    }
    return new OnnxHeader(inputs, outputs, fused[0]);
  }

  private static void value(Reader value, Map<String, Tensor> into) throws IOException {
    String[] name = new String[1];
    int[] type = new int[1];
    List<Long> dimensions = new ArrayList<>();
    value.fields(
        (field, part) -> {
          if (field == 1) {
            name[0] = part.text();
          } else if (field == 2) {
            part.fields((f, tensor) -> tensor.fields((t, p) -> tensor(t, p, type, dimensions)));
          }
        });
    into.put(name[0], new Tensor(type[0], List.copyOf(dimensions)));
  }

  private static void tensor(int field, Reader part, int[] type, List<Long> dimensions)
      throws IOException {
    if (field == 1) {
      type[0] = (int) part.number();
    } else if (field == 2) {
      part.fields(
          (f, dimension) -> {
            long[] size = {-1};
            dimension.fields((d, n) -> size[0] = d == 1 ? n.number() : size[0]);
            dimensions.add(size[0]);
          });
    }
  }

  private interface Visitor {
    void visit(int field, Reader content) throws IOException;
  }

  /** A part of the file: a message, a text or a number, as the visitor sees fit. */
  private static final class Reader {
    private final RandomAccessFile in;
    private final long end;
    private final long number;

    Reader(RandomAccessFile in, long end) {
      this(in, end, 0);
    }

    private Reader(RandomAccessFile in, long end, long number) {
      this.in = in;
      this.end = end;
      this.number = number;
    }

    long number() {
      return number;
    }

    String text() throws IOException {
      long length = end - in.getFilePointer();
      if (length < 0) {
        throw new IOException("it is no ONNX model"); // A number where a text should be.
      }
      byte[] bytes = new byte[(int) Math.min(1 << 16, length)];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    void fields(Visitor visitor) throws IOException {
      while (in.getFilePointer() < end) {
        long key = varint();
        int field = (int) (key >>> 3);
        switch ((int) (key & 7)) {
          case VARINT -> visitor.visit(field, new Reader(in, in.getFilePointer(), varint()));
          case FIXED_64 -> in.seek(in.getFilePointer() + Long.BYTES);
          case FIXED_32 -> in.seek(in.getFilePointer() + Integer.BYTES);
          case BYTES -> {
            long length = varint();
            long next = in.getFilePointer() + length;
            if (length < 0 || next > end) {
              throw new EOFException("it ends too early");
            }
            visitor.visit(field, new Reader(in, next));
            in.seek(next);
          }
          default -> throw new IOException("it is no ONNX model");
        }
      }
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        int b = in.readUnsignedByte();
        value |= (long) (b & 0x7f) << shift;
        if ((b & 0x80) == 0) {
          return value;
        }
      }
      throw new IOException("it is no ONNX model");
    }
  }
}
