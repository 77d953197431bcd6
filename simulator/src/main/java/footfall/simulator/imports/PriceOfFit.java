package footfall.simulator.imports;

import footfall.reports.results.Results;
import footfall.reports.results.Results.MetricFigures;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.experiments.Simulation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a fit costs in latency: the same pools under the recorded requests, and under the fit. */
public final class PriceOfFit {
  private static final List<String> METRICS = List.of("time_to_first_token", "request_latency");

  private final ScenarioReader reader;
  private final Path scenario;
  private final String replay;

  /**
   * Nothing is run yet.
   *
   * @param scenario that was fitted to a trace
   * @param replay of the trace, as the arrivals of a scenario
   */
  public PriceOfFit(ScenarioReader reader, Path scenario, String replay) {
    this.reader = reader;
    this.scenario = scenario;
    this.replay = replay;
  }

  /** Runs both and tells how they compare. */
  public void report(PrintWriter out, String version) {
    Results replayed =
        run(
            List.of(
                new Setting("import", "arrivals", replay),
                new Setting("import", "shoppers", "{everyone: {}}")),
            version);
    Results fitted = run(List.of(), version);
    FitTable table = new FitTable(out);
    out.printf(Locale.ROOT, "%n%-26s %12s %12s%n", "in the scenario's pools", "replayed", "fitted");
    for (String metric : METRICS) {
      MetricFigures one = replayed.metrics().get(metric);
      MetricFigures other = fitted.metrics().get(metric);
      if (one != null && other != null) {
        table.row(metric + " p50", one.p50(), other.p50());
        table.row(metric + " p95", one.p95(), other.p95());
        table.row(metric + " p99", one.p99(), other.p99());
      }
    }
  }

  private Results run(List<Setting> changes, String version) {
    List<Setting> settings = new ArrayList<>(changes);
    settings.add(new Setting("import", "replications", "1"));
    ResolvedScenario resolved = reader.read(scenario, settings);
    return Simulation.run(resolved, version, part -> {}).results();
  }
}
