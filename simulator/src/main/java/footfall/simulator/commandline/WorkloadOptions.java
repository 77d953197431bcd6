package footfall.simulator.commandline;

import footfall.gatling.shoppers.Prompts;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The load of a load test: a scenario, or a plain workload that needs none. */
final class WorkloadOptions {
  private static final Duration USUAL_DURATION = Duration.ofMinutes(1);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SCENARIO",
      description = {
        "Scenario file (YAML). Without one: --rate, --concurrency or --stages say what load",
        "to put on, and nothing is predicted."
      })
  private Path file;

  @Mixin private SettingOptions settings;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Conversations that begin per second, such as 2 or 90/min (Poisson).")
  private String rate;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Conversations open at the same time; when one ends, the next begins.")
  private Integer concurrency;

  @Option(
      names = "--stages",
      paramLabel = "RATE:TIME,..",
      description = "Rates one after the other, such as 1:30s,2:30s,4:30s.")
  private String stages;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Length of the test with --rate or --concurrency; 1min if not given.")
  private Duration duration;

  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Raise the rate linearly from zero to --rate within this time.")
  private Duration ramp;

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      description = "Tokens of a prompt without --prompts and SCENARIO; 200 if not given.")
  private Integer promptTokens;

  @Option(
      names = "--reply-tokens",
      paramLabel = "N",
      description = "Tokens that are planned for a reply without SCENARIO; 100 if not given.")
  private Integer replyTokens;

  /** Whether the scenario is one that these options have made. */
  private boolean plain;

  /** Whether there is a scenario, whose pools and objectives are meant. */
  boolean isScenario() {
    return !plain;
  }

  /**
   * Writes the scenario of a plain workload, where none is named.
   *
   * @param prompts what shoppers say; empty for words of our own
   * @throws InvalidInputException if the options are wrong
   */
  void settle(Optional<Prompts> prompts) {
    if (file != null) {
      refuseIfGiven();
      return;
    }
    file = workload().write(prompts);
    plain = true;
  }

  private PlainWorkload workload() {
    long kinds =
        List.of(rate != null, concurrency != null, stages != null).stream()
            .filter(given -> given)
            .count();
    if (kinds != 1) {
      throw InvalidInputException.of(
          kinds == 0 ? "SCENARIO" : "--rate, --concurrency and --stages",
          kinds == 0 ? "is missing" : "exclude each other",
          kinds == 0
              ? "name a scenario file, or say --rate 2, --concurrency 8 or --stages 1:30s,2:30s"
              : "keep one of them");
    }
    if (stages != null && duration != null || stages != null && ramp != null) {
      throw InvalidInputException.of(
          "--stages", "says how long each rate holds", "leave --duration and --ramp out");
    }
    if (concurrency != null && ramp != null) {
      throw InvalidInputException.of(
          "--ramp", "is of a --rate", "leave it out with --concurrency, or write --rate");
    }
    Duration time = duration == null ? USUAL_DURATION : duration;
    if (ramp != null && ramp.compareTo(time) > 0) {
      throw InvalidInputException.of(
          "--ramp", "is longer than the test", "shorten it, or write a longer --duration");
    }
    PlainWorkload.Sizes sizes = new PlainWorkload.Sizes(promptTokens, replyTokens);
    if (rate != null) {
      return PlainWorkload.atRate(rate, time, Optional.ofNullable(ramp), sizes);
    }
    return concurrency != null
        ? PlainWorkload.atOnce(concurrency, time, sizes)
        : PlainWorkload.inStages(stages, sizes);
  }

  private void refuseIfGiven() {
    if (rate != null
        || concurrency != null
        || stages != null
        || duration != null
        || ramp != null
        || promptTokens != null
        || replyTokens != null) {
      throw InvalidInputException.of(
          "--rate, --concurrency, --stages, --duration, --ramp, --prompt-tokens and --reply-tokens",
          "are of a workload without SCENARIO",
          "leave them out, or write --load 1.5, --set horizon=5min");
    }
  }

  Path file() {
    return file;
  }

  /** What is changed in the file, as {@code path=value}. */
  List<String> assignments() {
    return settings.assignments();
  }

  ResolvedScenario read() {
    return new ScenarioReader().read(file, settings.all());
  }

  /** The same with more changes. */
  ResolvedScenario read(List<String> changes) {
    return new ScenarioReader().read(file, changes.stream().map(Setting::parse).toList());
  }
}
