package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.measurement.MeasuredShare;
import footfall.reports.rendering.RunFolder;
import footfall.simulator.measurement.SharesOfLoad;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "merge",
    description = {
      "Merge the run folders of several load generators (footfall load --share) into one run.",
      "Percentiles and objectives are those of all requests."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall load my.yaml --target http://10.0.0.5:8000 --share 1/2 --start-at 2027-01-31T12:00:00Z --out runs/first",
      "  footfall load my.yaml --target http://10.0.0.5:8000 --share 2/2 --start-at 2027-01-31T12:00:00Z --out runs/second",
      "  footfall merge runs/first runs/second --out runs/both",
      "",
      "Exit code as of footfall load; 4 where the generators did not begin together."
    })
final class MergeCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "RUN",
      description =
          "Run folders of all generators, whose files " + MeasuredShare.FILE + " are read.")
  private List<Path> runs = new ArrayList<>();

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Outcome outcome = SharesOfLoad.merge(runs, Version.current());
    RunFolder folder = output.prepare(outcome.resolved().scenario().name());
    try {
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, outcome.results()),
          () -> folder.write(outcome));
    } finally {
      folder.discard();
    }
    return ExitCode.of(outcome.results());
  }
}
