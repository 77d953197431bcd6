package footfall.simulator.commandline;

import footfall.gatling.LoadSettings;
import footfall.gatling.shoppers.Share;
import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.IncidentFigures;
import footfall.reports.results.Results;
import footfall.reports.results.RunMode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.experiments.LiveRun;
import footfall.simulator.measurement.IncidentRehearsal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rehearse",
    description = {
      "Run a scenario in real time, its shoppers in this process and its models for real,",
      "and lay the simulation's prediction beside what was measured. Or play its incidents",
      "on a staging gateway, and compare recovery, losses and spend with the simulation's."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall rehearse scenarios/catalog/live-hybrid.yaml",
      "  footfall rehearse my.yaml --set horizon=5min --set arrivals.poisson.rate=2/s",
      "  footfall rehearse outage.yaml --against http://127.0.0.1:8080 --recover-within 90s",
      "",
      "It takes as long as the scenario's horizon; the page that it names shows it meanwhile.",
      "With --against: the gateway runs with footfall serve SCENARIO --staging. Exit code 2",
      "where an objective fails, recovery is late, or something is worse than simulated."
    })
final class RehearseCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;
  @Mixin private OutputOptions output;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the live page; any free one if not given.")
  private int port;

  @Option(
      names = "--against",
      paramLabel = "URL",
      description = {
        "Base address of a staging gateway: play the scenario's outages, losses of workers",
        "and flash sales there."
      })
  private String target;

  @Mixin private TargetOptions asked;

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = {
        "How far, in percent, a measured figure may lie outside the range of the simulated",
        "runs; ${DEFAULT-VALUE} if not given."
      })
  private double tolerancePercent;

  @Option(
      names = "--recover-within",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Longest recovery from any incident; not asked for if not given.")
  private Duration longestRecovery;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedScenario resolved = scenario.read();
    if (target != null) {
      return against(resolved);
    }
    if (longestRecovery != null) {
      throw InvalidInputException.of(
          "--recover-within", "is of incidents on a staging gateway", "add --against URL");
    }
    RunFolder folder = output.prepare(resolved.scenario().name());
    Path beside = scenario.file().toAbsolutePath().getParent();
    try (LiveView view = LiveView.open(spec, resolved.scenario(), RunMode.REHEARSE, port)) {
      Outcome outcome;
      try (ProgressLine progress =
          ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
        outcome = LiveRun.rehearse(resolved, beside, Version.current(), progress, view.audience());
      }
      Results results = outcome.results();
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, results),
          () -> {
            folder.write(outcome);
            view.over(results);
          });
      return ExitCode.of(outcome.results());
    } finally {
      folder.discard();
    }
  }

  private int against(ResolvedScenario resolved) {
    if (!(tolerancePercent >= 0 && tolerancePercent <= 1_000)) {
      throw InvalidInputException.of(
          "--tolerance " + tolerancePercent, "must be from 0 to 1000", "write --tolerance 10");
    }
    LoadSettings unasked =
        asked.settings(
            scenario.file(),
            scenario.assignments(),
            target,
            1,
            Share.WHOLE,
            output.folderFor(resolved.scenario().name()));
    RunFolder.prepare(unasked.out()).discard();
    IncidentRehearsal.check(resolved.scenario(), unasked);
    LoadSettings settings = asked.preflight(spec, unasked, resolved.scenario());
    Results results;
    try (ProgressLine progress =
        ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
      results =
          IncidentRehearsal.run(settings, resolved, tolerancePercent / 100, progress::at).results();
    }
    output.conclude(
        spec,
        settings.out().toAbsolutePath().normalize(),
        out -> AnswerTable.print(out, results),
        () -> {});
    return exitCode(results);
  }

  private int exitCode(Results results) {
    int code = ExitCode.of(results);
    IncidentFigures incidents = results.load().incidents();
    boolean late =
        longestRecovery != null && incidents.isRecoveredLaterThan(longestRecovery.toNanos() / 1e9);
    boolean valid = results.checks().stream().allMatch(Results.Check::holds);
    return valid && (late || incidents.hasWorse()) ? ExitCode.SLO_FAILED : code;
  }
}
