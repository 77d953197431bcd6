package footfall.serving.djl;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;

/** Graphs that ONNX Runtime computes, and what comes out of them. Stateless. */
final class OnnxGraph {
  static {
    Offline.insist();
  }

  private OnnxGraph() {}

  /**
   * Loads a graph.
   *
   * @param path of the model, for messages
   * @param cores threads that one step uses on the CPU
   * @throws footfall.scenarios.problems.InvalidInputException if it cannot be loaded, or not there
   */
  static ZooModel<NDList, NDList> load(Path path, Path graph, Device device, int cores) {
    try {
      return Criteria.builder()
          .setTypes(NDList.class, NDList.class)
          .optEngine("OnnxRuntime")
          .optModelPath(graph)
          .optDevice(device.toDjl())
          .optTranslator(new NoopTranslator(null))
          .optOption("intraOpNumThreads", Integer.toString(cores))
          .optOption("interOpNumThreads", "1")
          .build()
          .loadModel();
    } catch (ModelNotFoundException | MalformedModelException | IOException | RuntimeException e) {
      if (device.isGpu()) {
        throw noGpu(path, device, e);
      }
      throw ModelDirectory.wrong(graph, "cannot be loaded: " + causeOf(e), "download it again");
    } catch (LinkageError e) {
      // Pekko would end the whole process for it.
      throw ModelDirectory.wrong(
          path,
          "cannot be served here: the native library of ONNX Runtime does not load ("
              + causeOf(e)
              + ")",
          "Footfall brings it for Linux, macOS and Windows on x86-64 and ARM64");
    }
  }

  private static RuntimeException noGpu(Path path, Device device, Exception e) {
    return ModelDirectory.wrong(
        path,
        "cannot be served on " + device + ": " + causeOf(e),
        "build with `mvn -Pgpu package` on a machine with an NVIDIA GPU, CUDA 12 and cuDNN 9,"
            + " or set device: cpu");
  }

  private static String causeOf(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse("");
  }

  /** Values of an array, wherever they come from. */
  interface Values {
    /** Copies {@code count} of them. */
    void read(int from, float[] to, int at, int count);
  }

  /** Values of full or half precision. */
  static Values values(NDArray array) {
    ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.nativeOrder());
    if (array.getDataType() == DataType.FLOAT32) {
      FloatBuffer floats = bytes.asFloatBuffer();
      return (from, to, at, count) -> floats.get(from, to, at, count);
    }
    ShortBuffer halves = bytes.asShortBuffer();
    return (from, to, at, count) -> {
      for (int i = 0; i < count; i++) {
        to[at + i] = Float16Utils.halfToFloat(halves.get(from + i));
      }
    };
  }

  /** All values, of full or half precision. */
  static float[] floats(NDArray array) {
    float[] floats = new float[(int) array.size()];
    values(array).read(0, floats, 0, floats.length);
    return floats;
  }
}
