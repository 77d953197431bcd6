package footfall.simulator.commandline;

import footfall.reports.rendering.FinishedRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "Draw the report of a finished run again, from what its folder keeps,",
      "and say where it is."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall report runs/first-run-20260101T120000Z",
      "",
      "It takes the folder of any verb that leaves one. The exit code is 0 if the report was",
      "drawn, whatever it says; the verdict's own exit code is that of the run."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Run folder.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FinishedRun run = FinishedRun.in(folder);
    Path report = run.drawReport();
    PrintWriter print = spec.commandLine().getOut();
    AnswerTable.wrap(print, run.answer());
    print.println(report);
    print.flush();
    return ExitCode.PASS;
  }
}
