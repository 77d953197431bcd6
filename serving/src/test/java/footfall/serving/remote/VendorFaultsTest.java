package footfall.serving.remote;

import static org.assertj.core.api.Assertions.assertThat;

import footfall.reports.recording.ReplicationRecord;
import footfall.reports.recording.TurnOutcome;
import footfall.reports.recording.Window;
import footfall.serving.run.TestServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A vendor, down to its bytes, that fails whoever sends the word poison and serves all others. The
 * poisoned request ends in words, in good time and without taking another one with it.
 */
class VendorFaultsTest {
  private static final String SCENARIO =
      """
      name: proxy
      horizon: 1h
      arrivals: {poisson: {rate: 1/s}}
      shoppers: {all: {messageTokens: 5, replyTokens: 6}}
      pools:
        llm:
          kind: llm
          slots: 50
          service: {time: 5ms}
          api: {requestsPerMinute: 6000, timeout: 2s, retries: {max: 1, base: 10ms, cap: 20ms}}
          backend: {remote: {url: "http://127.0.0.1:%d/v1", model: played}}
      routing: {ratio: {llm: 1}}
      """;

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";

  private static final String TOKEN =
      chunk("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Ta\"}}]");
  private static final String END =
      chunk("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]")
          + "data: [DONE]\n\n";

  private static String chunk(String what) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + what
        + "}\n\n";
  }

  /** What the vendor does to the poisoned request. */
  enum Fault {
    HANGS {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        Thread.sleep(5_000);
      }
    },
    HANGS_AFTER_A_TOKEN {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\n" + TOKEN);
        Thread.sleep(5_000);
      }
    },
    RESETS {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        socket.setSoLinger(true, 0); // So that closing it sends RST.
      }
    },
    RESETS_AFTER_A_TOKEN {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\n" + TOKEN);
        Thread.sleep(200);
        socket.setSoLinger(true, 0);
      }
    },
    ENDS_IN_HALF_A_TOKEN {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\n" + TOKEN + TOKEN.substring(0, TOKEN.length() - 12));
      }
    },
    ENDS_IN_HALF_A_CHARACTER {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\n" + TOKEN + "data: {\"x\":\"");
        out.write(new byte[] {(byte) 0xe2, (byte) 0x82});
      }
    },
    SENDS_LESS_THAN_IT_SAYS {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "Content-Length: 5000\r\n\r\n" + TOKEN);
      }
    },
    SENDS_WRONG_JSON {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\ndata: {\"choices\": 5, \"usage\": []}\n\ndata: [}\n\n");
      }
    },
    SENDS_A_PAGE {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD.replace("text/event-stream", "text/html") + "\r\n<html>busy</html>");
      }
    },
    SENDS_NO_HTTP {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, "220 mail.example ready\r\n");
      }
    },
    SENDS_TOKENS_WITHOUT_END {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\n");
        byte[] token = TOKEN.getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(token);
        }
      }
    },
    SENDS_A_LINE_WITHOUT_END {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "\r\ndata: \"");
        byte[] words = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(words);
        }
      }
    },
    SENDS_AN_ERROR_WITHOUT_END {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD.replace("200 OK", "400 Bad Request") + "\r\n{\"error\": {\"message\": \"");
        byte[] words = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(words);
        }
      }
    },
    SENDS_A_ZIP_BOMB {
      @Override
      void answer(Socket socket, OutputStream out) throws Exception {
        send(out, HEAD + "Content-Encoding: gzip\r\n\r\n");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
          byte[] nothing = new byte[1 << 20];
          for (int i = 0; i < 1_000; i++) {
            zip.write(nothing);
          }
        }
        out.write(bomb.toByteArray());
      }
    };

    /** The socket is closed afterwards. */
    abstract void answer(Socket socket, OutputStream out) throws Exception;

    static void send(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private ServerSocket vendor;
  private volatile Fault fault;

  @BeforeEach
  void open() throws IOException {
    vendor = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            Socket socket = vendor.accept();
            daemon(() -> serve(socket));
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    vendor.close();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                return; // The other side has had enough.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket) throws Exception {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      char[] body = new char[length];
      for (int read = 0; read < length; ) {
        read += in.read(body, read, length - read);
      }
      OutputStream out = socket.getOutputStream();
      if (new String(body).contains("poison")) {
        fault.answer(socket, out);
      } else {
        Fault.send(out, HEAD + "\r\n" + TOKEN);
        Thread.sleep(500); // Others are under way while the poison works.
        Fault.send(out, TOKEN + END);
      }
    }
  }

  private static String ask(String words, boolean stream) {
    return """
    {"model": "llm", "stream": %s, "messages": [{"role": "user", "content": "%s"}]}"""
        .formatted(stream, words);
  }

  @ParameterizedTest
  @EnumSource
  void aPoisonedRequestKillsNoOther(Fault of) {
    fault = of;
    try (TestServer server = new TestServer(SCENARIO.formatted(vendor.getLocalPort()))) {
      assertThat(server.chat(ask("hello", false)).statusCode()).isEqualTo(200);
      List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
      List<CompletableFuture<HttpResponse<String>>> poisoned = new ArrayList<>();
      for (boolean stream : List.of(true, false)) { // More would open the circuit.
        others.add(server.postLater("/v1/chat/completions", ask("hello", stream)));
        poisoned.add(server.postLater("/v1/chat/completions", ask("poison", stream)));
      }
      long began = System.nanoTime();

      for (CompletableFuture<HttpResponse<String>> other : others) {
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(other.join().body()).doesNotContain("error").contains("Ta");
      }
      for (CompletableFuture<HttpResponse<String>> one : poisoned) {
        if (of == Fault.SENDS_TOKENS_WITHOUT_END && hasBrokenOff(one)) {
          continue; // No client takes tokens as fast as that; it is cut off.
        }
        HttpResponse<String> response = one.join();
        boolean told = response.statusCode() >= 400 || response.body().contains("data: {\"error\"");
        assertThat(told).as(response.statusCode() + " " + start(response.body())).isTrue();
        assertThat(response.body()).contains("\"message\"").doesNotContain("Exception");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      assertThat(server.chat(ask("hello", true)).body()).endsWith("data: [DONE]\n\n");

      ReplicationRecord record = server.stop();
      Window all = Window.sum(record.sections());
      assertThat(record.submissions().requests()).isEqualTo(6);
      assertThat(all.requests(TurnOutcome.COMPLETED)).isEqualTo(4);
      assertThat(record.census().awaitingReply()).isZero();
    }
  }

  private static boolean hasBrokenOff(CompletableFuture<HttpResponse<String>> response) {
    try {
      response.join();
      return false;
    } catch (CompletionException e) {
      return e.getCause() instanceof IOException;
    }
  }

  private static String start(String body) {
    return body.substring(0, Math.min(300, body.length()));
  }
}
