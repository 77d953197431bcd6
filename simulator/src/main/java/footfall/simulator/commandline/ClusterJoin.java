package footfall.simulator.commandline;

import footfall.serving.cluster.Build;
import footfall.serving.cluster.ClusterSettings;
import footfall.simulator.cluster.ClusterReplicator;

/**
 * From the options to the settings of a cluster; apart, since the lean archive has the options
 * only.
 */
final class ClusterJoin {
  private ClusterJoin() {}

  /**
   * The settings, where they make sense.
   *
   * @param begins whether the process may begin the cluster, at the address of its seed
   */
  static ClusterSettings settings(ClusterOptions options, boolean begins) {
    return ClusterSettings.of(
        options.seeds(),
        options.host(),
        options.port(),
        begins,
        options.tls(),
        options.isInClear(),
        Build.of(Version.current(), ClusterReplicator.class));
  }
}
