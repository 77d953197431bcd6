package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.logging.LogFormat;
import footfall.simulator.logging.LogLevel;
import footfall.simulator.logging.LogSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "footfall",
    description =
        "How many model workers, which API quota and which routing ratio serve this many shoppers"
            + " within these SLOs, and what does it cost?",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall simulate scenarios/catalog/01-first-run.yaml",
      "  footfall simulate my.yaml --set pools.slm.workers=4 --seed 7 --out runs/four",
      "  footfall sweep scenarios/catalog/ratio-sweep.yaml",
      "  footfall size scenarios/catalog/claims/size-quality-critical.yaml",
      "  footfall import requests.csv --as monday.yaml",
      "  footfall check plan.yaml --metrics http://127.0.0.1:9090",
      "  footfall compare runs/four runs/five",
      "  footfall report runs/four",
      "  footfall validate my.yaml",
      "  footfall serve scenarios/catalog/live-hybrid.yaml",
      "  footfall rehearse scenarios/catalog/live-hybrid.yaml",
      "  footfall calibrate runs/low runs/middle runs/high",
      "  footfall evaluate scenarios/catalog/muse-evaluation.yaml",
      "  footfall node",
      "  footfall sweep scenarios/catalog/ratio-sweep.yaml --cluster",
      "  footfall load scenarios/catalog/live-hybrid.yaml --target http://127.0.0.1:8080",
      "",
      "Exit codes: 0 pass, 1 usage or scenario error, 2 an SLO failed, a figure regressed or a plan drifted,",
      "3 the run failed,",
      "4 the measurement is not valid, 130 and 143 signals."
    })
final class FootfallCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--log-level",
      scope = ScopeType.INHERIT,
      paramLabel = "LEVEL",
      description = {
        "What is logged to standard error: error, warn, info, debug or trace; warn by default.",
        "serve and node log each request at info. Also FOOTFALL_LOG."
      })
  private LogLevel logLevel;

  @Option(
      names = "--log-format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "text or json; text by default. Also FOOTFALL_LOG_FORMAT.")
  private LogFormat logFormat;

  /** Flags win over the environment. */
  private void logAsAsked() {
    LogSettings asked = LogSettings.ofEnvironment();
    LogSettings.use(
        new LogSettings(
            logLevel == null ? asked.level() : logLevel,
            logFormat == null ? asked.format() : logFormat));
  }

  /** Sets up the log, then runs the verb. */
  int execute(ParseResult parsed) {
    try {
      logAsAsked();
    } catch (InvalidInputException e) {
      return Main.explain(e, spec.commandLine(), parsed);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }
}
