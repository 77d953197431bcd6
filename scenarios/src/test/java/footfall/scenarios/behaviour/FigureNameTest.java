package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.scenarios.figures.FigureName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureNameTest {
  @Test
  void aNameIsSpelledInOneWay() {
    assertThat(FigureName.parse("request_latency")).hasToString("Optional[request_latency.mean]");
    for (String name :
        new String[] {"request_latency.p95", "satisfaction", "utilization[slm]", "share[a]b]"}) {
      assertThat(FigureName.parse(name).map(FigureName::toString)).as(name).contains(name);
    }
    assertThat(FigureName.parse("share[a]b]").orElseThrow().pool()).isEqualTo(Optional.of("a]b"));
  }

  @Test
  void whatIsNoFigureHasNoName() {
    for (String name :
        new String[] {
          "latency",
          "request_latency.p0",
          "satisfaction.p95",
          "utilization",
          "satisfaction[slm]",
          ""
        }) {
      assertThat(FigureName.parse(name)).as(name).isEmpty();
    }
  }
}
