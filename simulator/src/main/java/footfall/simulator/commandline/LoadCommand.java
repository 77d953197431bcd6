package footfall.simulator.commandline;

import footfall.gatling.DryRun;
import footfall.gatling.LoadSettings;
import footfall.gatling.shoppers.Prompts;
import footfall.reports.analysis.verdicts.SampleSizes;
import footfall.reports.rendering.RunFolder;
import footfall.reports.results.ComparisonResults;
import footfall.reports.results.ComparisonResults.Beside;
import footfall.reports.results.Results;
import footfall.reports.results.ResultsJson;
import footfall.reports.results.SloVerdict;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.simulator.measurement.Interruption;
import footfall.simulator.measurement.LoadTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "  footfall load my.yaml --target http://127.0.0.1:8080 --baseline runs/last-week --scrape 9464",
      "  footfall load --target http://127.0.0.1:8000 --prompts asked.jsonl --rate 2 --duration 5m",
      "  footfall load --target https://x.openai.azure.com --api-version 2024-10-21 --model gpt \\",
      "      --concurrency 4 --dry-run",
      "  footfall load my.yaml --target http://10.0.0.5:8000 --share 1/3 --start-at 2027-01-31T12:00:00Z",
      "",
      "The target is an OpenAI-compatible API; its key comes from the environment.",
      "Exit code 4 where an objective cannot be decided, or the generator itself was late."
    })
final class LoadCommand implements Callable<Integer> {
  private static final int WARM_UP_PARTS = 5;
  private static final Duration USUAL_PROBE = Duration.ofSeconds(30);

  /** How much worse than the baseline is a regression. */
  private static final double REGRESSION = 0.05;

  @Mixin private WorkloadOptions workload;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "URL",
      description = "Base address of the deployment, such as http://127.0.0.1:8080.")
  private String target;

  @Mixin private TargetOptions asked;

  @Mixin private PublishingOptions published;

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description = {
        "Compare with an earlier run afterwards, as footfall compare does;",
        "exit code 2 where a figure is worse by more than its interval and 5 %%."
      })
  private Path baseline;

  @Option(names = "--dry-run", description = "Print the first requests, and send nothing.")
  private boolean dry;

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
  private Duration probe;

  @Mixin private ShareOptions share;
  @Mixin private OutputOptions output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Prompts> prompts = asked.prompts();
    workload.settle(prompts);
    ResolvedScenario resolved = workload.read();
    if (workload.assignments().stream().anyMatch(each -> each.startsWith("replications="))) {
      spec.commandLine()
          .getErr()
          .println("warning: replications have no effect: a load test is measured once");
    }
    if (dry) {
      printRequests(settings(Path.of("none")), resolved, prompts);
      return ExitCode.PASS;
    }
    LoadSettings unasked = settings(output.folderFor(resolved.scenario().name()));
    RunFolder.prepare(unasked.out()).discard();
    if (baseline != null && !Files.isRegularFile(baseline.resolve(RunFolder.RESULTS))) {
      throw InvalidInputException.of(
          "--baseline " + baseline, "is no run folder", "name a folder with " + RunFolder.RESULTS);
    }
    if (baseline != null) {
      ComparedRuns.of(List.of(baseline.toString()), List.of());
    }
    LoadSettings settings = asked.preflight(spec, unasked, resolved.scenario().atLoad(factor));
    SampleSizes.tooFew(resolved.scenario().atLoad(factor), 1)
        .forEach(words -> spec.commandLine().getErr().println("warning: " + words));
    Path folder = settings.out().toAbsolutePath().normalize();
    LoadTest.Measured measured;
    try (ProgressLine progress =
            ProgressLine.to(spec, output.isQuiet(), resolved.scenario().name());
        Interruption interruption =
            new Interruption(folder, results -> conclude(folder, results), this::tellNothing)) {
      measured =
          findLimit
              ? limit(settings, resolved, interruption, progress::at)
              : LoadTest.run(settings, resolved, workload.isScenario(), progress::at);
    }
    conclude(folder, measured.results());
    int code = share.isGiven() ? shareCode(measured.results()) : exitCode(measured);
    return baseline != null && isWorse(folder) && code == ExitCode.PASS
        ? ExitCode.SLO_FAILED
        : code;
  }

  private Duration probe() {
    return probe == null ? USUAL_PROBE : probe;
  }

  /** Compares with the baseline, on standard error, as standard output may be JSON. */
  private boolean isWorse(Path folder) {
    List<String> both = List.of(baseline.toString(), folder.toString());
    ComparisonResults compared =
        CompareCommand.compare(
            ComparedRuns.of(both, List.of()).candidates(name -> ProgressLine.to(spec, true, name)),
            List.of(),
            REGRESSION);
    PrintWriter err = spec.commandLine().getErr();
    err.println();
    warnOfAnotherTarget(err);
    AnswerTable.print(err, compared);
    err.flush();
    return compared.comparison().runs().stream().anyMatch(Beside::regresses);
  }

  private void warnOfAnotherTarget(PrintWriter err) {
    try {
      Results before =
          ResultsJson.read(Files.readString(baseline.resolve(RunFolder.RESULTS)), Results.class);
      if (before.load() == null || !before.load().target().equals(target)) {
        err.println(
            "warning: the baseline was "
                + (before.load() == null
                    ? "no load test"
                    : "measured on " + before.load().target()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tellNothing() {
    spec.commandLine()
        .getErr()
        .println("Interrupted before anything was measured; nothing is written.");
    spec.commandLine().getErr().flush();
  }

  private void conclude(Path folder, Results results) {
    output.conclude(spec, folder, out -> AnswerTable.print(out, results), () -> {});
  }

  private void printRequests(
      LoadSettings settings, ResolvedScenario resolved, Optional<Prompts> prompts) {
    DryRun.requests(settings, resolved.scenario().atLoad(factor), prompts)
        .forEach(request -> spec.commandLine().getOut().println(request));
    spec.commandLine().getOut().flush();
  }

  private LoadTest.Measured limit(
      LoadSettings settings,
      ResolvedScenario resolved,
      Interruption interruption,
      LoadTest.Progress progress) {
    List<String> shorter = new ArrayList<>(settings.settings());
    shorter.add("horizon=" + probe().toMillis() + "ms");
    shorter.add("warmUp=" + probe().toMillis() / WARM_UP_PARTS + "ms");
    return LoadTest.findLimit(
        settings,
        resolved,
        settings.changing(shorter),
        workload.read(shorter),
        interruption,
        progress);
  }

  /** Whether the objectives are kept is only known of all shares together. */
  private static int shareCode(Results results) {
    boolean valid = results.checks().stream().allMatch(Results.Check::holds);
    return valid ? ExitCode.PASS : ExitCode.NOT_VALID;
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
    if (findLimit && !workload.isScenario()) {
      throw InvalidInputException.of(
          "--find-limit",
          "looks for the load that keeps objectives",
          "name a SCENARIO that has any");
    }
    if (share.isGiven() && (findLimit || baseline != null)) {
      throw InvalidInputException.of(
          "--share", "excludes --find-limit and --baseline", "compare the merged run");
    }
    if (!findLimit && probe != null) {
      throw InvalidInputException.of(
          "--probe", "has no effect without --find-limit", "add --find-limit, or leave it out");
    }
    if (probe().toSeconds() < 2) {
      throw InvalidInputException.of(
          "--probe " + probe.toMillis() + "ms", "must be at least 2 s", "write --probe 30s");
    }
    return asked
        .settings(workload.file(), workload.assignments(), target, factor, share.share(), folder)
        .observed(published.publishing(), published.power());
  }
}
