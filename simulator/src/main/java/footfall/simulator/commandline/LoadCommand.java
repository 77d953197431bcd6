package footfall.simulator.commandline;

import footfall.gatling.LoadSettings;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.simulator.measurement.LoadTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = {
      "Put the scenario's load on a real deployment with Gatling, and lay the simulation's",
      "prediction beside what was measured."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall load scenarios/catalog/live-hybrid.yaml --target http://127.0.0.1:8080",
      "  footfall load my.yaml --target https://api.example.com --model small --pool llm",
      "  footfall load my.yaml --target http://127.0.0.1:8080 --load 1.5 --set horizon=5min",
      "  footfall load my.yaml --target http://127.0.0.1:8080 --find-limit",
      "",
      "The target is an OpenAI-compatible API; its key comes from the environment.",
      "Exit code 4 where an objective cannot be decided, or the generator itself was late."
    })
final class LoadCommand implements Callable<Integer> {
  private static final int WARM_UP_PARTS = 5;

  @Mixin private ScenarioOptions scenario;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "URL",
      description = "Base address of the deployment, such as http://127.0.0.1:8080.")
  private String target;

  @Mixin private TargetOptions asked;

  @Option(
      names = "--load",
      paramLabel = "FACTOR",
      description = "So many times the scenario's load; 1 if not given.")
  private double factor = 1;

  @Option(
      names = "--find-limit",
      description = "Look for the largest load that keeps the scenario's objectives.")
  private boolean findLimit;

  @Option(
      names = "--probe",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long each load is tried on the way to the limit; 30s if not given.")
  private Duration probe = Duration.ofSeconds(30);

  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedScenario resolved = scenario.read();
    LoadSettings settings = settings(output.folderFor(resolved.scenario().name()));
    RunFolder.prepare(settings.out()).discard();
    asked.preflight(spec, settings, resolved.scenario().atLoad(factor));
    LoadTest.Measured measured;
    try (ProgressLine progress =
        ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
      measured =
          findLimit
              ? limit(settings, resolved, progress::at)
              : LoadTest.run(settings, resolved, progress::at);
    }
    output.conclude(
        spec,
        settings.out().toAbsolutePath().normalize(),
        out -> AnswerTable.print(out, measured.results()),
        () -> {});
    return exitCode(measured);
  }

  private LoadTest.Measured limit(
      LoadSettings settings, ResolvedScenario resolved, LoadTest.Progress progress) {
    List<String> shorter = new ArrayList<>(settings.settings());
    shorter.add("horizon=" + probe.toMillis() + "ms");
    shorter.add("warmUp=" + probe.toMillis() / WARM_UP_PARTS + "ms");
    return LoadTest.findLimit(
        settings,
        resolved,
        settings.changing(shorter),
        new ScenarioReader().read(scenario.file(), shorter.stream().map(Setting::parse).toList()),
        progress);
  }

  /** An objective that is missed by little is undecided for us, and failed for Gatling. */
  private static int exitCode(LoadTest.Measured measured) {
    Results results = measured.results();
    boolean valid = results.checks().stream().allMatch(Results.Check::holds);
    boolean kept = results.slo().stream().allMatch(SloVerdict::isKept);
    return valid && !kept && !measured.assertionsHold()
        ? ExitCode.SLO_FAILED
        : ExitCode.of(results);
  }

  private LoadSettings settings(Path folder) {
    if (!(factor > 0 && factor <= 1e6)) {
      throw InvalidInputException.of(
          "--load " + factor, "must be above zero, and not above a million", "write --load 1.5");
    }
    if (findLimit && probe.toSeconds() < 2) {
      throw InvalidInputException.of(
          "--probe " + probe.toMillis() + "ms", "must be at least 2 s", "write --probe 30s");
    }
    return asked.settings(scenario, target, factor, folder);
  }
}
