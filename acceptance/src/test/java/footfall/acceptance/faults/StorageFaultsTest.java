package footfall.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import footfall.acceptance.ShortSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full or cannot be written: one clear error, no half file, and nothing lost that
 * was there before.
 */
@EnabledIf("footfall.acceptance.faults.SmallDisk#canBeMounted")
class StorageFaultsTest {
  private static final String FULL = "No space left on device";
  private static final int FAILED = 3;
  private static final int ENDED_BY_SIGTERM = 143;

  @TempDir private Path folder;
  private Processes processes;
  private ShortSweep sweep;

  @BeforeEach
  void write() throws IOException {
    processes = new Processes(folder);
    sweep = ShortSweep.write(folder, "1min");
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private int run(String name, String... arguments) throws Exception {
    return Processes.codeOf(processes.footfall(name, List.of(arguments)), 3);
  }

  private void saysOnce(String name, String... what) throws IOException {
    assertThat(processes.said(name + ".err")).containsOnlyOnce("error: ").contains(what);
    assertThat(processes.said(name + ".err")).doesNotContain("\tat ");
  }

  private List<String> on(String disk) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(disk))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunThatDoesNotFitLeavesItsAnswerAndNoHalfFolder() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 64)) {
      assertThat(run("full", "simulate", "two.yaml", "--out", "disk/run")).isEqualTo(FAILED);
      saysOnce("full", "disk/run cannot be written", FULL, "make room");
      assertThat(processes.said("full.out")).contains("per 1,000 conversations");
      assertThat(on("disk")).isEmpty();

      disk.resize(4_096);
      assertThat(run("more", "simulate", "two.yaml", "--out", "disk/run")).isZero();
    }
  }

  @Tag("full")
  @Test
  void anEarlierRunStaysWhereALaterOneDoesNotFit() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 4_096)) {
      assertThat(run("first", "simulate", "two.yaml", "--out", "disk/run")).isZero();
      byte[] before = Files.readAllBytes(folder.resolve("disk/run/results.json"));
      disk.resize(500);

      assertThat(run("second", "simulate", "two.yaml", "--seed", "9", "--out", "disk/run"))
          .isEqualTo(FAILED);
      saysOnce("second", FULL);
      assertThat(on("disk")).containsExactly("run");
      assertThat(folder.resolve("disk/run/results.json")).hasBinaryContent(before);

      byte[] report = Files.readAllBytes(folder.resolve("disk/run/report.html"));
      Files.write(folder.resolve("disk/filler"), new byte[120_000]);
      assertThat(run("drawn", "report", "disk/run")).isEqualTo(1);
      saysOnce("drawn", "report.html: cannot be written");
      assertThat(folder.resolve("disk/run/report.html")).hasBinaryContent(report);
    }
  }

  @Tag("full")
  @Test
  void aSweepGoesOnWhenThereIsRoomAgain() throws Exception {
    assertThat(run("here", "sweep", "sweep.yaml", "--out", "here")).isZero();
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 100)) {
      assertThat(run("full", "sweep", "sweep.yaml", "--out", "disk/run")).isEqualTo(FAILED);
      saysOnce("full", "cannot be written", FULL, "the points that are done are kept");
      assertThat(on("disk")).hasSize(1);

      disk.resize(4_096);
      assertThat(run("again", "sweep", "sweep.yaml", "--out", "disk/run")).isZero();
      assertThat(processes.said("again.err"))
          .containsPattern(Pattern.compile("[1-9][0-9]* of 101 points"));
      assertThat(on("disk")).containsExactly("run");
      sweep.isTheSame("disk/run", "here");
    }
  }

  @Tag("full")
  @Test
  void aServerWhoseRunDoesNotFitTellsItsAnswerWhenItStops() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 64)) {
      assertThat(
              run("while", "serve", "two.yaml", "--port", "0", "--for", "2s", "--out", "disk/run"))
          .isEqualTo(FAILED);
      Process server =
          processes.footfall(
              "until", List.of("serve", "two.yaml", "--port", "0", "--out", "disk/run"));
      processes.await(server, "until.out", Pattern.compile("Stop with Ctrl-C"));
      server.destroy();
      assertThat(Processes.codeOf(server, 2)).isEqualTo(ENDED_BY_SIGTERM);
      for (String name : List.of("while", "until")) {
        saysOnce(name, "disk/run cannot be written", FULL, "make room");
        assertThat(processes.said(name + ".out")).contains("Not valid: ");
      }
      assertThat(on("disk")).isEmpty();

      disk.resize(4_096);
      run("more", "serve", "two.yaml", "--port", "0", "--for", "2s", "--out", "disk/run");
      assertThat(on("disk")).containsExactly("run");
    }
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAnyWork() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 4_096)) {
      assertThat(run("run", "simulate", "two.yaml", "--out", "disk/run")).isZero();
      disk.freeze();

      for (String verb : List.of("simulate", "sweep")) {
        String of = verb.equals("sweep") ? "sweep.yaml" : "two.yaml";
        assertThat(run(verb, verb, of, "--out", "disk/other")).isEqualTo(1);
        saysOnce(verb, "disk/", "cannot be written", "choose another --out");
      }
      assertThat(run("report", "report", "disk/run")).isEqualTo(1);
      saysOnce("report", "report.html: cannot be written");
      assertThat(run("compare", "compare", "disk/run", "disk/run", "--out", "beside")).isZero();
      assertThat(on("disk")).containsExactly("run");
    }
  }
}
