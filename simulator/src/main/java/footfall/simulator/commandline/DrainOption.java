package footfall.simulator.commandline;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long who stops waits for what is under way. */
final class DrainOption {
  @Option(
      names = "--drain",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long requests under way may take when stopped; ${DEFAULT-VALUE}.")
  private Duration drain;

  Duration atMost() {
    return drain;
  }
}
