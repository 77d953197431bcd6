package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.halfStreams;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.gatling.LoadSettings;
import footfall.gatling.Preflight;
import footfall.gatling.wire.Dialect;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before anything is sent. */
class PreflightTest {
  private static final String SCENARIO =
      scenario("{constant: {rate: 10/s}}", "messageTokens: 5", "");

  @TempDir private Path folder;

  private void refused(String told, String target, String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SCENARIO);
    Properties properties = new Properties();
    properties.setProperty("footfall.scenario", file.toString());
    properties.setProperty("footfall.target", target);
    for (String setting : settings) {
      String[] pair = setting.split("=");
      properties.setProperty("footfall." + pair[0], pair[1]);
    }
    Preflight preflight =
        new Preflight(
            LoadSettings.of(properties), new ScenarioReader().read(file, List.of()).scenario());

    assertThatThrownBy(preflight::dialect)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(told);
  }

  @Test
  void aTargetThatIsNotThereOrLetsNobodyInIsSaid() throws Exception {
    refused("cannot be reached", "http://127.0.0.1:9");
    try (ScriptedServer server =
        new ScriptedServer(
            (exchange, body) -> respond(exchange, 401, "{\"error\":{\"message\":\"bad key\"}}"))) {
      refused("bad key", server.address());
      refused("FOOTFALL_API_KEY", server.address());
      refused("without /v1/chat/completions", server.address() + "/wrong");
    }
  }

  @Test
  void aReplyThatBreaksOffIsSaid() throws Exception {
    try (ScriptedServer server = new ScriptedServer(halfStreams())) {
      refused("does not stream a whole reply", server.address());
    }
  }

  @Test
  void whatCannotBeHadIsSaid() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1))) {
      refused("open files", server.address(), "connections=100000000");
      refused("ulimit", server.address(), "connections=100000000");
      refused("the target has no such model", server.address(), "model=other");
      refused("the scenario has no such pool", server.address(), "pool=other");
    }
  }

  @Test
  void aPopulationNeedsItsConnections() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("closed.yaml"),
            scenario("{closed: {population: 50}}", "messageTokens: 5, thinking: 1s", ""));
    Properties properties = new Properties();
    properties.setProperty("footfall.scenario", file.toString());
    properties.setProperty("footfall.connections", "10");
    Preflight preflight =
        new Preflight(
            LoadSettings.of(properties), new ScenarioReader().read(file, List.of()).scenario());
    assertThatThrownBy(preflight::dialect)
        .hasMessageContaining("a population of 50 may need a connection each")
        .hasMessageContaining("--max-connections 50");
  }

  @Test
  void aServerThatStreamsIsUnderstood() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1))) {
      Path file = Files.writeString(folder.resolve("small.yaml"), SCENARIO);
      Properties properties = new Properties();
      properties.setProperty("footfall.scenario", file.toString());
      properties.setProperty("footfall.target", server.address());
      Dialect dialect =
          new Preflight(
                  LoadSettings.of(properties),
                  new ScenarioReader().read(file, List.of()).scenario())
              .dialect();
      assertThat(dialect.tokenLimit()).isEqualTo(Dialect.MAX_TOKENS);
      assertThat(dialect.bytesPerToken()).isPositive();
      assertThat(dialect.model()).isNotBlank();
    }
  }

  @Test
  void gatlingTellsAProblemBeforeAnythingIsSent() throws Exception {
    GatlingProcess gatling = new GatlingProcess(folder);
    assertThat(gatling.run("http://127.0.0.1:9", SCENARIO)).isNotZero();
    assertThat(gatling.output()).contains("footfall-problem").contains("cannot be reached");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
