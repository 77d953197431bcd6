package footfall.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on hosts of their own, network namespaces joined by a bridge, between which it breaks. */
@EnabledIf("namespacesCanBeMade")
class PartitionTest {
  private static final Pattern UP = Pattern.compile("node (\\S+) is up");
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
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        name: two
        replications: 4
        horizon: 20min
        arrivals: {poisson: {rate: 40/s}}
        pools:
          slm: {service: {time: {exponential: {mean: 300ms}}}, workers: 30, cost: {perWorkerHour: $1}, quality: {satisfaction: 0.7}}
          llm: {kind: llm, slots: 500, service: {time: 500ms}, cost: {perConversation: $0.01}, quality: {satisfaction: 0.9}}
        routing: {ratio: {slm: 0.8, llm: 0.2}}
        """);
    Files.writeString(
        folder.resolve("sweep.yaml"),
        """
        name: s
        scenario: two.yaml
        axes: [{path: routing.ratio.slm, from: 0, to: 1, points: 101}]
        """);
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
    Process node = on(host, name, "node", "--threads", "1");
    processes.await(node, name + ".err", UP);
    return node;
  }

  @Test
  void theLargerSideGoesOnAndNothingIsThereTwice() throws Exception {
    Process whole = processes.footfall("here", List.of("sweep", "sweep.yaml", "--out", "here"));
    assertThat(Processes.codeOf(whole, 5)).isZero();
    node(1);
    node(2);
    Process cutOff = node(3);

    Process sweep = on(4, "there", "sweep", "sweep.yaml", "--cluster", "--out", "there");
    while (pointsDone().size() < 10) {
      assertThat(sweep.isAlive()).as(processes.said("there.err")).isTrue();
      Thread.sleep(20);
    }
    ip("-n " + tag + " link set port3 down");
    Thread.sleep(20_000);
    ip("-n " + tag + " link set port3 up");

    assertThat(Processes.codeOf(sweep, 5)).as(processes.said("there.err")).isZero();
    assertThat(processes.said("there.err")).contains(NET + "3:7355 is lost");
    isTheSame("there", "here");
    processes.await(
        cutOff, "node3.err", Pattern.compile("(?s)is up.*taken out.*(node \\S+ is up)"));
    for (int host = 1; host <= 2; host++) {
      assertThat(processes.said("node" + host + ".err")).doesNotContain("taken out");
    }
  }

  /** The points in the journal, of which none is there twice. */
  private Set<String> pointsDone() throws IOException {
    Set<String> points = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sweep")).toList()) {
        for (String line : Files.readAllLines(file)) {
          assertThat(points.add(line)).as("twice: " + line).isTrue();
        }
      }
    }
    return points;
  }

  private void isTheSame(String run, String other) throws IOException {
    for (String file : List.of("sweep.csv", "report.html", "experiment.resolved.yaml")) {
      assertThat(folder.resolve(run).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(other).resolve(file));
    }
    assertThat(withoutWall(run)).isEqualTo(withoutWall(other));
  }

  private String withoutWall(String run) throws IOException {
    return Files.readString(folder.resolve(run).resolve("results.json"))
        .replaceAll("\"wall\" : \\{[^}]*}", "");
  }
}
