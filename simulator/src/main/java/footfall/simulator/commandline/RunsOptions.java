package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import footfall.simulator.cluster.ClusterReplicator;
import footfall.simulator.experiments.LocalReplicator;
import footfall.simulator.experiments.Replicator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where replications are run. */
final class RunsOptions {
  @Option(
      names = "--cluster",
      description = {
        "Run on the nodes of a cluster, which footfall node starts. The result is the same."
      })
  private boolean clustered;

  @Mixin private ThreadsOption threads;
  @Mixin private ClusterOptions cluster;

  /** Whether they are run elsewhere. */
  boolean isClustered() {
    return clustered;
  }

  /**
   * Gets ready to run them.
   *
   * @param quiet whether nothing is said of the nodes
   */
  Replicator open(CommandSpec spec, boolean quiet) {
    int slots = threads.count();
    if (!clustered) {
      cluster.refuseIfGiven();
      return new LocalReplicator(slots);
    }
    if (threads.isGiven()) {
      throw InvalidInputException.of(
          "--threads " + slots, "means nothing with --cluster", "give it to footfall node");
    }
    Edition.requireLive("--cluster");
    return new ClusterReplicator(
        ClusterJoin.settings(cluster, false),
        notice -> {
          if (!quiet) {
            spec.commandLine().getErr().println(notice);
            spec.commandLine().getErr().flush();
          }
        });
  }
}
