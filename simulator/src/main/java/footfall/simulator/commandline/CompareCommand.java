package footfall.simulator.commandline;

import footfall.reports.analysis.comparison.ComparisonAnswer;
import footfall.reports.analysis.comparison.Comparisons;
import footfall.reports.analysis.comparison.Comparisons.ComparedRun;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.Results;
import footfall.scenarios.figures.FigureName;
import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.commandline.ComparedRuns.Candidate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Compare runs, or scenarios that are simulated first, with the first one named.",
      "Runs of one seed met the same shoppers, so that their differences are paired."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall compare runs/before runs/after",
      "  footfall compare eighty.yaml ninety.yaml --threshold 10%%",
      "  footfall compare runs/before runs/after --figure request_latency.p95 --figure cost_per_month",
      "",
      "Exit code 2 if a figure is worse beyond the threshold."
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "RUN|SCENARIO",
      description = "Run folders, or scenario files; the first is the baseline.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      description = "How much worse is a regression; 5%% if not given.")
  private String threshold = "5%";

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description = "Compare this figure alone, such as request_latency.p95. Repeatable.")
  private List<String> figures = new ArrayList<>();

  @Mixin private SettingOptions settings;
  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    double beyond = part(threshold);
    List<String> wanted = figures.stream().map(CompareCommand::spelled).toList();
    ComparedRuns runs = ComparedRuns.of(names, settings.all());
    RunFolder folder = output.prepare("comparison");
    try {
      List<Candidate> candidates =
          runs.candidates(name -> ProgressLine.to(spec, output.isQuiet(), name));
      ComparisonResults results = compare(candidates, wanted, beyond);
      output.conclude(
          spec, folder.path(), out -> AnswerTable.print(out, results), () -> folder.write(results));
      if (!candidates.stream().allMatch(candidate -> candidate.run().valid())) {
        return ExitCode.NOT_VALID;
      }
      boolean regresses = results.comparison().runs().stream().anyMatch(Beside::regresses);
      return regresses ? ExitCode.SLO_FAILED : ExitCode.PASS;
    } finally {
      folder.discard();
    }
  }

  /**
   * Compares runs with the first of them.
   *
   * @param wanted figures; all if empty
   * @param beyond how much worse is a regression
   */
  static ComparisonResults compare(List<Candidate> candidates, List<String> wanted, double beyond) {
    Candidate first = candidates.get(0);
    ComparedRun baseline = first.run();
    List<String> compared = wanted.isEmpty() ? List.copyOf(baseline.figures().keySet()) : wanted;
    List<Beside> beside = new ArrayList<>();
    for (Candidate other : candidates.subList(1, candidates.size())) {
      beside.add(
          Comparisons.compare(baseline, other.run(), first.changesTo(other), compared, beyond));
    }
    wanted.forEach(figure -> refuseMissing(figure, beside));
    return new ComparisonResults(
        Results.SCHEMA_VERSION,
        new ComparisonResults.Run(
            "footfall",
            Version.current(),
            "compare",
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()),
        ComparisonAnswer.sentence(
            candidates.stream().map(Candidate::run).toList(), beside, first.currency()),
        new ComparisonResults.Comparison(baseline.name(), beyond, first.currency(), beside));
  }

  private static double part(String percent) {
    if (!percent.matches("[0-9]{1,6}(\\.[0-9]+)?%")) {
      throw InvalidInputException.of(
          "--threshold " + percent, "must be a percentage, zero or more", "write --threshold 5%");
    }
    return Double.parseDouble(percent.replace("%", "")) / 100;
  }

  private static String spelled(String figure) {
    return FigureName.parse(figure)
        .map(FigureName::toString)
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "--figure " + figure, "there is no such figure", FigureName.hint()));
  }

  private static void refuseMissing(String figure, List<Beside> runs) {
    for (Beside run : runs) {
      if (run.figures().stream().noneMatch(row -> row.figure().equals(figure))) {
        throw InvalidInputException.of(
            "--figure " + figure,
            run.run() + " or the baseline does not have it",
            "compare another");
      }
    }
  }
}
