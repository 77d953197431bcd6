package footfall.simulator.commandline;

import footfall.reports.analysis.verdicts.AbJudge;
import footfall.reports.analysis.verdicts.SampleSizes;
import footfall.reports.figures.Quantity;
import footfall.scenarios.Scenario;
import footfall.scenarios.TraceWarnings;
import footfall.scenarios.UnstatedLanguages;
import footfall.scenarios.arrivals.Replay;
import footfall.scenarios.arrivals.Trace;
import footfall.scenarios.pools.PoolSpec;
import footfall.scenarios.reading.ResolvedScenario;
import footfall.scenarios.reading.WorkloadEstimate;
import footfall.scenarios.reading.yaml.SourceTree;
import footfall.scenarios.routing.Policy;
import footfall.scenarios.traces.TraceReader;
import footfall.scenarios.volumes.Volumes;
import footfall.scenarios.volumes.VolumesReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    description = {
      "Check a scenario, tell every problem at once, and estimate its size.",
      "A trace, alone or in a scenario, is summarised, with models that resemble it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall validate scenarios/catalog/01-first-run.yaml",
      "  footfall validate scenarios/catalog/traces/small-shop.csv"
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin private ScenarioOptions scenario;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (TraceReader.isTrace(scenario.file()) && TraceReader.isOfCounts(scenario.file())) {
      Volumes volumes = VolumesReader.read(scenario.file(), List.of());
      out.printf(Locale.ROOT, "%s holds valid volumes%n", scenario.file());
      VolumesTable.print(out, volumes);
      return ExitCode.PASS;
    }
    if (TraceReader.isTrace(scenario.file())) {
      Trace trace = TraceReader.read(scenario.file());
      out.printf(Locale.ROOT, "%s is a valid trace%n", scenario.file());
      TraceTable.print(out, trace);
      return ExitCode.PASS;
    }
    ResolvedScenario resolved = scenario.read();
    if (SourceTree.parse(scenario.file().toString(), resolved.yaml()).root().has("sizing")) {
      scenario.readSizing();
    }
    WorkloadEstimate estimate = WorkloadEstimate.of(resolved.scenario());
    out.printf(
        Locale.ROOT,
        "%s is valid: %d replications, about %,.0f requests and %,.0f events in all%n",
        scenario.file(),
        resolved.scenario().replications(),
        estimate.requests(),
        estimate.events());
    for (PoolSpec pool : resolved.scenario().pools()) {
      warnOfPrompts(out, resolved.scenario(), pool);
    }
    UnstatedLanguages.of(resolved.scenario()).forEach(words -> out.println("Warning: " + words));
    TraceWarnings.of(resolved.scenario()).forEach(words -> out.println("Warning: " + words));
    warnOfSamples(out, resolved.scenario());
    if (resolved.scenario().routing().policy() instanceof Policy.StickySplit split) {
      planTest(out, resolved.scenario(), split);
    }
    if (resolved.scenario().arrivals() instanceof Replay replay) {
      TraceTable.print(out, replay.trace());
    }
    return ExitCode.PASS;
  }

  /** A load test meets the scenario once, a simulation as often as it is replicated. */
  private static void warnOfSamples(PrintWriter out, Scenario scenario) {
    List<String> simulated = SampleSizes.tooFew(scenario, scenario.replications());
    simulated.forEach(words -> out.println("Warning: " + words));
    SampleSizes.tooFew(scenario, 1).stream()
        .filter(words -> simulated.isEmpty())
        .forEach(words -> out.println("In a load test of it " + words));
  }

  /** A batching profile says nothing of prompts longer than those it was measured on. */
  private static void warnOfPrompts(PrintWriter out, Scenario scenario, PoolSpec pool) {
    double utilization = WorkloadEstimate.prefillUtilization(scenario, pool);
    if (utilization > 1) {
      out.printf(
          Locale.ROOT,
          "Warning: pool %s is offered up to %s times the prompt tokens that its %d workers can"
              + " read at %s ms a token; an engine models this (docs/accuracy.md)%n",
          pool.name(),
          Quantity.digits(utilization),
          pool.workers(),
          Quantity.digits(1_000 * pool.service().secondsPerInputToken()));
    }
  }

  /** How long an A/B test has to run, by what its pools state. */
  private static void planTest(PrintWriter out, Scenario scenario, Policy.StickySplit split) {
    double needed = AbJudge.conversationsNeeded(scenario, split);
    if (Double.isNaN(needed)) {
      out.println(
          "A/B test: how long it takes can be planned for satisfaction, where both pools state it");
      return;
    }
    double conversations = WorkloadEstimate.of(scenario).conversations() / scenario.replications();
    double least = split.shares().values().stream().mapToDouble(share -> share).min().orElse(0);
    out.printf(
        Locale.ROOT,
        "A/B test: %s conversations in each arm tell the stated satisfaction of %s apart with"
            + " power %s; the smallest arm will have about %,.0f%n",
        Quantity.count(needed),
        String.join(" and ", split.pools().subList(0, 2)),
        Quantity.digits(split.test().power()),
        conversations * least);
  }
}
