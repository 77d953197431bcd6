package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import picocli.CommandLine.Option;

/** On how many threads to work. */
final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use; all cores if not given. The result is the same.")
  private Integer threads;

  boolean isGiven() {
    return threads != null;
  }

  int count() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1) {
      throw InvalidInputException.of(
          "--threads " + threads, "must be at least 1", "leave it out to use all cores");
    }
    return threads;
  }
}
