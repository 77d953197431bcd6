package footfall.simulator.planning;

import footfall.scenarios.Scenario;
import footfall.scenarios.sizing.Decision;
import footfall.scenarios.sizing.Sizing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One configuration that could be bought.
 *
 * @param index its place among all, the last decision changing fastest
 * @param chosen index of what is chosen, for every decision
 * @param scenario with all of it applied
 * @param forecast what theory says of it
 */
record Candidate(int index, int[] chosen, Scenario scenario, Forecast forecast) {
  /** In the order in which they would be chosen by what theory says of them. */
  static final Comparator<Candidate> CHEAPER =
      Comparator.comparingDouble((Candidate c) -> c.forecast().objective())
          .thenComparingInt(Candidate::workers)
          .thenComparingDouble(c -> c.forecast().violation())
          .thenComparingInt(Candidate::index);

  /** What is chosen, for every decision. */
  static int[] chosen(Sizing sizing, int index) {
    List<Decision> decisions = sizing.decisions();
    int[] chosen = new int[decisions.size()];
    int left = index;
    for (int i = chosen.length - 1; i >= 0; i--) {
      int choices = decisions.get(i).choices().size();
      chosen[i] = left % choices;
      left /= choices;
    }
    return chosen;
  }

  /** What is chosen, in words. */
  Map<String, String> labels(Sizing sizing) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < chosen.length; i++) {
      Decision decision = sizing.decisions().get(i);
      labels.put(decision.name(), decision.choices().get(chosen[i]).label());
    }
    return labels;
  }

  /** What is chosen besides numbers of workers, which are taken for their first. */
  List<Integer> withoutWorkers(Sizing sizing) {
    return withoutWorkers(sizing, chosen);
  }

  /** The same of any choice. */
  static List<Integer> withoutWorkers(Sizing sizing, int[] chosen) {
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      choices.add(sizing.decisions().get(i).workersOf().isPresent() ? 0 : chosen[i]);
    }
    return choices;
  }

  /** Workers of all pools together. */
  int workers() {
    return scenario.pools().stream().mapToInt(pool -> pool.workers()).sum();
  }

  /**
   * Whether it differs from another at most by having fewer workers, in every pool that they differ
   * in.
   */
  boolean isAtMost(Candidate other, Sizing sizing) {
    for (int i = 0; i < chosen.length; i++) {
      boolean ofWorkers = sizing.decisions().get(i).workersOf().isPresent();
      if (chosen[i] != other.chosen[i]
          && !(ofWorkers && number(sizing, i) < other.number(sizing, i))) {
        return false;
      }
    }
    return true;
  }

  private int number(Sizing sizing, int decision) {
    return Integer.parseInt(
        sizing.decisions().get(decision).choices().get(chosen[decision]).label());
  }
}
