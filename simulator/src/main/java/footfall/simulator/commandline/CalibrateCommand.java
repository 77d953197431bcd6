package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.simulator.measurement.Calibration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    description = {
      "Fit the service models of a scenario to load tests of it, write them as profiles, and",
      "predict with them load tests that they were not fitted to."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall calibrate runs/low runs/middle runs/high",
      "  footfall calibrate runs/low runs/high --check runs/middle --check runs/other --pool slm",
      "",
      "Without --check, of three or more runs all but the least and the most loaded are held out.",
      "A profile is used as model: profile-slm.yaml in a pool of a scenario in the same folder."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders of load tests.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "RUN",
      description = "A run to predict that nothing is fitted to. Repeatable.")
  private List<Path> checks = new ArrayList<>();

  @Option(names = "--pool", paramLabel = "NAME", description = "Fit this pool alone. Repeatable.")
  private List<String> pools = new ArrayList<>();

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Calibration calibration = Calibration.of(runs, checks, pools);
    RunFolder folder = output.prepare("calibration-" + calibration.name());
    try {
      Calibration.Outcome outcome = calibration.run(Version.current());
      PrintWriter print = spec.commandLine().getOut();
      AnswerTable.print(print, outcome.results());
      folder.write(outcome.results(), outcome.profiles());
      print.println(folder.path());
      print.flush();
      return outcome.valid() ? ExitCode.PASS : ExitCode.NOT_VALID;
    } finally {
      folder.discard();
    }
  }
}
