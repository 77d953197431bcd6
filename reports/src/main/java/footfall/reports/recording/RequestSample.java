package footfall.reports.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * Every k-th request of a run, where k doubles whenever the sample is full: bounded in size, spread
 * over the whole run and the same every time. Not thread-safe.
 */
final class RequestSample {
  private final int capacity;
  private List<SampledRequest> sample = new ArrayList<>();
  private long stride = 1;
  private long seen;

  RequestSample(int capacity) {
    this.capacity = capacity;
  }

  /** Whether the next request is to be added; asked once for every request. */
  boolean wantsNext() {
    return seen++ % stride == 0;
  }

  void add(SampledRequest request) {
    sample.add(request);
    if (sample.size() == capacity) {
      List<SampledRequest> half = new ArrayList<>(capacity);
      for (int i = 0; i < sample.size(); i += 2) {
        half.add(sample.get(i));
      }
      sample = half;
      stride *= 2;
    }
  }

  List<SampledRequest> requests() {
    return List.copyOf(sample);
  }
}
