package footfall.reports.analysis.samples;

import footfall.reports.results.Results.KeyFigure;
import footfall.scenarios.Scenario;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.pools.PoolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The figures that runs are compared by and that sweeps show, by name. */
public final class KeyFigures {
  private static final List<String> NAMES =
      List.of(
          "request_latency.mean",
          "request_latency.p50",
          "request_latency.p95",
          "request_latency.p99",
          "turn_latency.mean",
          "turn_latency.p95",
          "time_to_first_token.mean",
          "time_to_first_token.p95",
          "queue_wait.mean",
          "queue_wait.p95",
          "conversation_duration.mean",
          "request_throughput",
          "completion_rate",
          "abandonment_rate",
          "rejection_rate",
          "failure_rate",
          "throttle_rate",
          "conversion_rate",
          "cost_per_conversation",
          "cost_per_thousand_conversations",
          "cost_per_hour",
          "cost_per_month",
          "cost_per_satisfied_shopper",
          "energy_per_thousand_conversations",
          "carbon_per_thousand_conversations");

  private KeyFigures() {}

  /** Their names in a scenario, those of its pools at the end. */
  private static List<FigureName> names(Scenario scenario) {
    List<FigureName> names = new ArrayList<>();
    NAMES.forEach(name -> names.add(FigureName.parse(name).orElseThrow()));
    FigureName.QUALITY.forEach(name -> names.add(FigureName.parse(name).orElseThrow()));
    for (PoolSpec pool : scenario.pools()) {
      names.add(new FigureName("utilization", "mean", Optional.of(pool.name())));
      names.add(new FigureName("share", "mean", Optional.of(pool.name())));
    }
    return List.copyOf(names);
  }

  /**
   * The key figures of a run.
   *
   * @param more that are asked for besides
   */
  public static Map<String, KeyFigure> of(
      Scenario scenario, Samples samples, List<FigureName> more) {
    Map<String, KeyFigure> figures = new LinkedHashMap<>();
    Stream.concat(names(scenario).stream(), more.stream())
        .forEach(
            name -> figures.computeIfAbsent(name.toString(), key -> of(scenario, samples, name)));
    return figures;
  }

  /** A figure with its interval and unit. */
  public static KeyFigure of(Scenario scenario, Samples samples, FigureName name) {
    ToDoubleFunction<Sample> figure = Figures.of(scenario, name);
    return new KeyFigure(
        samples.value(figure),
        new Intervals(samples).of(scenario, name),
        samples.groupings().get(0).stream().mapToDouble(figure).toArray());
  }
}
