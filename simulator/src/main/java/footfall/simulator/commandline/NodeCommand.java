package footfall.simulator.commandline;

import footfall.scenarios.Scenario;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import footfall.scenarios.reading.yaml.Setting;
import footfall.serving.cluster.ClusterNode;
import footfall.serving.cluster.ClusterSettings;
import footfall.serving.cluster.WorkerNode;
import footfall.simulator.cluster.RunNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "node",
    description = {
      "Join a cluster and run replications for whoever simulates, sweeps or sizes with --cluster,",
      "or have its workers serve the gateways of serve --cluster, until stopped."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  footfall node",
      "  footfall node --seed-nodes 10.0.0.1:7355 --cluster-host 10.0.0.7 --tls /etc/footfall/tls",
      "  footfall sweep scenarios/catalog/ratio-sweep.yaml --cluster",
      "  footfall node --serve scenarios/catalog/live-hybrid.yaml --workers slm=1",
      "  footfall serve scenarios/catalog/live-hybrid.yaml --cluster",
      "",
      "The first node that is started at the address of a seed node begins the cluster.",
      "Stop with Ctrl-C or SIGTERM: what it was running is run again elsewhere, and what its",
      "workers were serving is answered first."
    })
final class NodeCommand implements Callable<Integer> {
  private static final Duration JOIN_PATIENCE = Duration.ofMinutes(2);
  private static final Duration REJOIN_PATIENCE = Duration.ofMinutes(20);
  private static final int REJOIN_PAUSE_SECONDS = 5;

  @Option(
      names = "--serve",
      paramLabel = "SCENARIO",
      description = "Have workers of this scenario's pools serve gateways, and run nothing else.")
  private Path served;

  @Option(
      names = "--workers",
      paramLabel = "POOL=N",
      split = ",",
      description = {
        "How many workers of which pool it has; all of the scenario if not given.",
        "An account with a vendor is best at one node only, for its quota to hold. Repeatable."
      })
  private Map<String, Integer> workers = new LinkedHashMap<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Change one value of the scenario that is served. Repeatable.")
  private List<String> changes = new ArrayList<>();

  @Mixin private DrainOption drain;
  @Mixin private ThreadsOption threads;
  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  private final AtomicReference<ClusterNode> current = new AtomicReference<>();

  @Override
  public Integer call() throws InterruptedException {
    Function<ClusterSettings, ClusterNode> work = served == null ? runs() : workers();
    ClusterSettings settings = ClusterJoin.settings(cluster, true);
    Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave-cluster"));
    ClusterNode node = work.apply(settings);
    while (true) {
      String address = node.address();
      current.set(node);
      say("node " + address + " is up: " + node.work());
      Set<String> others = new LinkedHashSet<>(stay(node));
      if (current.getAndSet(null) == null) {
        Thread.currentThread().join(); // It leaves; until the process ends.
      }
      node.leave(Duration.ZERO);
      say("node " + address + " was taken out of the cluster, and joins again");
      others.addAll(settings.seeds());
      others.remove(address);
      node = rejoin(work, settings, List.copyOf(others));
    }
  }

  /**
   * Who was taken out asks the others for a while: the network may be broken still, and it is not
   * to begin a cluster of its own. Only then does it ask as if it were new.
   */
  private static ClusterNode rejoin(
      Function<ClusterSettings, ClusterNode> work, ClusterSettings settings, List<String> others)
      throws InterruptedException {
    long end = System.nanoTime() + REJOIN_PATIENCE.toNanos();
    while (!others.isEmpty() && System.nanoTime() < end) {
      try {
        return work.apply(settings.asking(others));
      } catch (InvalidInputException e) {
        TimeUnit.SECONDS.sleep(REJOIN_PAUSE_SECONDS); // They are not there yet.
      }
    }
    return work.apply(settings);
  }

  private Function<ClusterSettings, ClusterNode> runs() {
    if (!workers.isEmpty() || !changes.isEmpty()) {
      throw InvalidInputException.of(
          "--workers and --set",
          "mean nothing without --serve",
          "give --serve too, or leave them out");
    }
    int slots = threads.count();
    return settings -> RunNode.join(settings, slots, JOIN_PATIENCE);
  }

  private Function<ClusterSettings, ClusterNode> workers() {
    Scenario scenario =
        new ScenarioReader().read(served, changes.stream().map(Setting::parse).toList()).scenario();
    Map<String, Integer> offered = new LinkedHashMap<>(workers);
    if (offered.isEmpty()) {
      scenario.pools().forEach(pool -> offered.put(pool.name(), pool.workers()));
    }
    Path beside = served.toAbsolutePath().getParent();
    return settings -> WorkerNode.join(scenario, beside, offered, settings, JOIN_PATIENCE);
  }

  /** Returns when the node is no member any more, with the others that were members last. */
  private List<String> stay(ClusterNode node) throws InterruptedException {
    List<String> members = List.of();
    while (true) {
      List<String> others = node.others();
      members = others.isEmpty() ? members : others;
      try {
        node.ended().get(1, TimeUnit.SECONDS);
        return members;
      } catch (TimeoutException e) {
        // It is a member still.
      } catch (ExecutionException e) {
        if (current.get() == null) {
          return members; // It leaves.
        }
        throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
      }
    }
  }

  private void leave() {
    ClusterNode node = current.getAndSet(null);
    if (node != null) {
      String address = node.address();
      say("node " + address + " leaves");
      say("node " + address + " has left: " + node.leave(drain.atMost()));
    }
  }

  private void say(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }
}
