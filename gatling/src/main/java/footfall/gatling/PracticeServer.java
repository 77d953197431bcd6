package footfall.gatling;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import footfall.gatling.wire.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server within this process, on the loopback interface, that streams the same reply to all. */
final class PracticeServer implements AutoCloseable {
  private static final int TOKENS = 30;
  private static final int BACKLOG = 64;
  private static final int THREADS = 4;

  private static final byte[] EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] END =
      ("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9},\"metrics\":"
              + "{\"queue_time_ms\":0.1,\"time_to_first_token_ms\":1.0}}\n\ndata: [DONE]\n\n")
          .getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  PracticeServer() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", PracticeServer::answer);
    server.start();
  }

  Target target() {
    return Target.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int token = 0; token < TOKENS; token++) {
      out.write(EVENT);
      out.flush();
    }
    out.write(END);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
