package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Where {@code ./footfall} begins, and the only place that ends the process. */
public final class Main {
  private Main() {}

  /** Runs a verb and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine commandLine = new CommandLine(new FootfallCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Main::explain);
    commandLine.setParameterExceptionHandler(Main::explainUsage);
    return commandLine.execute(arguments);
  }

  private static int explain(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult result) {
    PrintWriter err = commandLine.getErr();
    if (exception instanceof InvalidInputException invalid) {
      invalid.problems().forEach(problem -> err.println("error: " + problem));
      return ExitCode.USAGE;
    }
    err.println("error: the run failed: " + exception.getMessage());
    if (Environment.isSet("debug")) {
      exception.printStackTrace(err);
    } else {
      err.println("Set FOOTFALL_DEBUG=1 to see where.");
    }
    return ExitCode.FAILED;
  }

  private static int explainUsage(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine commandLine = exception.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("error: " + exception.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("Try " + commandLine.getCommandSpec().qualifiedName() + " --help.");
    return ExitCode.USAGE;
  }
}
