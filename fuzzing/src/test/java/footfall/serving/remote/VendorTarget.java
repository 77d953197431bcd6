package footfall.serving.remote;

import com.sun.net.httpserver.HttpServer;
import footfall.fuzzing.Target;
import footfall.scenarios.wire.ChatReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The answer of a vendor, over real HTTP: the first byte is of its status, the rest its body. Every
 * request ends once, well or not.
 */
public final class VendorTarget implements Target {
  private static final int[] STATUSES = {200, 200, 200, 429, 500, 404};
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final VendorClient client;
  private volatile byte[] answer = new byte[0];
  private volatile int status = 200;

  public VendorTarget() throws IOException {
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.setExecutor(
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "vendor");
              thread.setDaemon(true);
              return thread;
            }));
    vendor.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    vendor.start();
    String url = "http://127.0.0.1:" + vendor.getAddress().getPort() + "/v1";
    client = new VendorClient(url, "played", null, TIMEOUT);
  }

  @Override
  public void feed(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    status = STATUSES[Math.floorMod(input[0], STATUSES.length)];
    answer = java.util.Arrays.copyOfRange(input, 1, input.length);
    Ending ending = new Ending();
    client.ask(List.of(Map.of("role", "user", "content", "hello")), Map.of(), ending);
    ending.ended.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  private static final class Ending implements VendorClient.Listener {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public void said(String text) {
      text.length();
    }

    @Override
    public void thought(String text) {
      text.length();
    }

    @Override
    public void called(int place, String tool, String arguments) {
      tool.length();
    }

    @Override
    public void finished(ChatReply reply) {
      end();
    }

    @Override
    public void failed(VendorClient.Refusal refusal) {
      if (refusal.message() == null || refusal.message().isBlank()) {
        ended.completeExceptionally(new AssertionError("it failed without a word"));
      }
      end();
    }

    private void end() {
      if (!ended.complete(null) && !ended.isCompletedExceptionally()) {
        throw new AssertionError("it ended twice");
      }
    }
  }
}
