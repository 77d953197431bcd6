package footfall.training;

/**
 * A matrix in whole numbers of eight bits: each column, or each row, by a scale of its own, so that
 * its greatest value becomes 127 (symmetric, as in ONNX Runtime's dynamic quantisation).
 *
 * @param values row by row
 * @param scales by column, or by row
 */
record Quantized(byte[] values, float[] scales) {
  private static final int GREATEST = 127;

  static Quantized byColumn(float[] matrix, int columns) {
    float[] scales = new float[columns];
    for (int i = 0; i < matrix.length; i++) {
      scales[i % columns] = Math.max(scales[i % columns], Math.abs(matrix[i]) / GREATEST);
    }
    byte[] values = new byte[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      values[i] = nearest(matrix[i], scales[i % columns]);
    }
    return new Quantized(values, scales);
  }

  static Quantized byRow(float[] matrix, int columns) {
    float[] scales = new float[matrix.length / columns];
    for (int i = 0; i < matrix.length; i++) {
      scales[i / columns] = Math.max(scales[i / columns], Math.abs(matrix[i]) / GREATEST);
    }
    byte[] values = new byte[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      values[i] = nearest(matrix[i], scales[i / columns]);
    }
    return new Quantized(values, scales);
  }

  private static byte nearest(float value, float scale) {
    return scale == 0 ? 0 : (byte) Math.round(value / scale);
  }
}
