package footfall.reports.analysis.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.SweepResults.Figure;
import footfall.reports.results.SweepResults.Frontier;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.figures.FigureName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontiersTest {
  private final List<Point> points = new ArrayList<>();

  private void point(double cost, double satisfaction) {
    point("a", cost, satisfaction, true);
  }

  private void point(String level, double cost, double satisfaction, boolean stable) {
    double[] none = {Double.NaN, Double.NaN};
    points.add(
        new Point(
            points.size(),
            Map.of("axis", level),
            "",
            Map.of(
                "cost_per_month", new Figure(cost, none),
                "satisfaction", new Figure(satisfaction, none)),
            List.of(),
            stable,
            true,
            "USD",
            0,
            null,
            null));
  }

  private List<Frontier> frontiers(Experiment.Panel... panels) {
    List<FigureName> figures =
        List.of(
            FigureName.parse("cost_per_month").orElseThrow(),
            FigureName.parse("satisfaction").orElseThrow());
    return Frontiers.of(
        new Experiment(
            "e",
            "",
            List.of(new Experiment.Axis("axis", List.of("a", "b"))),
            List.of(),
            figures,
            Experiment.Fleet.STATED,
            List.of(panels),
            "",
            "",
            ""),
        points);
  }

  private static final Experiment.Panel ALL = new Experiment.Panel("", Map.of());

  @Test
  void whatIsDearerAndWorseIsBeaten() {
    point(1, 0.5);
    point(2, 0.7);
    point(3, 0.6);
    point(4, 0.8);
    point(2, 0.7);
    point("a", 0.5, 0.9, false);

    assertThat(frontiers(ALL).get(0).points()).containsExactly(0, 1, 4, 3);
  }

  /** From (1, .5) to (5, .9); (2, .85) lies 1 - .25 - .125 = .625 below the line between them. */
  @Test
  void theKneeIsWhereTheFrontierBendsMost() {
    point(5, 0.9);
    point(2, 0.85);
    point(1, 0.5);
    point(3, 0.87);

    var plane = frontiers(ALL).get(0).planes().get(0);
    assertThat(plane.points()).containsExactly(2, 1, 3, 0);
    assertThat(plane.knee()).isEqualTo(1);
    assertThat(plane.bulge()).isCloseTo(0.625, within(1e-12));
  }

  @Test
  void aStraightFrontierHasNoKnee() {
    for (int i = 0; i <= 10; i++) {
      point(1 + i, 0.5 + 0.01 * i);
    }

    assertThat(frontiers(ALL).get(0).points()).hasSize(11);
    assertThat(frontiers(ALL).get(0).planes().get(0).knee()).isNull();
  }

  @Test
  void aThousandthOfTheSpreadMakesNoDifference() {
    point(1.0000, 0.5);
    point(1.0005, 0.7);
    point(2, 0.9);

    assertThat(frontiers(ALL).get(0).points()).containsExactly(1, 2);
  }

  @Test
  void panelsAreNotMeasuredAgainstEachOther() {
    point("a", 1, 0.9, true);
    point("b", 2, 0.8, true);

    List<Frontier> frontiers =
        frontiers(
            new Experiment.Panel("one", Map.of("axis", List.of("a"))),
            new Experiment.Panel("two", Map.of("axis", List.of("b"))));
    assertThat(frontiers).extracting(Frontier::points).containsExactly(List.of(0), List.of(1));
    assertThat(frontiers(ALL).get(0).points()).containsExactly(0);
  }
}
