package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.experiments.LiveRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rehearse",
    description = {
      "Run a scenario in real time, its shoppers in this process and its models for real,",
      "and lay the simulation's prediction beside what was measured."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall rehearse scenarios/catalog/live-hybrid.yaml",
      "  footfall rehearse my.yaml --set horizon=5min --set arrivals.poisson.rate=2/s",
      "",
      "It takes as long as the scenario's horizon; the page that it names shows it meanwhile."
    })
final class RehearseCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;
  @Mixin private OutputOptions output;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the live page; any free one if not given.")
  private int port;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedScenario resolved = scenario.read();
    RunFolder folder = output.prepare(resolved.scenario().name());
    Path beside = scenario.file().toAbsolutePath().getParent();
    try (LiveView view = LiveView.open(spec, resolved.scenario(), RunMode.REHEARSE, port)) {
      Outcome outcome;
      try (ProgressLine progress =
          ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
        outcome = LiveRun.rehearse(resolved, beside, Version.current(), progress, view.audience());
      }
      Results results = outcome.results();
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, results),
          () -> {
            folder.write(outcome);
            view.over(results);
          });
      return ExitCode.of(outcome.results());
    } finally {
      folder.discard();
    }
  }
}
