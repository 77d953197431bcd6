package footfall.training;

/** In which the weights of a model are stored. */
public enum Precision {
  FP32("model.onnx"),
  FP16("model_fp16.onnx"),
  /** And calculated with: activations are quantised on the way, by the range that they have. */
  INT8("model_int8.onnx");

  private final String file;

  Precision(String file) {
    this.file = file;
  }

  /** The graph's name, as the hub's exporters have it. */
  String file() {
    return file;
  }
}
