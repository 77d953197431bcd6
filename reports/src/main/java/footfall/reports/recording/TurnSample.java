package footfall.reports.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * Every k-th turn of a run, where k doubles whenever the sample is full: bounded in size, spread
 * over the whole run and the same every time. Not thread-safe.
 */
final class TurnSample {
  private final int capacity;
  private List<SampledTurn> sample = new ArrayList<>();
  private long stride = 1;
  private long seen;

  TurnSample(int capacity) {
    this.capacity = capacity;
  }

  /** Whether the next turn is to be added; asked once for every turn. */
  boolean wantsNext() {
    return seen++ % stride == 0;
  }

  void add(SampledTurn turn) {
    sample.add(turn);
    if (sample.size() == capacity) {
      List<SampledTurn> half = new ArrayList<>(capacity);
      for (int i = 0; i < sample.size(); i += 2) {
        half.add(sample.get(i));
      }
      sample = half;
      stride *= 2;
    }
  }

  List<SampledTurn> turns() {
    return List.copyOf(sample);
  }
}
