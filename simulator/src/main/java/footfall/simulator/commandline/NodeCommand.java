package footfall.simulator.commandline;

import footfall.actors.live.cluster.ClusterSettings;
import footfall.simulator.cluster.RunNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "node",
    description = {
      "Join a cluster and run replications for whoever simulates, sweeps or sizes with --cluster,",
      "until stopped."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall node",
      "  footfall node --seed-nodes 10.0.0.1:7355 --cluster-host 10.0.0.7 --tls /etc/footfall/tls",
      "  footfall sweep scenarios/catalog/ratio-sweep.yaml --cluster",
      "",
      "The first node that is started at the address of a seed node begins the cluster.",
      "Stop with Ctrl-C or SIGTERM: what it was running is run again elsewhere."
    })
final class NodeCommand implements Callable<Integer> {
  private static final Duration JOIN_PATIENCE = Duration.ofMinutes(2);

  @Mixin private ThreadsOption threads;
  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  private final AtomicReference<RunNode> current = new AtomicReference<>();
  private volatile boolean leaves;

  @Override
  public Integer call() throws InterruptedException {
    int lanes = threads.count();
    ClusterSettings settings = cluster.settings(true);
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave-cluster"));
    List<String> members = settings.seeds();
    while (true) {
      RunNode node = RunNode.join(settings.asking(members), lanes, JOIN_PATIENCE);
      current.set(node);
      say("node " + node.address() + " is up: " + lanes + " runs at a time");
      members = stay(node, members);
      if (leaves) {
        Thread.currentThread().join(); // Until the process ends.
      }
      node.close();
      say("node " + node.address() + " was taken out of the cluster, and joins again");
    }
  }

  /**
   * Returns when the node is no member any more, with those who were members last: it is to join
   * them again, and not to begin a cluster of its own.
   */
  private static List<String> stay(RunNode node, List<String> known) throws InterruptedException {
    List<String> members = known;
    while (true) {
      List<String> others = node.others();
      members = others.isEmpty() ? members : others;
      try {
        node.ended().get(1, TimeUnit.SECONDS);
        return members;
      } catch (TimeoutException e) {
        // It is a member still.
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void leave() {
    leaves = true;
    RunNode node = current.get();
    if (node != null) {
      say("node " + node.address() + " leaves, after " + node.begun() + " runs");
      node.close();
    }
  }

  private void say(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }
}
