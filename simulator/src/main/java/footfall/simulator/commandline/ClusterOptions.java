package footfall.simulator.commandline;

import footfall.scenarios.problems.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where to join a cluster, and how to talk there. */
final class ClusterOptions {
  private static final String SEED = "127.0.0.1:7355";

  @Option(
      names = "--seed-nodes",
      paramLabel = "HOST:PORT,...",
      split = ",",
      description = {
        "Members of the cluster that are asked to let this process in; " + SEED,
        "if not given. Also FOOTFALL_SEED_NODES."
      })
  private List<String> seeds;

  @Option(
      names = "--cluster-host",
      paramLabel = "HOST",
      description = {
        "Address at which the other members reach this process; 127.0.0.1 if not given.",
        "Also FOOTFALL_CLUSTER_HOST."
      })
  private String host;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = {
        "Port for the other members; if not given, any free one, or for a node that of the seed",
        "node where nobody has it yet. Also FOOTFALL_CLUSTER_PORT."
      })
  private String port;

  @Option(
      names = "--tls",
      paramLabel = "FOLDER",
      description = {
        "Encrypt, and let in only whom the folder's ca.crt knows; it holds tls.key and tls.crt",
        "too, in PEM. Needed on other addresses than loopback. Also FOOTFALL_TLS."
      })
  private Path tls;

  @Option(
      names = "--in-clear",
      description = "Neither encrypt nor ask for certificates, on whatever address.")
  private boolean inClear;

  /** Refuses to be told of a cluster that is not asked for. */
  void refuseIfGiven() {
    if (seeds != null || host != null || port != null || tls != null || inClear) {
      throw InvalidInputException.of(
          "--seed-nodes, --cluster-host, --cluster-port, --tls and --in-clear",
          "mean nothing without --cluster",
          "give --cluster too, or leave them out");
    }
  }

  /** Addresses of members that are asked to let this process in. */
  List<String> seeds() {
    List<String> asked =
        seeds != null
            ? seeds
            : Environment.get("seed_nodes").map(s -> List.of(s.split(","))).orElse(List.of(SEED));
    return asked.stream().map(String::strip).toList();
  }

  /** Address at which the other members reach this process. */
  String host() {
    return Optional.ofNullable(host).or(() -> Environment.get("cluster_host")).orElse("127.0.0.1");
  }

  /** Port for the other members; empty for any. */
  Optional<String> port() {
    return Optional.ofNullable(port).or(() -> Environment.get("cluster_port"));
  }

  /** Folder of certificate and key; empty where none was given. */
  Optional<Path> tls() {
    return Optional.ofNullable(tls).or(() -> Environment.get("tls").map(Path::of));
  }

  boolean isInClear() {
    return inClear;
  }
}
