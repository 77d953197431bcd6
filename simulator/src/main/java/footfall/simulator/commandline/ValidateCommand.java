package footfall.simulator.commandline;

import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.WorkloadEstimate;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = "Check a scenario, tell every problem at once, and estimate its size.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Example:", "  footfall validate scenarios/catalog/01-first-run.yaml"})
final class ValidateCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedScenario resolved = scenario.read();
    WorkloadEstimate estimate = WorkloadEstimate.of(resolved.scenario());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s is valid: %d replications, about %,.0f turns and %,.0f events in all%n",
        scenario.file(),
        resolved.scenario().replications(),
        estimate.turns(),
        estimate.events());
    return ExitCode.PASS;
  }
}
