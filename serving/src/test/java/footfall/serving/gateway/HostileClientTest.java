package footfall.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.serving.run.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean harm, down to their bytes; others do not notice them. */
class HostileClientTest {
  private static final String SCENARIO =
      """
      name: shop
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 6}}
      pools: {llm: {kind: llm, slots: 100, service: {time: 20ms}}}
      routing: {ratio: {llm: 1}}
      """;
  private static final String ASK =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"show me a red shirt\"}]}";
  private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: shop\r\n";
  private static final int PATIENCE_MILLIS = 15_000;
  private static final int LORISES = 400;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(SCENARIO);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void othersAreServed() {
    HttpResponse<String> response = server.chat(ASK);
    assertThat(response.statusCode()).isEqualTo(200);
  }

  /** All that comes back until the server closes the connection or is silent. */
  private static String tell(byte[] request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      try {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
        byte[] piece = new byte[1 << 14];
        for (int n = socket.getInputStream().read(piece); n >= 0; ) {
          heard.write(piece, 0, n);
          n = socket.getInputStream().read(piece);
        }
      } catch (SocketTimeoutException e) {
        return heard + "(silent)";
      } catch (IOException e) {
        return heard + "(reset)"; // It has had enough of us while we were talking.
      }
      return heard.toString(StandardCharsets.UTF_8);
    }
  }

  private static String tell(String request) throws IOException {
    return tell(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length: 2, 2\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n{}",
        "X-Null: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
        "no colon here\r\nContent-Length: 2\r\n\r\n{}"
      })
  void whatCanBeReadInTwoWaysIsRefused(String rest) throws IOException {
    assertThat(tell(POST + rest)).matches("(?s)HTTP/1.1 (400|411|501) .*|\\(reset\\)|");
  }

  /** A proxy that goes by the length takes what follows for a body, and we must not serve it. */
  @Test
  void nothingIsSmuggledInBehindABody() throws IOException {
    String smuggled = "GET /v1/models HTTP/1.1\r\nHost: shop\r\n\r\n";
    String heard =
        tell(
            POST
                + "Content-Length: "
                + (5 + smuggled.length())
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + smuggled);
    assertThat(heard).startsWith("HTTP/1.1 400").doesNotContain("\"object\":\"list\"");
  }

  @Test
  void whatIsTooMuchIsRefused() throws IOException {
    assertThat(tell("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: shop\r\n\r\n"))
        .matches("(?s)HTTP/1.1 (414|400) .*|\\(reset\\)|");
    assertThat(tell(POST + "X-Long: " + "a".repeat(100_000) + "\r\n\r\n"))
        .matches("(?s)HTTP/1.1 (431|400) .*|\\(reset\\)|");
    assertThat(tell(POST + "X-Many: a\r\n".repeat(10_000) + "\r\n"))
        .matches("(?s)HTTP/1.1 (431|400) .*|\\(reset\\)|");
    assertThat(tell("a".repeat(1_000_000))).matches("(?s)HTTP/1.1 (400|414|501) .*|\\(reset\\)|");
  }

  @Test
  void aZipBombIsNotUnpacked() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 512; i++) {
        zip.write(spaces);
      }
      zip.write(ASK.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        (POST
                + "Connection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                + bomb.size()
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    request.writeBytes(bomb.toByteArray());
    assertThat(tell(request.toByteArray())).startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/dashboard/../../../etc/passwd",
        "/dashboard/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/models/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "file:///etc/passwd"
      })
  void noFileOfTheMachineIsGivenOut(String path) throws IOException {
    String heard = tell("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
    assertThat(heard).matches("(?s)HTTP/1.1 (400|404|405) .*").doesNotContain("root:");
  }

  @Test
  void thoseWhoNeverEndTheirRequestDoNotKeepOthersOut() throws Exception {
    List<Socket> lorises = new ArrayList<>();
    try {
      for (int i = 0; i < LORISES; i++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        String beginning = i % 2 == 0 ? "POST /v1/chat" : POST + "Content-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
        lorises.add(socket);
      }
      for (int round = 0; round < 5; round++) {
        for (Socket loris : lorises) {
          loris.getOutputStream().write('x');
        }
        long began = System.nanoTime();
        othersAreServed();
        assertThat((System.nanoTime() - began) / 1e9).isLessThan(5);
      }
    } finally {
      for (Socket loris : lorises) {
        loris.close();
      }
    }
    server.await("footfall_gateway_requests_in_flight", 0);
  }
}
