package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.acceptance.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The simulation in docs/examples/gatling, as it stands there, on a server of ours. */
@Tag("full")
@Isolated
class GatlingExampleTest {
  private static final Path EXAMPLE = Path.of("../docs/examples/gatling").toAbsolutePath();
  private static final Path LIBRARIES = Path.of("../simulator/target/lib").toAbsolutePath();

  @TempDir private Path folder;
  private Processes processes;

  @BeforeEach
  void begin() {
    processes = new Processes(folder);
  }

  @AfterEach
  void end() throws InterruptedException {
    processes.end();
  }

  private static String libraries() throws IOException {
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Test
  void itRuns() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                libraries(),
                "-d",
                classes.toString(),
                EXAMPLE.resolve("src/test/java/shop/ShopSimulation.java").toString());
    assertThat(compiled).isZero();
    Path scenario = Path.of("../scenarios/catalog/live-hybrid.yaml").toAbsolutePath();
    String url =
        processes.awaitServed(
            processes.footfall("serve", List.of("serve", scenario.toString(), "--port", "0")),
            "serve");

    Files.createDirectories(folder.resolve("src/test"));
    Files.createSymbolicLink(
        folder.resolve("src/test/resources"), EXAMPLE.resolve("src/test/resources"));
    Process gatling =
        processes.start(
            "gatling",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dgatling.http.warmUpUrl=",
                "-Dgatling.data.enableAnalytics=false",
                "-Djava.util.prefs.userRoot=" + folder,
                "-Dtarget=" + url,
                "-cp",
                classes + File.pathSeparator + libraries(),
                "io.gatling.app.Gatling",
                "-s",
                "shop.ShopSimulation",
                "-rf",
                "results",
                "-nr"));
    assertThat(Processes.codeOf(gatling, 3)).as(processes.said("gatling.out")).isZero();
    assertThat(processes.said("gatling.out"))
        .contains("> turn: first token", "percentile of response time is less than 3000.0 : true");
  }

  @Test
  void itsProjectNamesTheVersionsThatAreBuiltHere() throws Exception {
    String ours = Files.readString(Path.of("../pom.xml"));
    String version =
        ours.replaceFirst("(?s).*?<artifactId>footfall</artifactId>\\s*<version>([^<]+)<.*", "$1");
    String gatling = ours.replaceFirst("(?s).*<gatling.version>([^<]+)<.*", "$1");
    assertThat(Files.readString(EXAMPLE.resolve("pom.xml")))
        .contains("<version>" + version + "</version>")
        .contains("<gatling.version>" + gatling + "</gatling.version>");
  }
}
