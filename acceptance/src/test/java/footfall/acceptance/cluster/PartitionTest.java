package footfall.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.ShortSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Nodes on hosts of their own, network namespaces joined by a bridge, between which it breaks. */
@Isolated
@Tag("full")
@EnabledIf("namespacesCanBeMade")
class PartitionTest {
  private static final Pattern TAKEN_OUT_AND_UP =
      Pattern.compile("(?s)is up.*taken out.*(node \\S+ is up)");
  private static final String NET = "10.73.55.";
  private static final String SEEDS = NET + "1:7355," + NET + "2:7355";

  @TempDir private Path folder;
  private Processes processes;
  private final String tag = "ff" + ProcessHandle.current().pid() % 10_000;
  private final List<String> hosts = new ArrayList<>();

  static boolean namespacesCanBeMade() throws Exception {
    if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
      return false;
    }
    String name = "ffprobe" + ProcessHandle.current().pid();
    boolean made = run("ip", "netns", "add", name) == 0;
    return made && run("ip", "netns", "del", name) == 0;
  }

  private static int run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static void ip(String arguments) throws Exception {
    assertThat(run(("ip " + arguments).split(" "))).as("ip " + arguments).isZero();
  }

  /** A namespace with the bridge, and one for each host. */
  @BeforeEach
  void wire() throws Exception {
    processes = new Processes(folder);
    ip("netns add " + tag);
    hosts.add(tag);
    ip("-n " + tag + " link add bridge type bridge");
    ip("-n " + tag + " link set bridge up");
    for (int host = 1; host <= 4; host++) {
      String name = tag + "-" + host;
      ip("netns add " + name);
      hosts.add(name);
      ip("-n " + name + " link add eth type veth peer name port" + host + " netns " + tag);
      ip("-n " + name + " addr add " + NET + host + "/24 dev eth");
      ip("-n " + name + " link set eth up");
      ip("-n " + name + " link set lo up");
      ip("-n " + tag + " link set port" + host + " master bridge up");
    }
  }

  @AfterEach
  void unwire() throws Exception {
    processes.end();
    for (String host : hosts) {
      run("ip", "netns", "del", host);
    }
  }

  private Process on(int host, String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--seed-nodes", SEEDS, "--cluster-host", NET + host, "--in-clear"));
    if (arguments[0].equals("node")) {
      all.addAll(List.of("--cluster-port", "7355"));
    }
    return processes.footfall(
        name, List.of("ip", "netns", "exec", tag + "-" + host), List.of(), all);
  }

  private Process node(int host) throws Exception {
    String name = "node" + host;
    return processes.awaitUp(on(host, name, "node", "--threads", "1"), name);
  }

  private void cutOff(int host, int seconds) throws Exception {
    ip("-n " + tag + " link set port" + host + " down");
    TimeUnit.SECONDS.sleep(seconds);
    ip("-n " + tag + " link set port" + host + " up");
  }

  @Test
  void theLargerSideGoesOnAndNothingIsThereTwice() throws Exception {
    ShortSweep sweep = ShortSweep.write(folder, "130min");
    Process whole = processes.footfall("here", List.of("sweep", "sweep.yaml", "--out", "here"));
    assertThat(Processes.codeOf(whole, 5)).isZero();
    node(1);
    node(2);
    Process cutOff = node(3);

    Process run = on(4, "there", "sweep", "sweep.yaml", "--cluster", "--out", "there");
    while (sweep.pointsDone() < 10) {
      assertThat(run.isAlive()).as(processes.said("there.err")).isTrue();
      Thread.sleep(20);
    }
    cutOff(3, 20);

    assertThat(Processes.codeOf(run, 5)).as(processes.said("there.err")).isZero();
    assertThat(processes.said("there.err")).contains(NET + "3:7355 is lost");
    sweep.isTheSame("there", "here");
    processes.await(cutOff, "node3.err", TAKEN_OUT_AND_UP);
    for (int host = 1; host <= 2; host++) {
      assertThat(processes.said("node" + host + ".err")).doesNotContain("taken out");
    }
  }

  @Test
  void ofThoseWhoServeTheSmallerSideEndsOrJoinsAgain() throws Exception {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        horizon: 1min
        arrivals: {poisson: {rate: 1/s}}
        pools: {slm: {workers: 2, service: {time: 20ms}}}
        routing: {ratio: {slm: 1}}
        """);
    Process stays = gateway(1);
    Process worker = worker(2);
    worker(4);
    Process goes = gateway(3);
    Process cutOff = worker(3);

    cutOff(3, 20);

    assertThat(Processes.codeOf(goes, 1)).isEqualTo(3);
    assertThat(processes.said("gateway3.err"))
        .contains("error: the run failed: this process was taken out of the cluster");
    processes.await(cutOff, "worker3.err", TAKEN_OUT_AND_UP);
    assertThat(processes.said("worker2.err")).doesNotContain("taken out");
    assertThat(stays.isAlive() && worker.isAlive()).isTrue();
  }

  private Process gateway(int host) throws Exception {
    String name = "gateway" + host;
    Process gateway = on(host, name, "serve", "shop.yaml", "--cluster", "--out", name);
    processes.await(gateway, name + ".out", Pattern.compile("is served at"));
    return gateway;
  }

  private Process worker(int host) throws Exception {
    String name = "worker" + host;
    String[] arguments = {"node", "--serve", "shop.yaml", "--workers", "slm=1"};
    return processes.awaitUp(on(host, name, arguments), name);
  }
}
