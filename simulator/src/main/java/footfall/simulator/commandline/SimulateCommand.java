package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.RunMode;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.experiments.Progress;
import footfall.simulator.experiments.Replicator;
import footfall.simulator.experiments.Simulation;
import footfall.simulator.experiments.WatchedReplication;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = "Simulate a scenario in virtual time and write a capacity report.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall simulate scenarios/catalog/01-first-run.yaml",
      "  footfall simulate my.yaml --set pools.slm.workers=4 --set routing.ratio.slm=0.9 \\",
      "      --set routing.ratio.llm=0.1 --replications 10 --out runs/ninety",
      "  footfall simulate my.yaml --precision 2%%",
      "  footfall simulate scenarios/catalog/evening-peak-day.yaml --watch"
    })
final class SimulateCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;
  @Mixin private ModelsOption models;
  @Mixin private PrecisionOption precision;
  @Mixin private RunsOptions runs;
  @Mixin private OutputOptions output;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = {
        "Requests of each replication to write to requests.jsonl.gz, spread evenly over it;",
        "all for every one. 2000 if not given."
      })
  private String requests;

  @Option(
      names = "--watch",
      description = {
        "Show the run in a page while it goes on; of replications that run side by side,",
        "one at a time."
      })
  private boolean watched;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of that page; any free one if not given.")
  private int port;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (watched && runs.isClustered()) {
      throw InvalidInputException.of(
          "--watch", "sees runs of this process only", "leave --cluster out, or --watch");
    }
    if (watched) {
      Edition.requireLive("--watch");
    }
    if (requests != null) {
      if (!requests.matches("all|[1-9][0-9]{0,8}")) {
        throw InvalidInputException.of(
            "--requests " + requests, "must be all, or how many", "write --requests all");
      }
      scenario.change("--requests", "requests", requests);
    }
    ResolvedScenario resolved = scenario.read(models);
    RunFolder folder = output.prepare(resolved.scenario().name());
    try {
      Outcome outcome = watched ? simulateWatched(resolved) : simulate(resolved, null);
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, outcome.results()),
          () -> folder.write(outcome));
      return ExitCode.of(outcome.results());
    } finally {
      folder.discard();
    }
  }

  private Outcome simulateWatched(ResolvedScenario resolved) {
    try (LiveView view = LiveView.open(spec, resolved.scenario(), RunMode.SIMULATE, port)) {
      Outcome outcome = simulate(resolved, view);
      view.over(outcome.results());
      return outcome;
    }
  }

  /** Simulates; the view is null without --watch. */
  private Outcome simulate(ResolvedScenario resolved, LiveView view) {
    try (Replicator replicator = runs.open(spec, output.isQuiet());
        ProgressLine line = ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name())) {
      Progress progress = view == null ? line : new WatchedReplication(line, view.audience());
      return precision.isPresent()
          ? Simulation.run(
              replicator,
              replications -> scenario.read(models, replications),
              resolved.scenario(),
              precision.within(Simulation.MAX_REPLICATIONS),
              Version.current(),
              progress)
          : Simulation.run(replicator, resolved, Version.current(), progress);
    }
  }
}
