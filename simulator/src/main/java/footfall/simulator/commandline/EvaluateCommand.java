package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.reports.results.SweepResults;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.EvaluationReader;
import footfall.scenarios.reading.EvaluationReader.ResolvedEvaluation;
import footfall.scenarios.reading.ExperimentReader;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.measurement.ModelEvaluation;
import footfall.simulator.measurement.ModelEvaluation.Evaluated;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
      "Let shoppers converse with the models of a scenario, measure how good and how fast each is,",
      "and write what was measured as profiles for simulate, sweep and size."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall evaluate scenarios/catalog/muse-evaluation.yaml",
      "  footfall evaluate my.yaml --set evaluation.conversations=2000 --seed 7",
      "  footfall evaluate scenarios/catalog/muse-evaluation.yaml \\",
      "      --sweep scenarios/catalog/ratio-sweep.yaml",
      "",
      "Every pool is a model: a local one, or one behind an API. The profiles are in the folder",
      "models of the run folder; the verbs simulate, sweep and size take it as --models.",
      "More conversations, not --replications, make intervals narrower."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;

  @Option(
      names = "--sweep",
      paramLabel = "EXPERIMENT",
      description = {
        "Then sweep this experiment with what was measured, and tell how its frontier changes."
      })
  private Path sweep;

  @Mixin private ThreadsOption threads;
  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedEvaluation read = new EvaluationReader().read(scenario.file(), scenario.settings());
    Optional<ResolvedExperiment> before = experiment(Optional.empty());
    before.ifPresent(stock -> refuseUnmoved(stock, ModelEvaluation.profileNames(read)));
    String name = read.resolved().scenario().name();
    RunFolder folder = output.prepare(name);
    try {
      Evaluated evaluated;
      try (ProgressLine progress = ProgressLine.to(spec, output.isQuiet(), name)) {
        Path beside = scenario.file().toAbsolutePath().getParent();
        evaluated = ModelEvaluation.run(read, beside, Version.current(), progress::at);
      }
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, evaluated.outcome().results()),
          () -> folder.write(evaluated.outcome(), evaluated.profiles(), Map.of()));
      before.ifPresent(stock -> sweep(stock, folder.path()));
      return ExitCode.of(evaluated.outcome().results());
    } finally {
      folder.discard();
    }
  }

  private Optional<ResolvedExperiment> experiment(Optional<Path> models) {
    return Optional.ofNullable(sweep)
        .map(file -> new ExperimentReader(models).read(file, List.of()));
  }

  private void refuseUnmoved(ResolvedExperiment stock, List<String> profiles) {
    boolean named =
        stock.scenarios().stream()
            .anyMatch(point -> profiles.stream().anyMatch(point.yaml()::contains));
    if (!named) {
      throw InvalidInputException.of(
          sweep.toString(),
          "names none of the profiles that will be measured: " + String.join(", ", profiles),
          "write pools.slm.model: " + profiles.get(0) + ", say");
    }
  }

  private void sweep(ResolvedExperiment stock, Path evaluation) {
    ResolvedExperiment measured =
        experiment(Optional.of(evaluation.resolve("models"))).orElseThrow();
    String name = evaluation.getFileName() + "-" + measured.experiment().name();
    RunFolder folder = OutputOptions.prepare(evaluation.resolveSibling(name));
    RunFolder folderBefore = OutputOptions.prepare(evaluation.resolveSibling(name + "-before"));
    SweepResults without;
    SweepResults with;
    try (LocalReplicator replicator = new LocalReplicator(threads.count())) {
      SweepRun run = new SweepRun(spec, output.isQuiet(), false, replicator);
      without = run.into(stock, folderBefore);
      with = run.into(measured, folder);
    }
    PrintWriter print = spec.commandLine().getOut();
    FrontierShift.print(print, without, with);
    print.println(folder.path());
    print.flush();
  }
}
