package footfall.simulator.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many turns conversations have, of which some went on when the observation ended: the
 * product-limit estimate (Kaplan and Meier, "Nonparametric estimation from incomplete
 * observations", JASA 53, 1958).
 */
final class ObservedTurns {
  private static final int SAMPLE = 2_000;

  private final TreeMap<Integer, int[]> byLength = new TreeMap<>();
  private int all;
  private int open;

  /** Adds a conversation that was over after these turns, or may have gone on. */
  void add(int turns, boolean isOver) {
    byLength.computeIfAbsent(turns, n -> new int[2])[isOver ? 0 : 1]++;
    all++;
    open += isOver ? 0 : 1;
  }

  boolean isEmpty() {
    return all == 0;
  }

  /** How many went on. */
  int open() {
    return open;
  }

  /**
   * As many lengths as were observed, or {@value #SAMPLE}, spread as the estimate says; what it
   * leaves open has the longest.
   */
  List<Double> lengths() {
    int count = Math.max(all, open == 0 ? 0 : SAMPLE);
    List<Double> lengths = new ArrayList<>(count);
    double survives = 1;
    int atRisk = all;
    for (Map.Entry<Integer, int[]> entry : byLength.entrySet()) {
      int over = entry.getValue()[0];
      survives *= 1 - (double) over / atRisk;
      atRisk -= over + entry.getValue()[1];
      while (lengths.size() < Math.round((1 - survives) * count)) {
        lengths.add((double) entry.getKey());
      }
    }
    while (lengths.size() < count) {
      lengths.add((double) byLength.lastKey());
    }
    return lengths;
  }
}
