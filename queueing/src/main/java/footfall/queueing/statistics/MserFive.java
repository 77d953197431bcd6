package footfall.queueing.statistics;

import java.util.Arrays;

/**
 * Finds where the warm-up of a run ends: MSER-5 (White, "An effective truncation heuristic for bias
 * reduction in simulation output", Simulation 69(6), 1997). The observations are averaged in
 * batches of five; of all ways to cut off batches at the front, that one is taken which makes the
 * standard error of the rest least: minimal {@code sum((x_i - mean)^2) / (n - d)^2} over the cut d.
 *
 * <p>Memory is bounded: beyond half a million batches, neighbours are merged and the batches get
 * twice as long. Not thread-safe.
 */
public final class MserFive {
  private static final int CAPACITY = 1 << 19;
  private static final int BATCH = 5;

  private float[] means = new float[1024];
  private long[] endNanos = new long[1024];
  private int batches;
  private int perBatch = BATCH;
  private double sum;
  private int inBatch;

  /** Adds an observation made at the given instant; instants may go back a little. */
  public void add(double value, long nowNanos) {
    sum += value;
    if (++inBatch == perBatch) {
      if (batches == means.length) {
        makeRoom();
      }
      means[batches] = (float) (sum / perBatch);
      endNanos[batches] = batches == 0 ? nowNanos : Math.max(endNanos[batches - 1], nowNanos);
      batches++;
      sum = 0;
      inBatch = 0;
    }
  }

  /**
   * When the warm-up ends; zero where nothing need be cut off, and {@link Long#MAX_VALUE} where the
   * best cut lies in the second half of the run, which means that no steady state was reached.
   */
  public long warmUpEndNanos() {
    if (batches < 2) {
      return 0;
    }
    double tailSum = 0;
    double tailSquares = 0;
    double least = Double.POSITIVE_INFINITY;
    int cut = 0;
    for (int from = batches - 1; from >= 0; from--) {
      // Taken from the first batch on, or large values would drown small differences.
      double value = means[from] - means[0];
      tailSum += value;
      tailSquares += value * value;
      double n = batches - from;
      double error = (tailSquares - tailSum * tailSum / n) / (n * n);
      if (n >= 10 && error <= least) {
        least = error;
        cut = from;
      }
    }
    if (cut > batches / 2) {
      return Long.MAX_VALUE;
    }
    return cut == 0 ? 0 : endNanos[cut - 1];
  }

  private void makeRoom() {
    if (means.length < CAPACITY) {
      means = Arrays.copyOf(means, 2 * means.length);
      endNanos = Arrays.copyOf(endNanos, 2 * endNanos.length);
      return;
    }
    for (int i = 0; i < batches / 2; i++) {
      means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
      endNanos[i] = endNanos[2 * i + 1];
    }
    batches /= 2;
    perBatch *= 2;
  }
}
