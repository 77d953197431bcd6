import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of chat completions that takes known times and writes down what they were: java
 * TimedServer.java LOG. It prints its port. Each line of LOG is one reply: seconds from the arrival
 * of the request to its first token and to its last, and the id of the request.
 */
public final class TimedServer {
  private static final int SLOTS = 4;
  private static final int TOKENS = 16;
  private static final double PREFILL_SECONDS = 0.1;
  private static final double TOKEN_SECONDS = 0.015;
  private static final double NANOS = 1e9;

  private static final Semaphore FREE = new Semaphore(SLOTS, true);

  private TimedServer() {}

  public static void main(String[] arguments) throws IOException {
    PrintWriter log = new PrintWriter(arguments[0], StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/v1/models", exchange -> whole(exchange, "{\"data\": [{\"id\": \"timed\", \"object\": \"model\"}]}"));
    server.createContext("/v1/chat/completions", exchange -> reply(exchange, log));
    server.createContext("/health", exchange -> whole(exchange, "{}"));
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void whole(HttpExchange exchange, String json) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Waits for a slot, reads for an exponential time, and writes tokens one by one. */
  private static void reply(HttpExchange exchange, PrintWriter log) throws IOException {
    long arrived = System.nanoTime();
    exchange.getRequestBody().readAllBytes();
    FREE.acquireUninterruptibly();
    long first;
    try {
      double read = -PREFILL_SECONDS * Math.log(1 - ThreadLocalRandom.current().nextDouble());
      long due = System.nanoTime() + Math.round((PREFILL_SECONDS + read) * NANOS);
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      event(out, "{\"role\": \"assistant\", \"content\": \"\"}", "null");
      first = due;
      for (int token = 0; token < TOKENS; token++, due += Math.round(TOKEN_SECONDS * NANOS)) {
        for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
          LockSupport.parkNanos(rest);
        }
        first = token == 0 ? System.nanoTime() : first;
        event(out, "{\"content\": \" shoe\"}", "null");
      }
      event(out, "{}", "\"length\"");
      data(
          out,
          "{\"id\": \"t\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"timed\", \"choices\": [],"
              + " \"usage\": {\"prompt_tokens\": 50, \"completion_tokens\": "
              + TOKENS
              + ", \"total_tokens\": "
              + (50 + TOKENS)
              + "}}");
      data(out, "[DONE]");
    } finally {
      FREE.release();
    }
    exchange.close();
    synchronized (log) {
      log.printf(
          Locale.ROOT,
          "%.6f %.6f %s%n",
          (first - arrived) / NANOS,
          (System.nanoTime() - arrived) / NANOS,
          exchange.getRequestHeaders().getFirst("X-Request-Id"));
      log.flush();
    }
  }

  private static void event(OutputStream out, String delta, String finish) throws IOException {
    data(
        out,
        "{\"id\": \"t\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"timed\","
            + " \"choices\": [{\"index\": 0, \"delta\": "
            + delta
            + ", \"finish_reason\": "
            + finish
            + "}]}");
  }

  private static void data(OutputStream out, String text) throws IOException {
    out.write(("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
