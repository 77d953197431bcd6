package footfall.scenarios.experiments;

import footfall.scenarios.figures.FigureName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One scenario, changed from point to point.
 *
 * @param frontier what a good point is good at, the first against which the others are drawn
 * @param fleet what each point buys
 * @param panels groups of points that are not measured against each other; one of all where the
 *     experiment names none
 * @param yaml the experiment, complete
 * @param scenarioYaml the scenario that it changes, complete
 * @param sha256 of the experiment and every scenario, in hexadecimal
 */
public record Experiment(
    String name,
    String description,
    List<Axis> axes,
    List<Point> points,
    List<FigureName> frontier,
    Fleet fleet,
    List<Panel> panels,
    String yaml,
    String scenarioYaml,
    String sha256) {

  /** What each point buys. */
  public enum Fleet {
    /** The workers and quotas that the scenario states. */
    STATED,
    /** The cheapest that its sizing allows and that meet its objectives. */
    SIZED
  }

  /**
   * What is changed.
   *
   * @param levels labels of the levels, in order; for a Latin hypercube those that were drawn
   */
  public record Axis(String name, List<String> levels) {}

  /**
   * Points that are measured against each other.
   *
   * @param name empty where the panel is of all points
   * @param levels that its points have, by axis; any where an axis is not named
   */
  public record Panel(String name, Map<String, List<String>> levels) {
    /** Whether the point belongs to it. */
    public boolean has(Map<String, String> at) {
      return levels.entrySet().stream()
          .allMatch(axis -> axis.getValue().contains(at.get(axis.getKey())));
    }
  }

  /**
   * One scenario of the experiment.
   *
   * @param at label of the level on each axis, by its name
   */
  public record Point(int index, Map<String, String> at) {
    /** The levels, for messages. */
    @Override
    public String toString() {
      return at.entrySet().stream()
          .map(level -> level.getKey() + "=" + level.getValue())
          .collect(Collectors.joining(", "));
    }
  }
}
