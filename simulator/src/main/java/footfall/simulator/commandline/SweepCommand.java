package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.reports.results.Results.Verdict;
import footfall.reports.results.SweepResults;
import footfall.reports.results.SweepResults.Point;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.simulator.experiments.Replicator;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sweep",
    description = {
      "Simulate a scenario at many points and show the frontier of cost, latency, quality and energy.",
      "A sweep that was killed goes on where it was when it is started again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall sweep scenarios/catalog/ratio-sweep.yaml",
      "  footfall sweep my-sweep.yaml --set replications=10 --out runs/fine",
      "  footfall sweep my-sweep.yaml --models runs/muse-evaluation/models",
      "  footfall sweep my-sweep.yaml --cluster --seed-nodes 127.0.0.1:7355",
      "",
      "An experiment names a scenario and what to change in it:",
      "  name: ratio",
      "  scenario: my.yaml",
      "  axes: [{path: routing.ratio.slm, from: 0, to: 1, points: 11}]",
      "",
      "With `fleet: sized` every point buys the cheapest that meets the objectives there, of what",
      "the sizing of the scenario allows; along an axis of arrival rates the answer says up to",
      "which load each is the cheapest."
    })
final class SweepCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "EXPERIMENT", description = "Experiment file (YAML).")
  private Path file;

  @Mixin private SettingOptions settings;
  @Mixin private ModelsOption models;
  @Mixin private RunsOptions runs;
  @Mixin private OutputOptions output;

  @Option(
      names = "--wide",
      description = "Every figure in sweep.csv, not only those that points are judged by.")
  private boolean wide;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedExperiment resolved = new ExperimentReader(models.folder()).read(file, settings.all());
    RunFolder folder = output.prepare(resolved.experiment().name());
    SweepResults results;
    try (Replicator replicator = runs.open(spec, output.isQuiet())) {
      results = new SweepRun(spec, output.isQuiet(), wide, replicator).into(resolved, folder);
    } finally {
      folder.discard();
    }
    output.conclude(spec, folder.path(), out -> AnswerTable.print(out, results), () -> {});
    return exitCode(results.sweep().points());
  }

  private static int exitCode(List<Point> points) {
    if (points.stream().anyMatch(point -> !point.valid())) {
      return ExitCode.NOT_VALID;
    }
    if (points.stream().anyMatch(point -> point.stable() && point.meetsObjectives())) {
      return ExitCode.PASS;
    }
    boolean allFail =
        points.stream()
            .allMatch(point -> point.slo().stream().anyMatch(s -> s.verdict() == Verdict.FAIL));
    return allFail ? ExitCode.SLO_FAILED : ExitCode.NOT_VALID;
  }
}
