package footfall.gatling.behaviour;

import static footfall.gatling.behaviour.GatlingProcess.scenario;
import static footfall.gatling.behaviour.ScriptedServer.breaking;
import static footfall.gatling.behaviour.ScriptedServer.halfStreams;
import static footfall.gatling.behaviour.ScriptedServer.respond;
import static footfall.gatling.behaviour.ScriptedServer.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import footfall.gatling.LoadSettings;
import footfall.gatling.Preflight;
import footfall.gatling.wire.Dialect;
import footfall.gatling.wire.Target;
import footfall.scenarios.problems.InvalidInputException;
import footfall.scenarios.reading.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      refused("name the model with --model", server.address() + "/wrong");
    }
  }

  @Test
  void aReplyThatBreaksOffIsSaid() throws Exception {
    try (ScriptedServer server = new ScriptedServer(halfStreams())) {
      refused("does not give a whole reply", server.address());
    }
  }

  @Test
  void whatCannotBeHadIsSaid() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1))) {
      refused("open files", server.address(), "connections=100000000");
      refused("ulimit", server.address(), "connections=100000000");
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

  private Preflight preflight(String target, String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), SCENARIO);
    Properties properties = new Properties();
    properties.setProperty("footfall.scenario", file.toString());
    properties.setProperty("footfall.target", target);
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      properties.setProperty("footfall." + pair[0], pair[1]);
    }
    return new Preflight(
        LoadSettings.of(properties), new ScenarioReader().read(file, List.of()).scenario());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 501})
  void aServerThatListsNothingIsForgivenWhereTheModelIsNamed(int status) throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1)).listing(status)) {
      assertThat(preflight(server.address(), "model=mine").dialect().model()).isEqualTo("mine");
      if (status == 405 || status == 501) {
        assertThatThrownBy(() -> preflight(server.address()).dialect())
            .hasMessageContaining("does not list its models (" + status + ")")
            .hasMessageContaining("--model");
      }
    }
  }

  @Test
  void aModelByAnotherNameIsAWarning() throws Exception {
    try (ScriptedServer server = new ScriptedServer(streaming(1, 1))) {
      Preflight preflight = preflight(server.address(), "model=alias");
      assertThat(preflight.dialect().model()).isEqualTo("alias");
      assertThat(preflight.warnings()).singleElement().asString().contains("does not list alias");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, ignore_eos",
    "422, ignore_eos",
    "400, stream_options",
    "422, stream_options",
    "422, ''"
  })
  void whatOnlySomeServersKnowIsLeftOut(int status, String complaint) throws Exception {
    ScriptedServer.Script strict =
        (exchange, body) -> {
          boolean refuses =
              complaint.isEmpty()
                  ? body.contains("ignore_eos") || body.contains("stream_options")
                  : body.contains(complaint);
          if (refuses) {
            respond(exchange, status, "{\"error\":{\"message\":\"no " + complaint + "\"}}");
          } else {
            streaming(1, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(strict)) {
      Preflight preflight = preflight(server.address(), "forceLengths=true");
      Dialect dialect = preflight.dialect();
      assertThat(dialect.endless()).isEqualTo(complaint.equals("stream_options"));
      assertThat(dialect.usage()).isEqualTo(complaint.equals("ignore_eos"));
      assertThat(preflight.warnings()).hasSize(complaint.isEmpty() ? 2 : 1);
    }
  }

  @Test
  void aBusyTargetIsAskedAgainWhenItSays() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedServer.Script busy =
        (exchange, body) -> {
          if (asked.incrementAndGet() <= 2) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            respond(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
          } else {
            streaming(1, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(busy)) {
      long begin = System.nanoTime();
      assertThat(preflight(server.address()).dialect().streams()).isTrue();
      assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(2);
    }
  }

  @Test
  void aServerThatOnlySaysThatSomethingIsWrongIsUnderstood() throws Exception {
    ScriptedServer.Script strict =
        (exchange, body) -> {
          if (body.contains("stream_options") || body.contains("\"max_tokens\"")) {
            respond(exchange, 422, "{\"detail\":\"invalid request\"}");
          } else {
            streaming(1, 1).answer(exchange, body);
          }
        };
    try (ScriptedServer server = new ScriptedServer(strict)) {
      Dialect dialect = preflight(server.address()).dialect();
      assertThat(dialect.tokenLimit()).isEqualTo(Dialect.MAX_COMPLETION_TOKENS);
      assertThat(server.completions()).isLessThan(10);
    }
  }

  @Test
  void aServerThatBreaksOffNowAndThenIsNoReasonToGiveUp() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedServer.Script moody =
        (exchange, body) ->
            (asked.getAndIncrement() % 2 == 0 ? breaking(1) : streaming(1, 1))
                .answer(exchange, body);
    try (ScriptedServer server = new ScriptedServer(moody)) {
      assertThat(preflight(server.address()).dialect().streams()).isTrue();
    }
  }

  @Test
  void azureIsAskedAsItWantsToBe() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(1, 1)).alsoAt("/openai/deployments/gpt/chat/completions")) {
      preflight(
              server.address(),
              "path=" + Target.AZURE_PATH,
              "apiVersion=2024-10-21",
              "model=gpt",
              "key=PATH",
              "keyHeader=api-key",
              "headers=X-Tenant: shop")
          .dialect();
      assertThat(server.asked())
          .isNotEmpty()
          .allMatch(
              asked ->
                  asked.startsWith(
                      "/openai/deployments/gpt/chat/completions?api-version=2024-10-21"))
          .allMatch(asked -> asked.contains(" api-key=" + System.getenv("PATH").strip()))
          .allMatch(asked -> asked.contains(" x-tenant=shop"))
          .noneMatch(asked -> asked.contains("authorization"));
    }
  }

  @Test
  void aPathOfAnotherKindIsTakenAsItStands() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(streaming(1, 1)).alsoAt("/v1beta/openai/chat/completions")) {
      Preflight preflight =
          preflight(server.address() + "/v1beta/openai", "path=/chat/completions", "model=gemini");
      assertThat(preflight.dialect().model()).isEqualTo("gemini");
    }
  }

  @Test
  void repliesMayComeAllAtOnce() throws Exception {
    ScriptedServer.Script whole =
        (exchange, body) ->
            respond(
                exchange,
                200,
                body.contains("\"stream\":false")
                    ? "{\"choices\":[{\"message\":{\"content\":\"hello\"}}],"
                        + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}"
                    : "{\"error\":{\"message\":\"no streams\"}}");
    try (ScriptedServer server = new ScriptedServer(whole)) {
      assertThat(preflight(server.address(), "stream=false").dialect().streams()).isFalse();
      assertThat(server.bodies()).noneMatch(body -> body.contains("stream_options"));
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
