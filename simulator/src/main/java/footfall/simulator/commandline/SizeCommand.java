package footfall.simulator.commandline;

import footfall.reports.analysis.run.Outcome;
import footfall.reports.rendering.RunFolder;
import footfall.reports.rendering.spreadsheet.PlanWorkbook;
import footfall.reports.results.Results;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.SizingReader;
import footfall.scenarios.reading.SizingReader.ResolvedSizing;
import footfall.simulator.commitments.PlanFile;
import footfall.simulator.commitments.Series;
import footfall.simulator.experiments.Replicator;
import footfall.simulator.manifests.Manifests;
import footfall.simulator.planning.Planner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "size",
    description = {
      "Find the cheapest deployment that meets all SLOs of a scenario, with confidence.",
      "Theory rules out what cannot do, simulation decides between the rest; then the answer is",
      "tried under more load, without a worker, in a flash sale and with other inputs."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall size scenarios/catalog/claims/size-quality-critical.yaml",
      "  footfall size my.yaml --set sizing.objective=energy --precision 2%%",
      "  footfall size my.yaml --xlsx plan.xlsx --manifest deploy",
      "  footfall size my.yaml --plan committed.yaml --deployment vllm",
      "",
      "The scenario names what may be bought:",
      "  sizing:",
      "    variables:",
      "      - {path: pools.slm.workers, from: 1, to: 40}",
      "      - {path: pools.slm.hardware, values: [gpu-l4, gpu-a10g]}",
      "      - {path: routing.ratio.slm, from: 0.5, to: 0.9, step: 0.1}",
      "",
      "Exit codes: 0 decided, 2 nothing meets the SLOs, 4 undecided."
    })
final class SizeCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SCENARIO",
      description = "Scenario file (YAML) with a sizing.")
  private Path file;

  @Mixin private SettingOptions settings;
  @Mixin private ModelsOption models;
  @Mixin private PrecisionOption precision;
  @Mixin private RunsOptions runs;
  @Mixin private OutputOptions output;

  @Option(
      names = "--xlsx",
      paramLabel = "FILE",
      description = "Write the plan, its options and its months as a spreadsheet, too.")
  private Path spreadsheet;

  @Option(
      names = "--manifest",
      paramLabel = "DIR",
      description =
          "Write what is bought as vLLM command lines, Kubernetes manifests and a configuration of"
              + " the LiteLLM router, too.")
  private Path manifests;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Write what is bought and what that relies on, too: `footfall check` compares it with the"
              + " metrics of the deployment.")
  private Path plan;

  @Option(
      names = "--deployment",
      paramLabel = "KIND",
      description = {
        "Whose metrics the plan asks for: ${COMPLETION-CANDIDATES} (the gateway of",
        "footfall serve, or servers of vLLM); ${DEFAULT-VALUE} if not given."
      })
  private Series deployment = Series.FOOTFALL;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ResolvedSizing problem = new SizingReader(models.folder()).read(file, settings.all());
    String name = problem.base().scenario().name();
    refuseWhatCannotBeWritten();
    RunFolder folder = output.prepare(name);
    try {
      Outcome outcome;
      try (Replicator replicator = runs.open(spec, output.isQuiet());
          ProgressLine progress = ProgressLine.to(spec, output.isQuiet(), name)) {
        outcome =
            Planner.size(
                problem,
                precision.within(problem.sizing().maxReplications()),
                Version.current(),
                replicator,
                progress);
      }
      Results results = outcome.results();
      output.conclude(
          spec,
          folder.path(),
          out -> AnswerTable.print(out, results),
          () -> {
            folder.write(outcome);
            handOver(outcome);
          });
      return exitCode(outcome.results());
    } finally {
      folder.discard();
    }
  }

  private void refuseWhatCannotBeWritten() {
    if (spreadsheet != null && Files.isDirectory(spreadsheet)) {
      throw InvalidInputException.of(
          "--xlsx " + spreadsheet, "is a folder", "name a file, such as plan.xlsx");
    }
    if (plan != null && Files.isDirectory(plan)) {
      throw InvalidInputException.of(
          "--plan " + plan, "is a folder", "name a file, such as plan.yaml");
    }
    if (manifests != null && Files.exists(manifests) && !Files.isDirectory(manifests)) {
      throw InvalidInputException.of("--manifest " + manifests, "is a file", "name a folder");
    }
  }

  private void handOver(Outcome outcome) {
    if (spreadsheet != null) {
      WholeFile.write(spreadsheet, out -> PlanWorkbook.write(outcome.results(), out));
    }
    boolean does = outcome.results().sizing().headroom() != null;
    if ((manifests != null || plan != null) && !does) {
      spec.commandLine()
          .getErr()
          .println("no manifest or plan is written: nothing is known to meet all SLOs");
    }
    if (plan != null && does) {
      String text = PlanFile.of(outcome, file.toString(), deployment);
      WholeFile.write(plan, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
    if (manifests != null && does) {
      Manifests.write(outcome.resolved(), manifests);
    }
  }

  private static int exitCode(Results results) {
    return switch (results.sizing().verdict()) {
      case INFEASIBLE -> ExitCode.SLO_FAILED;
      case UNDECIDED -> ExitCode.NOT_VALID;
      case DECIDED ->
          results.checks().stream().allMatch(Results.Check::holds)
              ? ExitCode.PASS
              : ExitCode.NOT_VALID;
    };
  }
}
