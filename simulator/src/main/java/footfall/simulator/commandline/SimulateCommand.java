package footfall.simulator.commandline;

import footfall.reports.analysis.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.experiments.Simulation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = "Simulate a scenario in virtual time and write a capacity report.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall simulate scenarios/catalog/01-first-run.yaml",
      "  footfall simulate my.yaml --set pools.slm.workers=4 --set routing.ratio.slm=0.9 \\",
      "      --set routing.ratio.llm=0.1 --replications 10 --out runs/ninety",
      "  footfall simulate my.yaml --precision 2%%"
    })
final class SimulateCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;
  @Mixin private ModelsOption models;
  @Mixin private PrecisionOption precision;
  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedScenario resolved = scenario.read(models);
    RunFolder folder = output.prepare(resolved.scenario().name());
    try {
      Outcome outcome;
      try (ProgressLine progress =
          ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
        outcome =
            precision.isPresent()
                ? Simulation.run(
                    replications -> scenario.read(models, replications),
                    resolved.scenario(),
                    precision.within(Simulation.MAX_REPLICATIONS),
                    Version.current(),
                    progress)
                : Simulation.run(resolved, Version.current(), progress);
      }
      folder.write(outcome);
      PrintWriter print = spec.commandLine().getOut();
      AnswerTable.print(print, outcome.results());
      print.println(folder.path());
      print.flush();
      return ExitCode.of(outcome.results());
    } finally {
      folder.discard();
    }
  }
}
