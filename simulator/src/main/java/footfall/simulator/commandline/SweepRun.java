package footfall.simulator.commandline;

import footfall.reports.rendering.RunFolder;
import footfall.reports.results.SweepResults;
import footfall.scenarios.experiments.Experiment;
import footfall.scenarios.reading.ExperimentReader.ResolvedExperiment;
import footfall.simulator.experiments.Replicator;
import footfall.simulator.experiments.Sweep;
import footfall.simulator.experiments.SweepJournal;
import footfall.simulator.planning.SizedSweep;
import picocli.CommandLine.Model.CommandSpec;

/** Runs experiments into folders, going on with what was done before. */
record SweepRun(CommandSpec spec, boolean quiet, boolean wide, Replicator replicator) {
  /** Runs one, and writes its folder. */
  SweepResults into(ResolvedExperiment resolved, RunFolder folder) {
    Experiment experiment = resolved.experiment();
    String key = experiment.sha256() + "-" + Version.current();
    String name = "." + experiment.name() + "-" + experiment.sha256().substring(0, 12) + ".sweep";
    try (SweepJournal journal = SweepJournal.open(folder.path().resolveSibling(name), key)) {
      int known = journal.done().size();
      if (known > 0 && !quiet) {
        spec.commandLine()
            .getErr()
            .printf("going on: %d of %d points are done%n", known, experiment.points().size());
        spec.commandLine().getErr().flush();
      }
      SweepResults results;
      try (ProgressLine progress = ProgressLine.to(spec, quiet, experiment.name())) {
        results =
            experiment.fleet() == Experiment.Fleet.SIZED
                ? SizedSweep.run(resolved, journal, Version.current(), replicator, progress)
                : Sweep.run(resolved, journal, Version.current(), replicator, progress);
      }
      folder.write(experiment, results, wide);
      journal.delete();
      return results;
    } finally {
      folder.discard();
    }
  }
}
