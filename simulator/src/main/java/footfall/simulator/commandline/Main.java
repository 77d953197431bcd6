package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Where {@code ./footfall} begins, and the only place that ends the process. */
public final class Main {
  private Main() {}

  /** Runs a verb and exits with its code. */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      System.out.println("footfall " + Version.current()); // Without reading what all verbs take.
      return;
    }
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    FootfallCommand footfall = new FootfallCommand();
    CommandLine commandLine = Verbs.commandLine(footfall, arguments);
    commandLine.setExecutionStrategy(footfall::execute);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(Main::explain);
    commandLine.setParameterExceptionHandler(Main::explainUsage);
    try {
      return commandLine.execute(arguments);
    } catch (OutOfMemoryError e) {
      return explain(new IllegalStateException(e), commandLine, null);
    }
  }

  /** Tells people what went wrong, and returns the exit code for it. */
  static int explain(Exception exception, CommandLine commandLine, CommandLine.ParseResult result) {
    PrintWriter err = commandLine.getErr();
    if (exception instanceof InvalidInputException invalid) {
      invalid.problems().forEach(problem -> err.println("error: " + problem));
      return ExitCode.USAGE;
    }
    if (isForWantOfMemory(exception)) {
      err.printf(
          "error: the run failed: its %d MiB of memory do not suffice. Maybe ask for fewer"
              + " replications or a shorter horizon, or give it more: FOOTFALL_JAVA_OPTS=-Xmx8g%n",
          Runtime.getRuntime().maxMemory() >> 20);
      return ExitCode.FAILED;
    }
    err.println("error: the run failed: " + exception.getMessage());
    if (Environment.isSet("debug")) {
      exception.printStackTrace(err);
    } else {
      err.println("Set FOOTFALL_DEBUG=1 to see where.");
    }
    return ExitCode.FAILED;
  }

  private static boolean isForWantOfMemory(Throwable problem) {
    return problem != null
        && (problem instanceof OutOfMemoryError || isForWantOfMemory(problem.getCause()));
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
