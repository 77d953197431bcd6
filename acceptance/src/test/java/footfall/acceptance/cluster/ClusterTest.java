package footfall.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.ShortSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and those who have them run things, as processes of their own. */
class ClusterTest {
  @TempDir private Path folder;
  private Processes processes;
  private ShortSweep sweep;
  private String seed;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    seed = Processes.freeSeed();
    sweep = ShortSweep.write(folder, "20min");
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private Process node(String name, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("node", "--seed-nodes", seed));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--threads")) {
      arguments.addAll(List.of("--threads", "1"));
    }
    return processes.awaitUp(processes.footfall(name, arguments), name);
  }

  private Process start(String name, String... arguments) throws IOException {
    return processes.footfall(name, List.of(arguments));
  }

  private Process clustered(String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--cluster", "--seed-nodes", seed, "--out", name));
    return processes.footfall(name, all);
  }

  @Tag("full")
  @Test
  void aSweepWhoseNodeIsKilledHalfWayEndsWithTheSameBytes() throws Exception {
    assertThat(Processes.codeOf(start("here", "sweep", "sweep.yaml", "--out", "here"), 5)).isZero();
    node("first");
    Process second = node("second");
    node("third");

    Process run = clustered("there", "sweep", "sweep.yaml");
    while (sweep.pointsDone() < 50) {
      assertThat(run.isAlive()).as(processes.said("there.err")).isTrue();
      Thread.sleep(5);
    }
    second.destroyForcibly().waitFor();

    assertThat(Processes.codeOf(run, 5)).as(processes.said("there.err")).isZero();
    assertThat(processes.said("there.err")).contains("is lost; what it had is run again elsewhere");
    sweep.isTheSame("there", "here");
  }

  @Tag("full")
  @Test
  void theOnlyRunOfANodeWithManyLanesThatIsKilledIsRunByAnother() throws Exception {
    String[] simulate = {"simulate", "two.yaml", "--replications", "1", "--set", "horizon=150h"};
    assertThat(Processes.codeOf(start("h1", with(simulate, "--out", "h1")), 5)).isZero();
    node("seed", "--serve", "two.yaml", "--workers", "slm=1"); // These two run nothing.
    node("voter", "--serve", "two.yaml", "--workers", "slm=1");
    Process first = node("first", "--threads", "4");
    Process run = clustered("h2", simulate);
    while (!processes.said("h2.err").contains("s so far")) {
      assertThat(run.isAlive()).as(processes.said("h2.err")).isTrue();
      Thread.sleep(20);
    }

    first.destroyForcibly().waitFor();
    node("second");

    assertThat(Processes.codeOf(run, 5)).as(processes.said("h2.err")).isZero();
    assertThat(processes.said("h2.err"))
        .containsOnlyOnce("is lost; what it had is run again elsewhere");
    sweep.isTheSame("h2", "h1");
  }

  @Test
  void aSimulationShowsTheSameThere() throws Exception {
    String[] simulate = {"simulate", "two.yaml", "--set", "horizon=20s"};
    assertThat(Processes.codeOf(start("s1", with(simulate, "--out", "s1")), 5)).isZero();
    node("first");

    Process simulated = clustered("s2", simulate);
    assertThat(Processes.codeOf(simulated, 5)).as(processes.said("s2.err")).isZero();
    sweep.isTheSame("s2", "s1");
  }

  @Tag("full")
  @Test
  void simulationsAndSizingsShowTheSameThere() throws Exception {
    Files.writeString(
        folder.resolve("sized.yaml"),
        Files.readString(folder.resolve("two.yaml"))
            + """
            slos: [{metric: request_latency, stat: p95, op: <=, threshold: 1.2s}]
            sizing: {variables: [{path: pools.slm.workers, from: 2, to: 12}]}
            """);
    String[] simulate = {"simulate", "two.yaml", "--precision", "5%"};
    String[] size = {"size", "sized.yaml", "--set", "horizon=5min"};
    int simulatedHere = Processes.codeOf(start("s1", with(simulate, "--out", "s1")), 5);
    int sizedHere = Processes.codeOf(start("z1", with(size, "--out", "z1")), 5);
    node("first");
    node("second");

    Process simulated = clustered("s2", simulate);
    Process sized = clustered("z2", size); // Both at once: nodes serve several.

    assertThat(Processes.codeOf(simulated, 5))
        .as(processes.said("s2.err"))
        .isEqualTo(simulatedHere);
    assertThat(Processes.codeOf(sized, 5)).as(processes.said("z2.err")).isEqualTo(sizedHere);
    sweep.isTheSame("s2", "s1");
    sweep.isTheSame("z2", "z1");
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aNodeOfAnotherVersionIsRefused() throws Exception {
    node("first");

    Process other =
        processes.footfall(
            "other",
            List.of(),
            List.of("-Dfootfall.build=0.0.9+0123456789ab"),
            List.of("node", "--seed-nodes", seed));

    assertThat(Processes.codeOf(other, 2)).isEqualTo(1);
    assertThat(processes.said("other.err"))
        .contains("error: " + seed, "runs another version of Footfall", "start the same build")
        .doesNotContain("\tat ");
    assertThat(processes.said("first.err"))
        .contains("a node of Footfall 0.0.9+0123456789ab is refused");
  }

  @Tag("full")
  @Test
  void onlyWhoHasACertificateOfTheSameAuthorityIsLetIn() throws Exception {
    Path script = Path.of("../deploy/make-certificates").toAbsolutePath();
    for (String keys : List.of("ours", "theirs")) {
      Process made =
          new ProcessBuilder(script.toString(), keys)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keys.out").toFile())
              .start();
      assertThat(made.waitFor()).as(processes.said("keys.out")).isZero();
    }
    Process node = node("first", "--tls", "ours");

    Process friend = clustered("friend", "simulate", "two.yaml", "--tls", "ours");
    Process stranger = clustered("stranger", "simulate", "two.yaml", "--tls", "theirs");
    Process naked = clustered("naked", "simulate", "two.yaml");

    assertThat(Processes.codeOf(friend, 2)).as(processes.said("friend.err")).isZero();
    for (String name : List.of("stranger", "naked")) {
      assertThat(Processes.codeOf(name.equals("naked") ? naked : stranger, 2)).isEqualTo(1);
      assertThat(processes.said(name + ".err"))
          .contains("no cluster lets us in", "with the same --tls")
          .doesNotContain("\tat ");
      assertThat(folder.resolve(name)).doesNotExist();
    }
    assertThat(node.isAlive()).isTrue();
  }

  @Tag("full")
  @Test
  void badSettingsAreRefused() throws Exception {
    refused("names no port", "--seed-nodes", "somewhere");
    refused("names no port", "--cluster-port", "70000");
    refused("neither encrypted nor asked for a certificate", "--cluster-host", "0.0.0.0");
    refused("tls.key: cannot be read", "--tls", "nowhere");
    Process alone = start("alone", "simulate", "two.yaml", "--seed-nodes", seed);
    assertThat(Processes.codeOf(alone, 1)).isEqualTo(1);
    assertThat(processes.said("alone.err")).contains("mean nothing without --cluster");
    Process watched = clustered("watched", "simulate", "two.yaml", "--watch");
    assertThat(Processes.codeOf(watched, 1)).isEqualTo(1);
    assertThat(processes.said("watched.err")).contains("sees runs of this process only");
  }

  private void refused(String rule, String... arguments) throws Exception {
    Process process = start("refused", with(new String[] {"node"}, arguments));

    assertThat(Processes.codeOf(process, 1)).isEqualTo(1);
    assertThat(processes.said("refused.err")).contains(rule).doesNotContain("\tat ");
  }
}
