package footfall.reports.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import footfall.reports.results.ReportData.Judgement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep found, as it stands in its {@code results.json}. NaN is written as null: not
 * observed or not stated.
 */
public record SweepResults(int schemaVersion, Run run, String answer, Sweep sweep) {
  /** Of larger sweeps nothing is kept to judge their points again. */
  public static final int MOST_JUDGED_AGAIN = 400;

  /** The same without what its points are judged again from. */
  public SweepResults withoutEvidence() {
    return with(sweep.points().stream().map(Point::alone).toList());
  }

  /** What its points are judged again from, in their order. */
  public SweepEvidence evidence() {
    return new SweepEvidence(schemaVersion, sweep.points().stream().map(Point::judgement).toList());
  }

  /**
   * The same with what its points are judged again from.
   *
   * @throws IllegalArgumentException if that is of other points
   */
  public SweepResults with(SweepEvidence evidence) {
    if (evidence.points().size() != sweep.points().size()) {
      throw new IllegalArgumentException("evidence of " + evidence.points().size() + " points");
    }
    return with(
        IntStream.range(0, evidence.points().size())
            .mapToObj(i -> sweep.points().get(i).judgedBy(evidence.points().get(i)))
            .toList());
  }

  private SweepResults with(List<Point> points) {
    return new SweepResults(
        schemaVersion,
        run,
        answer,
        new Sweep(sweep.axes(), points, sweep.frontiers(), sweep.present(), sweep.breakEvens()));
  }

  /** What stands in {@code evidence.json} of a sweep. */
  public record SweepEvidence(int schemaVersion, List<Judgement> points) {}

  /** Which sweep this is; only {@code wall} differs from one to the next. */
  public record Run(
      String id,
      String tool,
      String version,
      String mode,
      String experiment,
      String description,
      String experimentSha256,
      int points,
      Results.Wall wall) {}

  /**
   * All points and what stands out among them.
   *
   * @param present the scenario as it stands, where fleets are sized; else null
   * @param breakEvens loads at which something else becomes the cheapest; null in older runs
   */
  public record Sweep(
      List<Axis> axes,
      List<Point> points,
      List<Frontier> frontiers,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Point present,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<BreakEven> breakEvens) {}

  /** What was changed, and through which levels. */
  public record Axis(String name, List<String> levels) {}

  /**
   * One scenario of the sweep.
   *
   * @param at level on each axis
   * @param stable whether every pool can keep up
   * @param valid whether all laws hold
   * @param fleet what is bought, where fleets are sized; else null
   * @param judgement what verdicts and costs are judged again from; null in {@code results.json},
   *     where it has no place
   */
  public record Point(
      int index,
      Map<String, String> at,
      String scenarioSha256,
      Map<String, Figure> figures,
      List<SloVerdict> slo,
      boolean stable,
      boolean valid,
      String currency,
      long events,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Fleet fleet,
      @JsonInclude(JsonInclude.Include.NON_NULL) Judgement judgement) {
    /** The same without what it is judged again from. */
    Point alone() {
      return judgedBy(null);
    }

    private Point judgedBy(Judgement other) {
      return new Point(
          index, at, scenarioSha256, figures, slo, stable, valid, currency, events, fleet, other);
    }

    /** The same, with what is bought. */
    public Point buying(Fleet bought) {
      return new Point(
          index,
          at,
          scenarioSha256,
          figures,
          slo,
          stable,
          valid,
          currency,
          events,
          bought,
          judgement);
    }

    /** Whether it can be measured against others: all laws hold, and it can be run. */
    @JsonIgnore
    public boolean isComparable() {
      return stable && valid && (fleet == null || fleet.isKnownToDo());
    }

    /** A figure; NaN where no run has it. */
    public double value(String figure) {
      Figure found = figures.get(figure);
      return found == null ? Double.NaN : found.value();
    }

    /** Whether every objective passes. */
    public boolean meetsObjectives() {
      return slo.stream().allMatch(s -> s.verdict() == Results.Verdict.PASS);
    }
  }

  /** A figure and its 95 % interval. */
  public record Figure(double value, double[] ci95) {}

  /**
   * The points that no other point beats in every respect, among those that are stable and valid.
   *
   * @param panel the group of points that are measured against each other; empty where all are
   * @param members indices of its points, whether comparable or not
   * @param points indices, by the first figure
   * @param planes the first figure against each of the others
   */
  public record Frontier(
      String panel,
      List<Integer> members,
      List<String> figures,
      List<Integer> points,
      List<Plane> planes,
      String along) {
    /** The same with a sentence on what changes along it. */
    public Frontier saying(String sentence) {
      return new Frontier(panel, members, figures, points, planes, sentence);
    }
  }

  /**
   * Two figures against each other.
   *
   * @param points indices of the points that none beats in both, by the first
   * @param knee the point after which more of the one buys least of the other; null where the
   *     frontier has no bend
   * @param bulge of the knee below the straight line between the frontier's ends, as a part of them
   */
  public record Plane(String x, String y, List<Integer> points, Integer knee, double bulge) {}
}
