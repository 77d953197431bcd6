package footfall.scenarios.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.scenarios.Slo;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.figures.Selection;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objectives can ask for. */
class ObjectivesTest {
  private static Slo slo(String text) {
    return new ScenarioReader()
        .read(Path.of("catalog/ab-test.yaml"), List.of(Setting.parse("slos=[" + text + "]")))
        .scenario()
        .slos()
        .get(0);
  }

  @Test
  void aLatencySpeaksOfAllThatArrived() {
    assertThat(slo("{metric: request_latency, stat: p97.5, op: <=, threshold: 2s}").figure())
        .isEqualTo(
            new FigureName(
                "request_latency", "p97.5", Optional.empty(), Optional.of(Selection.ALL)));
    assertThat(
            slo("{metric: queue_wait, op: <=, threshold: 2s, of: completed}")
                .figure()
                .selection()
                .orElseThrow()
                .ofCompleted())
        .isTrue();
    assertThat(slo("{metric: failure_rate, op: <=, threshold: 0.1}").figure().selection())
        .isEmpty();
  }

  @Test
  void sharesAndGoodputHaveLimits() {
    Slo share = slo("{metric: queue_wait, stat: share, within: 20s, op: '>=', threshold: 0.8}");
    Slo goodput =
        slo(
            "{metric: goodput, limits: {time_to_first_token: 500ms, inter_token_latency: 25ms,"
                + " worst: true}, window: 1min, op: '>=', threshold: 90%}");

    assertThat(share.figure().selection().orElseThrow().limits())
        .containsExactly(new Selection.Limit("queue_wait", 20, false));
    assertThat(share.threshold()).isEqualTo(0.8);
    assertThat(goodput.figure().selection().orElseThrow().limits())
        .containsExactly(
            new Selection.Limit("time_to_first_token", 0.5, false),
            new Selection.Limit("inter_token_latency", 0.025, true));
    assertThat(goodput.figure().selection().orElseThrow().windowNanos()).isEqualTo(60_000_000_000L);
    assertThat(goodput.threshold()).isEqualTo(0.9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metric: queue_wait, stat: share, threshold: 0.8 | stat: share needs within
          metric: queue_wait, stat: p95, within: 2s, threshold: 2s | within: "2s": is for stat: share
          metric: goodput, threshold: 0.8 | metric: goodput needs limits
          metric: goodput, limits: {worst: true}, threshold: 0.8 | must limit a time
          metric: queue_wait, stat: p0, threshold: 1s | "p0": is no percentile
          metric: queue_wait, stat: p95, class: nobody, threshold: 1s | there is no such class of shoppers
          metric: queue_wait, stat: p95, pool: none, threshold: 1s | there is no such pool
          metric: queue_wait, from: 20min, to: 10min, threshold: 1s | must be before the end
          metric: queue_wait, to: 1000d, threshold: 1s | must not be after the horizon
          metric: queue_wait, window: 1000d, threshold: 1s | must not be longer than the run
          metric: queue_wait, window: 1min, from: 2min, threshold: 1s | either window, or from and to
          metric: failure_rate, class: a, threshold: 0.1 | only a time or goodput can be judged so
          metric: queue_wait, stat: share, within: 2s, threshold: 2s | must be in the unit of
          """)
  void whatCannotBeAskedForIsRefused(String text, String rule) {
    assertThatThrownBy(() -> slo("{op: <=, " + text + "}")).hasMessageContaining(rule.strip());
  }
}
