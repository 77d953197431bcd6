package footfall.gatling.behaviour;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenAI-compatible server that streams as many tokens as it is asked for, with stated pauses,
 * and misbehaves where it is told to.
 */
final class ScriptedServer implements AutoCloseable {
  private static final Pattern MAX_TOKENS =
      Pattern.compile("\"max_(?:completion_)?tokens\":(\\d+)");

  /** What it does with a request for a completion. */
  interface Script {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final AtomicInteger completions = new AtomicInteger();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Script script;
  private volatile Script later;
  private volatile int good;
  private volatile int modelsStatus = 200;

  ScriptedServer(Script script) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.createContext("/v1/chat/completions", this::complete);
    server.createContext(
        "/v1/models",
        exchange -> respond(exchange, modelsStatus, "{\"data\":[{\"id\":\"only\"}]}"));
    server.setExecutor(executor);
    server.start();
  }

  /** Takes chats at another path, too. */
  ScriptedServer alsoAt(String path) {
    server.createContext(path, this::complete);
    return this;
  }

  /** Answers the question for its models with this status. */
  ScriptedServer listing(int status) {
    modelsStatus = status;
    return this;
  }

  /** Behaves for so many completions, and then does something else. */
  ScriptedServer thenAfter(int completionsBefore, Script other) {
    good = completionsBefore;
    later = other;
    return this;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int completions() {
    return completions.get();
  }

  List<String> bodies() {
    return bodies;
  }

  /** Path, query and headers of every completion, a header as {@code name=value}. */
  List<String> asked() {
    return asked;
  }

  private void complete(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int number = completions.incrementAndGet();
    bodies.add(body);
    StringBuilder told = new StringBuilder(exchange.getRequestURI().toString());
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                told.append(" ")
                    .append(name.toLowerCase(Locale.ROOT))
                    .append("=")
                    .append(values.get(0)));
    asked.add(told.toString());
    (later != null && number > good ? later : script).answer(exchange, body);
  }

  static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Streams every token after a pause. */
  static Script streaming(int firstMillis, int gapMillis) {
    return (exchange, body) -> {
      Matcher asked = MAX_TOKENS.matcher(body);
      int tokens = asked.find() ? Integer.parseInt(asked.group(1)) : 5;
      stream(exchange, tokens, firstMillis, gapMillis, true);
    };
  }

  /** Breaks off after a token. */
  static Script halfStreams() {
    return (exchange, body) -> stream(exchange, 1, 0, 0, false);
  }

  /** Breaks the connection after the given number of tokens. */
  static Script breaking(int tokens) {
    return (exchange, body) -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      for (int token = 0; token < tokens; token++) {
        event(exchange.getResponseBody(), "{\"choices\":[{\"delta\":{\"content\":\"w \"}}]}");
      }
      throw new UncheckedIOException(new IOException("the server closes it without an end"));
    };
  }

  /** A stream of these events alone; {@code pause 20} is one of 20 ms. */
  static Script events(String... data) {
    return (exchange, body) -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      for (String one : data) {
        if (one.startsWith("pause ")) {
          sleepUntil(System.nanoTime() + 1_000_000L * Long.parseLong(one.substring(6)));
          continue;
        }
        event(exchange.getResponseBody(), one);
      }
      exchange.close();
    };
  }

  private static void stream(
      HttpExchange exchange, int tokens, int firstMillis, int gapMillis, boolean whole)
      throws IOException {
    long begin = System.nanoTime();
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int token = 0; token < tokens; token++) {
      sleepUntil(begin + 1_000_000L * (firstMillis + (long) token * gapMillis));
      event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w" + token + " \"}}]}");
    }
    if (whole) {
      event(
          out,
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":" + tokens + "}}");
      event(out, "[DONE]");
    }
    exchange.close();
  }

  private static void event(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void sleepUntil(long nanos) {
    try {
      long left = nanos - System.nanoTime();
      if (left > 0) {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted"));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
