package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.scenarios.Scenario;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.simulator.enginefit.ConcurrencyTable;
import footfall.simulator.enginefit.EngineCalibration;
import footfall.simulator.enginefit.RequestLog;
import footfall.simulator.enginefit.RequestLog.TimeUnit;
import footfall.simulator.measurement.Calibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    description = {
      "Fit the service models of a scenario to load tests of it, write them as profiles, and",
      "predict with them load tests that they were not fitted to."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall calibrate runs/low runs/middle runs/high",
      "  footfall calibrate runs/low runs/high --check runs/middle --check runs/other --pool slm",
      "  footfall calibrate gpu.yaml --requests requests.jsonl --pool gpu",
      "  footfall calibrate gpu.yaml --table concurrency.csv --unit ms",
      "",
      "Without --check, of three or more runs all but the least and the most loaded are held out.",
      "With --requests the engine of a pool is fitted to the first half of requests that any server",
      "has answered, one JSON object a line: input_toks, output_toks, queued_ts, first_token_ts,",
      "last_token_ts; then all of them are predicted.",
      "A profile is used as model: profile-slm.yaml in a pool of a scenario in the same folder."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders of load tests; with --requests or --table, the scenario.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "RUN",
      description = "A run to predict that nothing is fitted to. Repeatable.")
  private List<Path> checks = new ArrayList<>();

  @Option(names = "--pool", paramLabel = "NAME", description = "Fit this pool alone. Repeatable.")
  private List<String> pools = new ArrayList<>();

  @Option(
      names = "--requests",
      paramLabel = "FILE",
      description =
          "Requests that a server has answered, as JSONL, or requests.jsonl.gz of a load test."
              + " Repeatable.")
  private List<Path> requests = new ArrayList<>();

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Means at some loads, as CSV: concurrency, input_toks, output_toks, ttft, tpot."
              + " Repeatable.")
  private List<Path> tables = new ArrayList<>();

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      defaultValue = "s",
      description = "Of the times of --requests and --table: s, ms or us; s by default.")
  private String unit = "s";

  @Option(
      names = "--fit-to",
      paramLabel = "PART",
      defaultValue = "0.5",
      description =
          "Part of the requests that is fitted to, the first, from 0 to 1; 0.5 by default, 0 to"
              + " predict without fitting.")
  private double part = 0.5;

  @Mixin private SettingOptions settings;

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return requests.isEmpty() && tables.isEmpty() ? callOfRuns() : callOfRequests();
  }

  private Integer callOfRequests() {
    if (runs.size() != 1) {
      throw InvalidInputException.of(
          "--requests", "needs one scenario", "footfall calibrate SCENARIO --requests FILE");
    }
    if (!(part >= 0 && part <= 1)) {
      throw InvalidInputException.of(
          "--fit-to " + part, "must be from 0 to 1", "write --fit-to 0.5");
    }
    TimeUnit of = unit();
    Scenario scenario = new ScenarioReader().read(runs.get(0), settings.all()).scenario();
    List<RequestLog> logs = requests.stream().map(file -> RequestLog.read(file, of)).toList();
    EngineCalibration calibration =
        EngineCalibration.of(
            pool(scenario),
            logs,
            tables.stream().map(file -> ConcurrencyTable.read(file, of)).toList(),
            part);
    RunFolder folder = output.prepare("calibration-" + scenario.name());
    try {
      EngineCalibration.Outcome outcome = calibration.run(Version.current());
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, outcome.results()),
          () -> folder.write(outcome.results(), Map.of(outcome.file(), outcome.profile())));
      return ExitCode.PASS;
    } finally {
      folder.discard();
    }
  }

  private TimeUnit unit() {
    for (TimeUnit each : TimeUnit.values()) {
      if (each.name().equalsIgnoreCase(unit)) {
        return each;
      }
    }
    throw InvalidInputException.of("--unit " + unit, "must be s, ms or us", "write --unit ms");
  }

  private PoolSpec pool(Scenario scenario) {
    List<PoolSpec> candidates =
        scenario.pools().stream()
            .filter(p -> pools.isEmpty() ? p.engine().isPresent() : pools.contains(p.name()))
            .toList();
    if (candidates.size() != 1) {
      throw InvalidInputException.of(
          "--pool" + (pools.isEmpty() ? "" : " " + String.join(", ", pools)),
          candidates.isEmpty() ? "no such pool has an engine" : "several pools have an engine",
          "name one of " + scenario.pools().stream().map(PoolSpec::name).toList());
    }
    return candidates.get(0);
  }

  private Integer callOfRuns() {
    Calibration calibration = Calibration.of(runs, checks, pools);
    RunFolder folder = output.prepare("calibration-" + calibration.name());
    try {
      Calibration.Outcome outcome = calibration.run(Version.current());
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, outcome.results()),
          () -> folder.write(outcome.results(), outcome.profiles()));
      return outcome.valid() ? ExitCode.PASS : ExitCode.NOT_VALID;
    } finally {
      folder.discard();
    }
  }
}
