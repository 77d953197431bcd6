package footfall.reports.analysis.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import footfall.reports.results.SweepResults.Figure;
import footfall.reports.results.SweepResults.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingGainTest {
  private final List<Point> points = new ArrayList<>();

  private void point(double weak, double strong, double satisfaction) {
    double[] none = {Double.NaN, Double.NaN};
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("satisfaction", new Figure(satisfaction, none));
    figures.put("share[slm]", new Figure(weak, none));
    figures.put("share[llm]", new Figure(strong, none));
    points.add(
        new Point(
            points.size(), Map.of(), "", figures, List.of(), true, true, "USD", 0, null, null));
  }

  @Test
  void aCoinRecoversHalfAndTakesAsMuchAsItRecovers() {
    for (int i = 0; i <= 10; i++) {
      point(1 - i / 10.0, i / 10.0, 0.6 + 0.02 * i);
    }
    RoutingGain gain = RoutingGain.of(points, false).orElseThrow();

    assertThat(gain.strong()).isEqualTo("llm");
    assertThat(gain.average()).isCloseTo(0.5, within(1e-9));
    assertThat(gain.half()).isCloseTo(0.5, within(1e-9));
    assertThat(gain.most()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void theBetterModelMayBeTheFirstPool() {
    point(0, 1, 0.6);
    point(0.5, 0.5, 0.75);
    point(1, 0, 0.8);
    RoutingGain gain = RoutingGain.of(points, false).orElseThrow();

    assertThat(gain.strong()).isEqualTo("slm");
    assertThat(gain.average()).isCloseTo(0.5 * 0.375 + 0.5 * 0.875, within(1e-9));
    assertThat(gain.half()).isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void aCascadeAsksTheWeakOneForAll() {
    point(1, 0, 0.6);
    point(1 / 1.5, 0.5 / 1.5, 0.9); // Half of the requests go on, and gain three quarters.
    point(0.5, 0.5, 1.0);
    RoutingGain gain = RoutingGain.of(points, true).orElseThrow();

    assertThat(gain.average()).isCloseTo(0.5 * 0.375 + 0.5 * 0.875, within(1e-9));
    assertThat(gain.words())
        .isEqualTo(
            "routing recovers 62.5 % of the satisfaction that llm adds, on average (APGR); half of"
                + " it takes 33.3 % of the calls to it, four fifths 60.0 % (CPT)");
  }

  @Test
  void thereIsNoneWithoutBothEndsOrWithoutAGap() {
    point(1, 0, 0.6);
    point(0.5, 0.5, 0.7);
    assertThat(RoutingGain.of(points, false)).isEmpty();
    point(0, 1, 0.6);
    assertThat(RoutingGain.of(points, false)).isEmpty();
    assertThat(RoutingGain.of(List.of(), false)).isEmpty();
  }
}
