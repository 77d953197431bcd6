package footfall.serving.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A loaded model: one step reads some tokens of every sequence and gives the logits of what comes
 * next. What fails, for want of memory or otherwise, leaves the caches that it was given as they
 * were. For one thread.
 */
interface Decoder extends AutoCloseable {
  /** Keys and values of nothing read yet. */
  Cache emptyCache();

  /**
   * Reads {@code tokens.length / rows} tokens of each sequence after those of the cache, which is
   * closed, and gives the logits after the last of them.
   *
   * @param tokens row by row
   * @param padding places of each row that hold no token of it
   */
  Step step(Cache cache, long[] tokens, int[] padding);

  /**
   * One cache of sequences of different lengths, padded to the longest on the side that the model
   * takes. The parts stay as they are.
   *
   * @param rows which row of which cache each sequence comes from
   */
  Cache combine(List<Row> rows);

  @Override
  void close();

  /** What a step gives; the logits hold until the next one. */
  record Step(float[] logits, int vocabulary, Cache cache) {}

  /**
   * A sequence in a cache.
   *
   * @param length its own, without padding
   */
  record Row(Cache cache, int row, int length) {}

  /** Keys and values of several sequences, of the same length with their padding. */
  record Cache(NDManager manager, List<NDArray> parts, int rows, int length)
      implements AutoCloseable {
    @Override
    public void close() {
      manager.close();
    }
  }
}
