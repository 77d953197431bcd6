package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.serving.run.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that close their side and listen on, and those that are gone. */
class ConnectionsTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 6}}
      pools: {llm: {slots: 100, service: {time: 1s, perOutputToken: 5ms}}}
      routing: {ratio: {llm: 1}}
      """;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String CANCELLED =
      "footfall_pool_requests_total{kind=\"slm\",outcome=\"cancelled\",pool=\"llm\"}";

  private TestServer server;

  @BeforeEach
  void open() {
    server = new TestServer(SCENARIO);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Socket ask(boolean stream, String version) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    String body =
        "{\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(stream);
    String request =
        "POST /v1/chat/completions HTTP/%s\r\nHost: shop\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(version, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @ParameterizedTest
  @CsvSource({"false, 1.1", "true, 1.1", "false, 1.0"})
  void whoHasClosedItsSideIsAnswered(boolean stream, String version) throws IOException {
    try (Socket socket = ask(stream, version)) {
      socket.shutdownOutput();
      String heard =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8); // To its end.
      String told = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(heard.startsWith(told)).isEqualTo(version.equals("1.1"));
      assertThat(heard.replace(told, ""))
          .startsWith("HTTP/1.1 200 OK")
          .contains(stream ? "\"finish_reason\":\"stop\"" : "this one suits you well and\"")
          .doesNotContain("cancelled");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whoIsGoneFreesItsSlot(boolean stream) throws Exception {
    Socket socket = ask(stream, "1.1");
    Thread.sleep(100);
    socket.close();
    long deadline = System.nanoTime() + 800_000_000; // Before it would have been answered.
    while (server.metric(CANCELLED) == 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(server.metric(CANCELLED)).isEqualTo(1);
  }

  @Test
  void whatIsBeingAnsweredIsSentBeforeTheDoorCloses() throws Exception {
    try (Socket socket = ask(false, "1.1")) {
      Thread.sleep(200); // It has come by then.
      Thread closing = new Thread(server::close);
      closing.start();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK")
          .contains("this one suits you well and\"");
      closing.join();
    }
  }
}
