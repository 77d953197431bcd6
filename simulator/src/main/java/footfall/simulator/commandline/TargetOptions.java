package footfall.simulator.commandline;

import footfall.gatling.LoadSettings;
import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a deployment is asked. */
final class TargetOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask for; the scenario's name if not given, or the target's only one.")
  private String model = "";

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Pool of the scenario that the target stands for, where it does not tell.")
  private String pool = "";

  @Option(
      names = "--key",
      paramLabel = "VARIABLE",
      description = "Variable of the environment that holds the API key; FOOTFALL_API_KEY.")
  private String keyVariable = LoadSettings.KEY_VARIABLE;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "Connections that may be open at once; 4096 if not given.")
  private int maxConnections = LoadSettings.MAX_CONNECTIONS;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "After which a request is given up; 2min if not given.")
  private Duration timeout = LoadSettings.TIMEOUT;

  /**
   * A load test.
   *
   * @param target as it was written
   * @param factor by which the scenario's load is multiplied
   */
  LoadSettings settings(ScenarioOptions scenario, String target, double factor, Path folder) {
    if (timeout.toMillis() < 1) {
      throw InvalidInputException.of(
          "--timeout " + timeout.toMillis(), "must be above zero", "leave it out");
    }
    if (!keyVariable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw InvalidInputException.of(
          "--key",
          "is the name of a variable of the environment, not the key itself",
          "write --key OPENAI_API_KEY");
    }
    if (maxConnections < 1) {
      throw InvalidInputException.of(
          "--max-connections " + maxConnections, "must be at least 1", "leave it out");
    }
    return new LoadSettings(
        scenario.file(),
        scenario.assignments(),
        LoadSettings.target(target),
        model,
        pool,
        keyVariable,
        factor,
        folder,
        Optional.empty(),
        Optional.empty(),
        "",
        Version.current(),
        maxConnections,
        timeout,
        true);
  }
}
