package footfall.acceptance.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import footfall.acceptance.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's own client for Node.js; npm installs it. Without npm, or with an older Node.js, nothing
 * is tried.
 */
class OfficialClientTest {
  private static final Path SCENARIO =
      Path.of("../scenarios/catalog/live-hybrid.yaml").toAbsolutePath();
  private static final Path CLIENT = Path.of("src/test/clients/npm/openai").toAbsolutePath();

  private static final int OLDEST_NODE = 20;

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

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void run(String output, String... command) throws IOException, InterruptedException {
    int code = Processes.codeOf(processes.start(output, List.of(command)), 3);
    assertThat(code).as(processes.said(output + ".err")).isZero();
  }

  @Test
  void seesWhatItSeesOfAnyServer() throws Exception {
    assumeThat(isThere("npm") && isThere("node")).as("npm is installed").isTrue();
    run("version", "node", "--version");
    String version = processes.said("version.out").strip(); // Such as v20.20.2.
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    assumeThat(major).as("the major version of Node.js").isGreaterThanOrEqualTo(OLDEST_NODE);
    Process server =
        processes.footfall(
            "serve", List.of("serve", SCENARIO.toString(), "--port", "0", "--out", "served"));
    String url = processes.awaitServed(server, "serve");
    Path client = Files.createDirectory(folder.resolve("client"));
    for (String file : List.of("package.json", "openai.mjs")) {
      Files.copy(CLIENT.resolve(file), client.resolve(file));
    }
    run(
        "npm",
        "npm",
        "install",
        "--prefix",
        "client",
        "--no-audit",
        "--no-fund",
        "--no-package-lock");
    run("node", "node", "client/openai.mjs", url + "/v1", "live-hybrid");
    JsonNode seen = new ObjectMapper().readTree(processes.said("node.out"));
    assertThat(seen.path("models").findValuesAsText("")).isEmpty();
    assertThat(seen.path("models")).hasSize(3);
    assertThat(seen.path("plain").asText()).isEqualTo("Let me look for a red shirt.");
    assertThat(seen.path("usage").asBoolean()).isTrue();
    assertThat(seen.at("/streamed/text").asText()).startsWith("this one suits");
    assertThat(seen.at("/streamed/completion").asInt()).isBetween(1, 8);
    assertThat(seen.at("/streamed/chunks").asInt())
        .isEqualTo(seen.at("/streamed/completion").asInt() + 2);
    assertThat(seen.path("tool"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"name\":\"search\",\"arguments\":{\"item\":\"shirt\",\"color\":\"red\",\"max\":800}}"));
    assertThat(seen.path("advice").asText()).isEqualTo("I recommend K42.");
    assertThat(seen.path("streamedTool").asText()).isEqualTo("search");
    assertThat(seen.path("routed")).hasSize(20);
    assertThat(seen.at("/errors/unknown/type").asText()).isEqualTo("NotFoundError");
    assertThat(seen.at("/errors/empty/type").asText()).isEqualTo("BadRequestError");
    assertThat(seen.at("/errors/long/code").asText()).isEqualTo("context_length_exceeded");
    assertThat(seen.has("aborted")).isTrue();
  }
}
